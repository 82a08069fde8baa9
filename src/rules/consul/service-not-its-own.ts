import { about } from '../about.ts';
import { change } from '../change.ts';
import type { Chain } from '../../simulate/explain/explanation.ts';
import { linkOf, needsOf } from '../link-of.ts';
import type { Look } from '../look.ts';
import { chainsByNamespace, probe, probeName, severityFor } from '../probe.ts';
import { defineRule, type Sighting } from '../rule.ts';

export default defineRule({
  id: 'consul/service-not-its-own',
  title: 'services log in, and may not register under their own name',
  cases: ['BR-04', 'BR-09'],
  severity: 'error',
  reads: ['consul/objects'],
  why: "The token of a service may write the name that the binding rule makes. When this is not the service's own name, as with a namespace in front of it or with `${…}` lost on the way through Terraform, allocations look healthy and the service never appears: the client's log repeats `lacks permission 'service:write'`.",
  fix: 'Bind services to `${value.nomad_service}` and nothing around it; in Terraform write `$${value.nomad_service}`.',
  references: ['https://developer.hashicorp.com/nomad/docs/secure/acl/consul'],
  examples: {
    bad: {
      says: 'The rule for services puts the namespace before the name.',
      world: (healthy) =>
        change.bindingRules(healthy, (rules) =>
          rules.map((rule) =>
            rule['BindType'] === 'service'
              ? { ...rule, BindName: '${value.nomad_namespace}-${value.nomad_service}' }
              : rule,
          ),
        ),
    },
    good: { says: 'The rule gives services their own name.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const [namespace, chains] of chainsByNamespace(look, 'service')) {
      const found = checkNamespace(look, namespace, chains);
      if (found !== undefined) {
        yield found;
        return;
      }
    }
  },
});

function checkNamespace(look: Look, namespace: string, chains: readonly Chain[]): Sighting | undefined {
  const { service: chain } = probe(look, namespace);
  const login = linkOf(chain, 'login');
  const grant = linkOf(chain, 'grant');
  if (login === undefined || !('authMethod' in login.at) || grant?.state !== 'ok') return undefined;
  if (!mayNotRegister(chain)) return undefined;
  const { authMethod: method } = login.at;
  const given = [...grant.identities, ...grant.roles.map(({ name }) => `role ${name}`), ...grant.policies];
  return {
    message: `a service called ${probeName} gets ${given.join(', ') || 'nothing'} from auth method ${method}, which does not let it register`,
    about: about.bindingRules(method),
    blames: [
      about.authMethod(method),
      about.bindingRules(method),
      ...grant.roles.map(({ name }) => about.consulRole(name)),
    ],
    subject: { object: about.authMethod(method) },
    origin: look.originOf(about.bindingRules(method)),
    path: 'BindName',
    // By accident all that there are may be called so.
    severity: chains.length > 0 && !chains.some(mayNotRegister) ? 'warning' : severityFor(look, ['service']),
    evidence: { given, rules: linkOf(chain, 'rules')?.tried.filter(({ matched }) => matched) ?? [] },
  };
}

function mayNotRegister(chain: Chain | undefined): boolean {
  return needsOf(chain).some(({ state, request }) => state === 'broken' && isRegistration(request));
}

function isRegistration(request: ReturnType<typeof needsOf>[number]['request']): boolean {
  return request?.product === 'consul' && request.resource === 'service' && request.access === 'write';
}
