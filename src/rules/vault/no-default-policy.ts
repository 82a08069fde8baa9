import { decide, decidingRule, makeAcl, type Acl } from '../../simulate/vault-policy/acl.ts';
import { readPolicy, rulesOf } from '../../simulate/vault-policy/policy.ts';
import { textsOf } from '../../validation/object.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import type { Look } from '../look.ts';
import { defineRule } from '../rule.ts';
import { rolesInUse } from './roles-in-use.ts';

const renewal = 'auth/token/renew-self';

export default defineRule({
  id: 'vault/no-default-policy',
  title: 'tokens of a role may not renew themselves',
  cases: [],
  severity: 'warning',
  reads: ['vault/objects'],
  why: 'Nomad renews the token of a task with that token. The right to do so, update on `auth/token/renew-self`, is in the policy `default` as Vault makes it, which the tokens of a role lack with `token_no_default_policy`, and which anybody who may write policies can overwrite. The first renewal is refused with `permission denied`; Nomad then logs in anew each time, and the task is restarted or signalled as its `change_mode` says.',
  fix: 'Set `token_no_default_policy` to false and give the policy `default` back what Vault wrote into it, or allow update on `auth/token/renew-self` in a policy of the role.',
  references: [
    'https://developer.hashicorp.com/vault/docs/concepts/policies#default-policy',
    'https://developer.hashicorp.com/vault/api-docs/auth/jwt',
  ],
  examples: {
    bad: {
      says: 'Tokens of the role lack the policy default.',
      world: (healthy) => change.jwtRole(healthy, { token_no_default_policy: true }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    const overwritten = new Map<string, string[]>();
    for (const { mount, name, role } of rolesInUse(look)) {
      // A batch token is never renewed.
      if (role['token_type'] === 'batch') continue;
      const without = role['token_no_default_policy'] === true;
      const policies = [...(without ? [] : ['default']), ...textsOf(role['token_policies'])];
      // What is not held as text is as Vault makes it, with just this path.
      const asMade = !without && look.world.vault?.policies['default'] === undefined;
      const denying = policies.find((policy) => {
        const rule = decidingRule(aclOf(look, [policy]), renewal, 'update');
        return rule?.capabilities.has('deny') === true && (!asMade || rule.sort === 'exact');
      });
      if (asMade ? denying === undefined : mayRenew(look, policies)) continue;
      if (denying !== undefined || !without) {
        const policy = denying ?? 'default';
        overwritten.set(policy, [...(overwritten.get(policy) ?? []), `${name} of auth/${mount}`]);
        continue;
      }
      const address = about.jwtRole(mount, name);
      yield {
        message: `tokens of role ${name} of auth/${mount} lack the policy default, and no other lets them renew themselves`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        path: 'token_no_default_policy',
        evidence: { token_policies: role['token_policies'], permission: `update on ${renewal}` },
      };
    }
    for (const [policy, roles] of overwritten) {
      const address = about.vaultPolicy(policy);
      yield {
        message: `policy ${policy} does not let tokens renew themselves, such as those of role ${roles[0] ?? ''}`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        evidence: { roles, permission: `update on ${renewal}` },
      };
    }
  },
});

function mayRenew(look: Look, names: readonly string[]): boolean {
  // A policy that could not be read may hold it.
  const unread = look.world.notRead.some(({ part }) => part === 'vault/objects');
  return unread || decide(aclOf(look, names), 'update', renewal).allowed;
}

function aclOf(look: Look, names: readonly string[]): Acl {
  const held = look.world.vault?.policies ?? {};
  const context = { now: look.now, dialect: 'vault' } as const;
  const rules = names.flatMap((name) => {
    const policy = readPolicy(name, held[name.toLowerCase()] ?? held[name] ?? '', context.dialect);
    const read = policy === undefined ? undefined : rulesOf(policy, context);
    return read?.ok === true ? read.rules : [];
  });
  return makeAcl(rules, context.dialect);
}
