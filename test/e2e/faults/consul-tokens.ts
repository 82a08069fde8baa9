import type { Json } from '../requests.ts';
import { added, config } from './consul-faults.ts';
import { beside } from './consul-role-fields.ts';
import { edited, type Body, type Fault } from './fault.ts';

const anonymous = (more: Body): Fault['inject'] => {
  const none = Object.fromEntries(Object.keys(more).map((member) => [member, [] as Json]));
  return async ({ consul }) => {
    const path = 'acl/token/00000000-0000-0000-0000-000000000002';
    const mend = await edited(consul, path, (before) => ({ ...before, ...more }));
    return async () => {
      await mend();
      const now = (await consul.get(path)) as Body;
      await consul.put(path, { ...now, ...none });
    };
  };
};

const usual =
  'agent_prefix "" { policy = "read" }\nnode_prefix "" { policy = "read" }\nservice_prefix "" { policy = "write" }';
/** A token that says of itself that it is that of Nomad's clients. */
const ofClients = (Rules: string, more: Body = {}): Fault['inject'] =>
  beside('policy', { Name: 'nomad-client', Rules }, async ({ consul }) => {
    const token = { Description: 'Nomad client', Policies: [{ Name: 'nomad-client' }], ...more };
    const made = (await consul.put('acl/token', token)) as Body;
    return () => consul.delete(`acl/token/${String(made['AccessorID'])}`);
  });

/** Tokens that are nobody's workload's. */
export const consulTokens: readonly Fault[] = [
  {
    name: 'requests without a token have the role of tasks',
    rule: 'security/anonymous-token-too-strong',
    inject: anonymous({ Roles: [{ Name: 'nomad-default-tasks' }] }),
  },
  {
    name: 'requests without a token may read the key of a job',
    rule: 'security/anonymous-token-too-strong',
    inject: beside(
      'policy',
      { Name: 'motd', Rules: 'key "app/greeting" { policy = "read" }' },
      anonymous({ Policies: [{ Name: 'motd' }] }),
    ),
  },
  {
    name: 'requests without a token are a service that runs',
    rule: 'security/anonymous-token-too-strong',
    inject: anonymous({ ServiceIdentities: [{ ServiceName: 'web' }] }),
  },
  {
    name: 'requests without a token may look up services, for DNS',
    rule: undefined,
    inject: anonymous({ TemplatedPolicies: [{ TemplateName: 'builtin/dns' }] }),
  },
  { name: "the clients' token may do what it needs", rule: undefined, inject: ofClients(usual) },
  {
    name: "the clients' token may only read services",
    rule: 'consul/client-token-too-weak',
    inject: ofClients(usual.replace('write', 'read')),
  },
  {
    name: "the clients' token may not ask the agent",
    rule: 'consul/client-token-too-weak',
    inject: ofClients(usual.replace('agent_prefix "" { policy = "read" }', '')),
  },
  {
    name: "the clients' token may write all keys",
    rule: 'security/agent-token-too-strong',
    inject: ofClients(`${usual}\nkey_prefix "" { policy = "write" }`),
  },
  {
    name: "the clients' token ends in an hour",
    rule: 'live/agent-token-expires',
    inject: ofClients(usual, { ExpirationTTL: '1h' }),
  },
  {
    name: 'the auth method takes the audience of the default identity too',
    rule: 'security/audience-too-wide',
    inject: config((before) => ({ ...before, BoundAudiences: ['consul.io', 'nomadproject.io'] })),
  },
  {
    name: 'the auth method wants the audience with a slash at its end',
    rule: 'consul/audience-mismatch',
    inject: config((before) => ({ ...before, BoundAudiences: ['consul.io/'] })),
  },
  {
    name: 'somebody has a token for the keys of a team',
    rule: undefined,
    inject: beside(
      'policy',
      { Name: 'team-keys', Rules: 'key_prefix "team/" { policy = "write" }' },
      added('acl/role', { Name: 'team-people', Policies: [{ Name: 'team-keys' }] }),
    ),
  },
];
