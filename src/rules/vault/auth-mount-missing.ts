import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { loginPathAt, severityOf, vaultLogins } from './vault-logins.ts';
import { missingAt } from '../written-at.ts';

export default defineRule({
  id: 'vault/auth-mount-missing',
  title: 'there is no JWT mount where Nomad logs in',
  cases: ['NC-02', 'VM-01', 'UP-09'],
  severity: 'error',
  reads: ['vault/objects'],
  why: 'Clients log in at `auth/<jwt_auth_backend_path>` (by default `jwt-nomad`). Vault answers `permission denied` at a path where nothing is mounted, as if it were a matter of policies.',
  fix: 'Mount it (`wid apply` with the preset `nomad-vault`), or give its real path as `jwt_auth_backend_path` in the `vault` block of the clients.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/vault'],
  examples: {
    bad: {
      says: 'Vault has no JWT mount.',
      world: (healthy) => change.vault(healthy, { mounts: [], authMounts: {} }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const login of vaultLogins(look)) {
      const { mount, error } = login;
      if (error === null || look.mount(mount) !== undefined) continue;
      const address = about.authMount(mount);
      const other = look.world.vault?.authMounts?.[mount]?.type;
      yield {
        message:
          other === undefined
            ? `Vault has nothing mounted at auth/${mount}, where Nomad logs in`
            : `Vault has a mount of type ${other} at auth/${mount}, where Nomad logs in with JWTs`,
        about: address,
        blames: [about.agentLogin('vault'), address],
        subject: { object: address },
        ...missingAt(look, address, loginPathAt(look, mount)),
        severity: severityOf(look, login),
        evidence: { error, mounts: look.world.vault?.mounts.map(({ path }) => path) ?? [] },
      };
    }
  },
});
