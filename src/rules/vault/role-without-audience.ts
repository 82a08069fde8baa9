import { textsOf } from '../../validation/object.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import { atLeast } from '../version.ts';
import { vaultLogins } from './vault-logins.ts';

export default defineRule({
  id: 'vault/role-without-audience',
  title: 'a role for others than Nomad is bound to no audience',
  cases: ['OI-10', 'CL-03'],
  severity: 'warning',
  reads: ['vault/objects'],
  why: 'JWTs of GitHub, GitLab, Kubernetes and other issuers have an audience. Vault 1.17 and later refuses them at a role without `bound_audiences`: `audience claim found in JWT but no audiences bound to the role`. Before, such a role took JWTs that were meant for anybody else.',
  fix: 'Give the role the audience that its issuer writes for this Vault (`bound_audiences`), and let the issuer write one for nobody else.',
  references: [
    'https://developer.hashicorp.com/vault/docs/upgrading/upgrade-to-1.17.x',
    'https://developer.hashicorp.com/vault/api-docs/auth/jwt',
  ],
  examples: {
    bad: {
      says: 'A role for GitHub is bound to a repository and to no audience.',
      world: (healthy) => withGitHub(healthy, []),
    },
    good: {
      says: 'It is bound to the audience of this Vault as well.',
      world: (healthy) => withGitHub(healthy, ['https://vault.example.com']),
    },
  },

  *check(look) {
    const own = new Set([look.settings.logins.vaultMount, ...vaultLogins(look).map(({ mount }) => mount)]);
    const version = look.world.vault?.version;
    const isRefused = version === undefined || atLeast(version, '1.17.0');
    for (const { path, roles } of look.world.vault?.mounts ?? []) {
      // What Nomad's own logins meet is worked out.
      if (own.has(path)) continue;
      for (const [name, role] of Object.entries(roles)) {
        if (role['role_type'] !== 'jwt' || textsOf(role['bound_audiences']).length > 0) continue;
        const address = about.jwtRole(path, name);
        yield {
          message: `role ${name} of auth/${path} is bound to no audience, and ${isRefused ? 'refuses every JWT that has one' : 'takes JWTs that are meant for others'}`,
          about: address,
          blames: [about.authMount(path)],
          subject: { object: address },
          origin: look.originOf(address),
          path: 'bound_audiences',
          evidence: { version },
        };
      }
    }
  },
});

function withGitHub(healthy: Parameters<typeof change.vault>[0], audiences: readonly string[]): typeof healthy {
  const role = {
    role_type: 'jwt',
    bound_audiences: audiences,
    bound_claims: { repository: 'example/web' },
    user_claim: 'actor',
    token_policies: ['default'],
  };
  const github = {
    path: 'github',
    accessor: 'auth_jwt_01234567',
    config: { oidc_discovery_url: 'https://token.actions.githubusercontent.com' },
    roles: { web: role },
  };
  return change.vault(healthy, { mounts: [...(healthy.vault?.mounts ?? []), github] });
}
