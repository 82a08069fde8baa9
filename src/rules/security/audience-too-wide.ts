import { textsOf } from '../../validation/object.ts';
import { identityOf } from '../agent/missing-identity.ts';
import type { Look } from '../look.ts';
import { readAuthMethod } from '../../validation/consul/auth-method.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { methodNames } from '../consul/methods-in-use.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'security/audience-too-wide',
  title: 'the auth method takes JWTs that are not meant for Consul',
  cases: ['JS-03', 'CL-01'],
  severity: 'warning',
  reads: ['consul/objects'],
  why: 'The audience says whom a JWT is meant for. `nomadproject.io` is that of the default identity: every task has it, in many jobs in its environment, and it has no end. A method that takes it gives a Consul token to whoever gets hold of one. With `OIDCDiscoveryURL` and without `BoundAudiences` a method takes the JWTs of the issuer for any audience.',
  fix: "Bind the method to one audience that is Consul's own, such as `consul.io`, and write the same into `service_identity` and `task_identity`.",
  references: ['https://developer.hashicorp.com/nomad/docs/concepts/workload-identity#default-workload-identity'],
  examples: {
    bad: {
      says: 'The method takes the audience of the default identity as well.',
      world: (healthy) => change.authMethod(healthy, { Config: { BoundAudiences: ['consul.io', 'nomadproject.io'] } }),
    },
    good: { says: 'The method takes consul.io only.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const name of methodNames(look).keys()) {
      const object = look.authMethod(name);
      if (object?.['Type'] !== 'jwt') continue;
      const { BoundAudiences, OIDCDiscoveryURL } = readAuthMethod(object).config;
      const open = BoundAudiences.length === 0 && OIDCDiscoveryURL !== '';
      if (!open && !BoundAudiences.includes('nomadproject.io')) continue;
      yield {
        message: open
          ? `auth method ${name} takes JWTs of any audience`
          : `auth method ${name} takes nomadproject.io, the audience of the default identity that every task has`,
        about: about.authMethod(name),
        // Where it stands in the place of the audience that is wanted, that is what is wrong.
        blames: isOwnTaken(look, BoundAudiences) ? [] : [about.authMethod(name)],
        subject: { object: about.authMethod(name) },
        origin: look.originOf(about.authMethod(name)),
        path: 'Config/BoundAudiences',
        evidence: { BoundAudiences },
      };
    }
  },
});

/** Whether an audience that the servers write for Consul is among them. */
function isOwnTaken(look: Look, bound: readonly string[]): boolean {
  return (['consul-service', 'consul-task'] as const).some((which) =>
    textsOf(identityOf(look.settings, which)?.['Audience']).some((one) => bound.includes(one)),
  );
}
