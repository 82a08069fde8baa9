import { readAuthMethod } from '../../validation/consul/auth-method.ts';
import { readRole } from '../../validation/consul/role.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import type { Look } from '../look.ts';
import { defineRule } from '../rule.ts';
import { methodNames, methodsInUse } from './methods-in-use.ts';
import { givenByNoRule } from './rules-by-name.ts';

export default defineRule({
  id: 'consul/leftovers',
  title: 'something for Nomad in Consul that nobody uses',
  cases: ['CA-09', 'BR-03'],
  severity: 'info',
  reads: ['consul/objects', 'nomad/agents'],
  why: "An auth method with Nomad's keys that no agent logs in at is still a door that Nomad's JWTs open, with rules that nobody looks after. Frequent ones are `nomad-services` and `nomad-tasks` of the betas of 1.7. A role by the naming scheme of another tool is never given to anybody, and misleads whoever changes it.",
  fix: 'Delete it when nothing else refers to it. Tokens go with their auth method.',
  references: ['https://github.com/hashicorp/nomad/issues/19128'],
  examples: {
    bad: {
      says: 'There is an auth method nomad-tasks from a beta of Nomad 1.7.',
      world: (healthy) =>
        change.consul(healthy, {
          authMethods: (healthy.consul?.authMethods ?? []).flatMap((one) => [one, { ...one, Name: 'nomad-tasks' }]),
        }),
    },
    good: { says: 'There is one auth method, which is in use.', world: (healthy) => healthy },
  },

  *check(look) {
    const used = new Set([...methodNames(look).keys()].map((name) => name.toLowerCase()));
    const keys = new Set(methodsInUse(look).map(({ method }) => addressOfKeys(method)));
    // Agents that were not read may use it.
    for (const object of look.clients.length === 0 ? [] : (look.world.consul?.authMethods ?? [])) {
      const method = readAuthMethod(object);
      if (used.has(method.name.toLowerCase()) || method.type !== 'jwt' || !keys.has(addressOfKeys(method))) continue;
      yield {
        message: `auth method ${method.name} trusts Nomad's keys, and no client that was read logs in at it`,
        about: about.authMethod(method.name),
        subject: { object: about.authMethod(method.name) },
        origin: look.originOf(about.authMethod(method.name)),
        evidence: { used: [...used] },
      };
    }
    for (const name of unusedRoles(look)) {
      yield {
        message: `role ${name} looks like one for tasks of Nomad, and no binding rule or token gives it to anybody`,
        about: about.consulRole(name),
        subject: { object: about.consulRole(name) },
        origin: look.originOf(about.consulRole(name)),
      };
    }
  },
});

function addressOfKeys({ config }: ReturnType<typeof readAuthMethod>): string {
  return config.JWKSURL || config.OIDCDiscoveryURL;
}

/** Roles named by one of the two schemes, which no bind name can come to. */
function unusedRoles(look: Look): readonly string[] {
  const { roles = [], tokens } = look.world.consul ?? {};
  // Tokens that were not read may have it.
  if (tokens === undefined) return [];
  const held = new Set(
    tokens.flatMap(({ Roles }) =>
      Array.isArray(Roles) ? (Roles as readonly { Name?: unknown }[]).map(({ Name }) => Name) : [],
    ),
  );
  return roles
    .map((role) => readRole(role).name)
    .filter((name) => /^nomad-(tasks-.+|.+-tasks)$/.test(name) && !held.has(name))
    .filter(givenByNoRule(look));
}
