import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';

export default defineRule({
  id: 'agent/issuer-not-https',
  title: 'the issuer that Nomad writes is not https',
  cases: ['NS-11'],
  severity: 'info',
  reads: ['nomad/agents'],
  why: 'Nomad warns at its start: many that rely on OIDC take only an https issuer, AWS and other clouds among them. Consul and Vault take any.',
  fix: 'Let `oidc_issuer` be an https address.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/server#oidc_issuer'],
  examples: {
    bad: {
      says: 'oidc_issuer is an http address.',
      world: (healthy) => change.servers(healthy, { Server: { OIDCIssuer: 'http://nomad.example.com' } }),
    },
    good: { says: 'The servers have no oidc_issuer.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const server of look.servers) {
      const { oidcIssuer } = look.settingsOf(server);
      if (oidcIssuer === undefined || oidcIssuer.startsWith('https://')) continue;
      yield {
        message: `oidc_issuer of server ${server.name} is ${oidcIssuer}, which is not https`,
        about: about.issuer,
        subject: { agent: server.name },
        origin: server.origin,
        path: 'Server/OIDCIssuer',
      };
    }
  },
});
