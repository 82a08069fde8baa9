import { isObject } from '../../validation/object.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'consul/replication-failing',
  title: 'a secondary datacenter falls behind with ACLs',
  cases: ['NC-11', 'MC-02'],
  severity: 'warning',
  reads: ['consul/agent'],
  why: 'Roles and policies of this datacenter are copies of those in the primary one. While copying fails, changes do not arrive: a binding rule may name a role that is not here yet, and a login then ends with a bare `Permission denied`. Nomad also reads each new token back before it starts a task, and gives up after ten seconds when a server that is behind says `ACL not found`.',
  fix: 'Look at the error below and at the logs of the servers of this datacenter: mostly the replication token lacks `acl = "write"`, or the primary datacenter cannot be reached.',
  references: ['https://developer.hashicorp.com/consul/api-docs/acl#check-acl-replication'],
  examples: {
    bad: {
      says: 'The last copying failed after the last one that succeeded.',
      world: (healthy) =>
        change.consul(healthy, {
          datacenter: 'dc2',
          replication: {
            Enabled: true,
            Running: true,
            ReplicationType: 'tokens',
            LastSuccess: '2026-05-28T20:00:00Z',
            LastError: '2026-05-28T20:20:00Z',
            LastErrorMessage: 'failed to retrieve remote ACL tokens: Permission denied',
          },
        }),
    },
    good: {
      says: 'The last copying succeeded.',
      world: (healthy) =>
        change.consul(healthy, {
          datacenter: 'dc2',
          replication: {
            Enabled: true,
            Running: true,
            ReplicationType: 'tokens',
            LastSuccess: '2026-05-28T20:20:00Z',
            LastError: '2026-05-28T20:00:00Z',
          },
        }),
    },
  },

  *check({ world: { consul } }) {
    const replication = consul?.replication;
    if (consul === undefined || !isObject(replication) || replication['Enabled'] !== true) return;
    const [success, error] = ['LastSuccess', 'LastError'].map((name) => Date.parse(String(replication[name])));
    if (error === undefined || Number.isNaN(error) || error <= (success ?? 0)) return;
    const said = replication['LastErrorMessage'];
    yield {
      message: `datacenter ${consul.datacenter} fails to copy ACLs${typeof said === 'string' && said !== '' ? `: ${said}` : ''}`,
      about: about.datacenter,
      subject: { object: about.datacenter },
      origin: { from: 'server', request: 'consul GET /v1/acl/replication' },
      evidence: { LastSuccess: replication['LastSuccess'], LastError: replication['LastError'] },
    };
  },
});
