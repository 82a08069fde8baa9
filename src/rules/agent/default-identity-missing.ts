import { serverFile } from '../healthy/server-file.ts';
import { defineRule } from '../rule.ts';
import { missingIdentity } from './missing-identity.ts';

export default defineRule({
  id: 'agent/default-identity-missing',
  title: 'servers give tasks no Vault identity',
  cases: ['NS-03', 'NS-04'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: 'A task with a `vault` block gets the identity `vault_default` only if the servers have `default_identity`. Nomad takes the job all the same, and the client then tries for ever: `unable to find token for workload` stands in its log, and no event of the task says so.',
  fix: 'Add `default_identity { aud = ["vault.io"] ttl = "1h" }` to the `vault` block of every server, restart them, and register the jobs again.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/vault#default_identity'],
  examples: {
    bad: serverFile({ defaultIdentity: '' }),
    good: serverFile(),
  },

  check: (look) => missingIdentity(look, 'vault-default'),
});
