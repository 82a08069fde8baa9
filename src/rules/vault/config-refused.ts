import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { jwtConfigError } from '../../validation/vault/jwt-config.ts';

export default defineRule({
  id: 'vault/config-refused',
  title: 'Vault would refuse this configuration of the mount',
  cases: ['VM-02', 'VM-06', 'VM-08'],
  severity: 'error',
  reads: ['vault/objects'],
  why: "The configuration of the mount is one that Vault refuses when it is written: it takes exactly one source of keys, and `jwks_pairs` go with no `bound_issuer`. Mounts that serve browsers too (OIDC) cannot take Nomad's JWTs by the same roles.",
  fix: 'Let the mount have one source of keys, and give OIDC logins a mount of their own.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The mount has an address of keys and pairs of such addresses too.',
      world: (healthy) =>
        change.jwtConfig(healthy, { jwks_pairs: [{ jwks_url: 'https://nomad.example.org', jwks_ca_pem: '' }] }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { path, config } of look.world.vault?.mounts ?? []) {
      if (config === null || path !== look.settings.logins.vaultMount) continue;
      const error = jwtConfigError(config)?.text;
      if (error === undefined) continue;
      const address = about.jwtConfig(path);
      yield {
        message: `the config of auth/${path} is none that Vault takes: ${error}`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        evidence: { error },
      };
    }
  },
});
