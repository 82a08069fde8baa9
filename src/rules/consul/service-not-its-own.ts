import { about } from '../about.ts';
import { change } from '../change.ts';
import { linkOf, needsOf } from '../link-of.ts';
import { probe, probeName, severityFor } from '../probe.ts';
import { defineRule } from '../rule.ts';

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
    const { service: chain } = probe(look);
    const login = linkOf(chain, 'login');
    const grant = linkOf(chain, 'grant');
    if (login === undefined || !('authMethod' in login.at) || grant?.state !== 'ok') return;
    if (!needsOf(chain).some(({ state, request }) => state === 'broken' && isRegistration(request))) return;
    const { authMethod: method } = login.at;
    const given = [...grant.identities, ...grant.roles.map(({ name }) => `role ${name}`), ...grant.policies];
    yield {
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
      severity: severityFor(look, ['service']),
      evidence: { given, rules: linkOf(chain, 'rules')?.tried.filter(({ matched }) => matched) ?? [] },
    };
  },
});

function isRegistration(request: ReturnType<typeof needsOf>[number]['request']): boolean {
  return request?.product === 'consul' && request.resource === 'service' && request.access === 'write';
}
