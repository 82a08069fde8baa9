import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'consul/file-refused',
  title: 'a spec or plan cannot be read',
  cases: [],
  severity: 'error',
  reads: [],
  why: 'What a spec or the output of `terraform show -json` says of Consul and Vault could not be read, or a server would refuse it. Nothing is said of these objects, and of what depends on them, until it is mended.',
  fix: 'Mend the file at the place that is named; `wid plan` says the same of a spec.',
  references: [
    'https://developer.hashicorp.com/consul/api-docs/acl/auth-methods',
    'https://developer.hashicorp.com/vault/api-docs/auth/jwt',
  ],
  examples: {
    bad: {
      files: {
        'wid.yaml': `
version: 1
issuers:
  nomad: { jwks_url: https://nomad.example.com/.well-known/jwks.json }
presets:
  - { preset: nomad-consul, issuer: nomads }
`,
      },
    },
    good: {
      files: {
        'wid.yaml': `
version: 1
issuers:
  nomad: { jwks_url: https://nomad.example.com/.well-known/jwks.json }
presets:
  - { preset: nomad-consul, issuer: nomad }
`,
      },
    },
  },

  *check(look) {
    for (const { part, what, reason, refused } of look.world.notRead) {
      if ((part !== 'consul/objects' && part !== 'vault/objects') || refused === undefined) continue;
      yield {
        message: `${what} cannot be read: ${reason}`,
        about: `file/${what}`,
        subject: { object: what },
        origin: refused.origin,
        evidence: { reason },
        ...(refused.hint === undefined ? {} : { fix: { text: refused.hint } }),
      };
    }
  },
});
