import type { Agent } from '../../model/agent.ts';
import type { ApiObject } from '../../model/api-object.ts';
import { about, type AgentIdentity } from '../about.ts';
import { change, merged } from '../change.ts';
import type { Look } from '../look.ts';
import { relyingParties } from '../relying-party.ts';
import { defineRule, type Sighting } from '../rule.ts';
import { identities, identityOf } from './missing-identity.ts';
import { oddOneOut } from './odd-one-out.ts';

export default defineRule({
  id: 'agent/servers-differ',
  title: 'servers give different identities',
  cases: ['NS-05'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: 'Identities are added by the server that happens to handle a registration, by its own configuration. When servers differ, the same job gets an identity or not, or another audience, from one registration to the next. `oidc_issuer` is what each of them writes as `iss` into the JWTs that it signs.',
  fix: 'Give all servers of a region the same `consul` and `vault` blocks, and restart those that differ.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul',
    'https://developer.hashicorp.com/nomad/docs/configuration/vault',
  ],
  examples: {
    bad: {
      says: 'A second server has no service_identity.',
      world: (healthy) =>
        change.agents(healthy, (agent) =>
          agent.server
            ? [
                agent,
                { ...agent, name: 'server-2.global', config: merged(agent.config, { Consuls: [{ Name: 'default' }] }) },
              ]
            : agent,
        ),
    },
    good: {
      says: 'A second server is configured like the first.',
      world: (healthy) =>
        change.agents(healthy, (agent) => (agent.server ? [agent, { ...agent, name: 'server-2.global' }] : agent)),
    },
  },

  *check(look) {
    for (const region of new Set(look.servers.map((server) => server.region))) {
      const servers = look.servers.filter((server) => server.region === region);
      yield* differingIssuers(look, servers);
      for (const which of Object.keys(identities) as AgentIdentity[]) {
        const shown = servers.map((server) => ({
          server,
          identity: JSON.stringify(identityOf(look.settingsOf(server), which) ?? null),
        }));
        const found = oddOneOut(shown, ({ identity }) => identity);
        if (found === undefined) continue;
        const [first, other] = found;
        const { name, path, member, block } = identities[which];
        yield {
          message: `servers ${first.server.name} and ${other.server.name} differ in ${name} of the ${block} block`,
          about: about.agentIdentity(which),
          subject: { agent: other.server.name },
          origin: other.server.origin,
          path: `${path}/${member}`,
          // How long a JWT holds and where it is written to breaks no login.
          ...(isAlike(shown.map(({ identity }) => identity)) && { severity: 'info' as const }),
          evidence: Object.fromEntries(
            shown.map(({ server, identity }) => [server.name, JSON.parse(identity) as unknown]),
          ),
        };
      }
    }
  },
});

/** Whether all give one, and of the same audience and claims. */
function isAlike(identities: readonly string[]): boolean {
  const [first, ...others] = identities.map((text) => {
    const identity = JSON.parse(text) as ApiObject | null;
    return identity === null ? null : JSON.stringify([identity['Audience'], identity['ExtraClaims']]);
  });
  return first !== null && others.every((other) => other === first);
}

/** What servers write as `iss`: those who ask for it refuse what one of them signs. */
function* differingIssuers(look: Look, servers: readonly Agent[]): Iterable<Sighting> {
  const issuerOf = (server: Agent): string => look.settingsOf(server).oidcIssuer ?? '';
  const found = oddOneOut(servers, issuerOf);
  if (found === undefined) return;
  const [first, other] = found;
  const isAsked = relyingParties(look).some(({ issuer, discoveryUrl }) => issuer !== '' || discoveryUrl !== '');
  const shown = (server: Agent): string => issuerOf(server) || 'none';
  yield {
    message: `servers ${first.name} and ${other.name} differ in oidc_issuer: ${shown(first)} and ${shown(other)}`,
    about: about.issuer,
    subject: { agent: other.name },
    origin: other.origin,
    path: 'Server/OIDCIssuer',
    fix: {
      text: 'Give all servers of a region the same `oidc_issuer` in their `server` block, and restart those that differ.',
    },
    severity: isAsked ? 'error' : 'warning',
    evidence: Object.fromEntries(servers.map((server) => [server.name, shown(server)])),
  };
}
