import { isObject } from '../../validation/object.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'consul/token-replication-off',
  title: 'a secondary datacenter does not replicate tokens',
  cases: ['CA-04'],
  severity: 'error',
  reads: ['consul/agent'],
  why: 'A Consul datacenter that is not the primary one makes tokens of its own only if it replicates those of the primary one. Until then its auth methods are dead: a method cannot be made and a login fails with `Token replication is required for auth methods to function`; elsewhere the words are `Local tokens are disabled`.',
  fix: 'Set `acl.enable_token_replication = true` on the servers of this datacenter, give them a replication token (`acl.tokens.replication`), and restart them.',
  references: [
    'https://developer.hashicorp.com/consul/docs/security/acl/acl-federated-datacenters',
    'https://developer.hashicorp.com/consul/api-docs/acl#check-acl-replication',
  ],
  examples: {
    bad: {
      says: 'Consul is the secondary datacenter dc2 and replicates policies only.',
      world: (healthy) =>
        change.consul(healthy, {
          datacenter: 'dc2',
          replication: { Enabled: true, Running: true, SourceDatacenter: 'dc1', ReplicationType: 'policies' },
        }),
    },
    good: {
      says: 'Consul is the secondary datacenter dc2 and replicates tokens.',
      world: (healthy) =>
        change.consul(healthy, {
          datacenter: 'dc2',
          replication: { Enabled: true, Running: true, SourceDatacenter: 'dc1', ReplicationType: 'tokens' },
        }),
    },
  },

  *check({ world: { consul } }) {
    if (consul?.primaryDatacenter === undefined || consul.datacenter === consul.primaryDatacenter) return;
    const { replication } = consul;
    if (!isObject(replication) || (replication['Enabled'] === true && replication['ReplicationType'] === 'tokens'))
      return;
    yield {
      message: `datacenter ${consul.datacenter} does not replicate tokens from ${consul.primaryDatacenter}, so nobody can log in there`,
      about: about.datacenter,
      subject: { object: about.datacenter },
      origin: { from: 'server', request: 'consul GET /v1/acl/replication' },
      evidence: { Enabled: replication['Enabled'], ReplicationType: replication['ReplicationType'] },
    };
  },
});
