/** What stands at the address of Nomad's keys. */
export const jwksUrl = 'https://nomad.example.com:4646/.well-known/jwks.json';

/** What the presets make of Consul and Vault. */
export const spec = `version: 1
issuers:
  nomad:
    jwks_url: ${jwksUrl}
presets:
  - { preset: nomad-consul, issuer: nomad }
  - { preset: nomad-vault, issuer: nomad }
`;
