import { serverFile } from '../healthy/server-file.ts';
import { defineRule } from '../rule.ts';
import { missingIdentity } from './missing-identity.ts';

export default defineRule({
  id: 'agent/service-identity-missing',
  title: 'servers give services no Consul identity',
  cases: ['NS-01', 'NS-04'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: "Without `service_identity` in the `consul` block of the servers, a service gets no JWT for Consul, and Nomad registers it with the token of the client's own agent. Nothing fails while that token may write every service; as soon as it may not, the client's log says `lacks permission 'service:write'` and names the agent's accessor.",
  fix: 'Add `service_identity { aud = ["consul.io"] ttl = "1h" }` to the `consul` block of every server, restart them, and register the jobs again: identities are added when a job is registered.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/consul#service_identity'],
  examples: {
    bad: serverFile({ serviceIdentity: '' }),
    good: serverFile(),
  },

  check: (look) => missingIdentity(look, 'consul-service'),
});
