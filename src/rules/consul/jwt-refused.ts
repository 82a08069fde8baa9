import { about } from '../about.ts';
import { change, merged } from '../change.ts';
import { severityFor } from '../probe.ts';
import { defineRule } from '../rule.ts';
import { sortsInWords } from './methods-in-use.ts';
import { behindRefusal, isAboutAudience, refusedAtLogin } from './refused-at-login.ts';

const identity = { Audience: ['consul.io', 'other'], TTL: 3_600_000_000_000 };
const cluster = { Name: 'default', ServiceIdentity: identity, TaskIdentity: identity };

export default defineRule({
  id: 'consul/jwt-refused',
  title: 'the auth method refuses every JWT of Nomad',
  cases: ['CL-12', 'CL-13'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'A JWT as the servers sign it for a plain service or task was tried at the auth method by the rules of Consul. It is refused with the text shown before any binding rule is looked at, so no workload can log in. Mappings are part of this: a claim that is an object or a list cannot be mapped as a value.',
  fix: 'The text names the check that fails: change that setting of the auth method.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/auth-methods/jwt'],
  examples: {
    bad: {
      says: 'Nomad writes two audiences, which makes `aud` a list, and the method maps it as a value.',
      world: (healthy) =>
        change.agents(
          change.authMethod(healthy, {
            Config: { BoundAudiences: ['consul.io', 'other'], ClaimMappings: { aud: 'audience' } },
          }),
          (agent) => (agent.server ? { ...agent, config: merged(agent.config, { Consuls: [cluster] }) } : agent),
        ),
    },
    good: { says: 'The method maps claims that are text.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { method, error, who } of refusedAtLogin(look)) {
      if (isAboutAudience(error)) continue;
      yield {
        message: `auth method ${method} refuses the JWTs of ${sortsInWords(who)}: ${error}`,
        about: about.authMethod(method),
        blames: behindRefusal(method),
        subject: { object: about.authMethod(method) },
        origin: look.originOf(about.authMethod(method)),
        path: 'Config',
        severity: severityFor(look, who),
        evidence: { error },
      };
    }
  },
});
