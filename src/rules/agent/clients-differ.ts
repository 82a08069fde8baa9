import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change, merged } from '../change.ts';

export default defineRule({
  id: 'agent/clients-differ',
  title: 'clients log in at different places',
  cases: ['NC-01', 'NC-02'],
  severity: 'warning',
  reads: ['nomad/agents'],
  why: 'Each client logs in where its own configuration says. When clients differ, the same job works on one node and not on the next.',
  fix: 'Give all clients the same `service_auth_method`, `task_auth_method`, `jwt_auth_backend_path` and `create_from_role`, unless they use different clusters of Consul or Vault on purpose.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul',
    'https://developer.hashicorp.com/nomad/docs/configuration/vault',
  ],
  examples: {
    bad: {
      says: 'A second client names the Vault role that the first leaves to the mount.',
      world: (healthy) =>
        change.agents(healthy, (agent) =>
          agent.client
            ? [
                agent,
                {
                  ...agent,
                  name: 'client-2',
                  config: merged(agent.config, {
                    Vaults: [
                      { Name: 'default', Enabled: true, JWTAuthBackendPath: 'jwt-nomad', Role: 'nomad-workloads' },
                    ],
                  }),
                },
              ]
            : agent,
        ),
    },
    good: {
      says: 'A second client is configured like the first.',
      world: (healthy) =>
        change.agents(healthy, (agent) => (agent.client ? [agent, { ...agent, name: 'client-2' }] : agent)),
    },
  },

  *check(look) {
    const logins = look.clients.map((client) => ({ client, logins: look.settingsOf(client).logins }));
    const [first] = logins;
    const other = logins.find((one) => JSON.stringify(one.logins) !== JSON.stringify(first?.logins));
    if (first === undefined || other === undefined) return;
    // That of these methods which does not exist is named as such.
    const isMissing = [first, other].some((one) =>
      [one.logins.serviceAuthMethod, one.logins.taskAuthMethod].some((name) => look.authMethod(name) === undefined),
    );
    yield {
      message: `clients ${first.client.name} and ${other.client.name} log in at different places`,
      about: about.agentLogin(first.logins.vaultMount === other.logins.vaultMount ? 'consul' : 'vault'),
      subject: { agent: other.client.name },
      origin: other.client.origin,
      path: 'Consuls/0',
      ...(isMissing && look.world.consul !== undefined && { severity: 'info' as const }),
      evidence: { [first.client.name]: first.logins, [other.client.name]: other.logins },
    };
  },
});
