import { serverFile } from '../healthy/server-file.ts';
import { defineRule } from '../rule.ts';
import { missingIdentity } from './missing-identity.ts';

export default defineRule({
  id: 'agent/task-identity-missing',
  title: 'servers give tasks no Consul identity',
  cases: ['NS-02', 'NS-04'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: "A task with a `consul` block gets the identity `consul_default` only if the servers have `task_identity`; without it nothing is added and nothing is said. From Nomad 2.0.4 on its templates then fail with `ACL not found`; before, they ask with the client's own token or as the anonymous one.",
  fix: 'Add `task_identity { aud = ["consul.io"] ttl = "1h" }` to the `consul` block of every server, restart them, and register the jobs again.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/consul#task_identity'],
  examples: {
    bad: serverFile({ taskIdentity: '' }),
    good: serverFile(),
  },

  check: (look) => missingIdentity(look, 'consul-task'),
});
