import { readBindingRule } from '../../validation/consul/binding-rule.ts';
import { bindNameVariables, fieldOf, matchesOf } from '../../simulate/consul-login/names-used.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { linkOf } from '../link-of.ts';
import type { Look } from '../look.ts';
import { defineRule } from '../rule.ts';
import { methodsInUse } from './methods-in-use.ts';
import { nomadClaims } from './names-used.ts';

export default defineRule({
  id: 'consul/claims-crossed',
  title: 'the auth method maps a claim to the name of another one',
  cases: ['CL-06'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'Binding rules go by the names on the right side of `ClaimMappings`. Where the name of one claim stands for the value of another, selectors hold for the wrong logins and bind names come out wrong: tasks are taken for services, roles are looked for by job, and services get the name of something else. No error says so.',
  fix: 'Map each claim of Nomad to its own name, as `nomad setup consul` does.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/auth-methods/jwt'],
  examples: {
    bad: {
      says: 'The auth method maps nomad_job_id to nomad_namespace.',
      world: (healthy) =>
        change.authMethod(healthy, {
          Config: { ClaimMappings: { nomad_namespace: null, nomad_job_id: 'nomad_namespace' } },
        }),
    },
    good: { says: 'The auth method maps claims to their own names.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { name, method } of methodsInUse(look)) {
      const used = new Set(
        look
          .bindingRulesOf(name)
          .map(readBindingRule)
          .flatMap(({ selector, bindName, bindVars }) => [
            ...matchesOf(selector).map(fieldOf),
            ...[bindName, bindVars?.Name ?? ''].flatMap(bindNameVariables),
          ]),
      );
      const crossed = Object.entries(method.config.ClaimMappings).filter(([claim, target]) => {
        const own = claim.replace(/^\//, '');
        const meant = claimMeantBy(target);
        return own !== meant && nomadClaims.has(own) && nomadClaims.has(meant) && used.has(`value.${target}`);
      });
      if (crossed.length === 0) continue;
      yield {
        message: `auth method ${name} maps ${crossed.map(([claim, target]) => `${claim} to ${target}`).join(' and ')}, and its rules take the one for the other`,
        about: about.authMethod(name),
        blames: [about.authMethod(name)],
        subject: { object: about.authMethod(name) },
        origin: look.originOf(about.authMethod(name)),
        path: 'Config/ClaimMappings',
        // Somebody may mean it; what it breaks, nobody does.
        severity: crossed.some(isOfAllocation) || isSomeoneRefused(look, name) ? 'error' : 'info',
        evidence: { ClaimMappings: method.config.ClaimMappings },
      };
    }
  },
});

/** The claim that a name of one's own reminds of: `service` of `nomad_service`, `ns` of `nomad_namespace`. */
function claimMeantBy(target: string): string {
  const short = target.replace(/^nomad_/, '').toLowerCase();
  return `nomad_${({ job: 'job_id', ns: 'namespace' } as Readonly<Record<string, string>>)[short] ?? short}`;
}

/** What is different each time, nobody means; what comes of it cannot be told before there is an allocation. */
function isOfAllocation([claim]: readonly [string, string]): boolean {
  return claim.replace(/^\//, '') === 'nomad_allocation_id';
}

function isSomeoneRefused(look: Look, method: string): boolean {
  return look.sampledWorkloads.some((one) => {
    const chain = one.chain('consul');
    const login = linkOf(chain, 'login');
    return chain?.broken != null && login !== undefined && 'authMethod' in login.at && login.at.authMethod === method;
  });
}
