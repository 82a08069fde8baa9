import { about } from '../about.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'consul/auth-method-missing',
  title: 'the auth method that Nomad logs in with does not exist',
  cases: ['NC-01'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'Nomad\'s clients exchange a workload\'s JWT for a Consul token at the auth method that their configuration names (`service_auth_method`, `task_auth_method`; by default `nomad-workloads`). Without it every login ends with `ACL not found: auth method "…" not found`, and services are not registered. Auth methods are not replicated: each datacenter has its own.',
  fix: "Create the method in the datacenter of the clients' Consul agents (`wid apply` with the preset `nomad-consul`), or give its real name in the `consul` block of the clients.",
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/consul'],
  examples: {
    bad: {
      says: 'Consul has no auth method nomad-workloads.',
      world: (healthy) => ({
        ...healthy,
        ...(healthy.consul && { consul: { ...healthy.consul, authMethods: [] } }),
      }),
    },
    good: { says: 'Consul has the auth method nomad-workloads.', world: (healthy) => healthy },
  },

  *check(look) {
    const { serviceAuthMethod, taskAuthMethod } = look.settings.logins;
    const users = new Map([[serviceAuthMethod, ['services']]]);
    users.set(taskAuthMethod, [...(users.get(taskAuthMethod) ?? []), 'tasks']);
    for (const [name, who] of users) {
      if (look.authMethod(name) !== undefined) continue;
      const others = (look.world.consul?.authMethods ?? []).map(({ Name }) => String(Name));
      yield {
        message: `Consul has no auth method ${name}, with which Nomad's ${who.join(' and ')} log in`,
        about: about.authMethod(name),
        blames: [about.agentLogin('consul')],
        subject: { object: about.authMethod(name) },
        origin: { from: 'server', request: `consul GET /v1/acl/auth-method/${name}` },
        evidence: { authMethods: others },
      };
    }
  },
});
