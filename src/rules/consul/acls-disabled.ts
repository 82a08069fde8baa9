import type { World } from '../../model/world.ts';
import { about } from '../about.ts';
import { linkOf } from '../link-of.ts';
import type { Look } from '../look.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'consul/acls-disabled',
  title: 'Consul has ACLs switched off, and Nomad logs in there',
  cases: [],
  severity: 'error',
  reads: ['nomad/agents'],
  why: 'Where a workload has an identity for Consul, Nomad logs in with it before the allocation starts, whether Consul wants a token or not. A Consul without ACLs answers `401 (ACL support disabled)`, and the allocation fails with `failed to derive Consul token`. What is set up in Consul for these logins cannot be read either.',
  fix: 'Switch ACLs on in all agents of Consul (`acl { enabled = true }`), and set up the auth method and its rules; or, where Consul is to go without, take `service_identity` and `task_identity` from the servers of Nomad and register the jobs again.',
  references: [
    'https://developer.hashicorp.com/consul/docs/secure/acl',
    'https://developer.hashicorp.com/nomad/docs/secure/acl/consul',
  ],
  examples: {
    bad: { says: 'Consul answers that ACLs are off.', world: (healthy) => withoutAcls(healthy) },
    good: { says: 'ACLs are on.', world: (healthy) => healthy },
  },

  *check(look) {
    const told = look.world.notRead.find(({ part, reason }) => part === 'consul/objects' && off.test(reason));
    if (told === undefined) return;
    const { serviceIdentity, taskIdentity } = look.settings.consul;
    const users = look.workloads.filter((one) => linkOf(one.chain('consul'), 'identity')?.state === 'ok');
    const given = [
      ...(serviceIdentity === undefined ? [] : ['service_identity']),
      ...(taskIdentity === undefined ? [] : ['task_identity']),
    ];
    if (users.length === 0 && given.length === 0) return;
    yield {
      message: `Consul has ACLs switched off, and ${users.length === 0 ? `the servers of Nomad give identities for it (${given.join(', ')})` : `${String(users.length)} ${users.length === 1 ? 'workload has an identity' : 'workloads have identities'} for it`}: their logins are refused`,
      about: about.datacenter,
      // Without ACLs nothing else about logins can be read that could be at fault.
      alsoAbout: [about.agentLogin('consul')],
      subject: { object: about.datacenter },
      origin: { from: 'server', request: 'consul GET /v1/acl/auth-methods' },
      severity: severityOf(look, users.length),
      evidence: { answer: 'ACL support disabled', workloads: users.length },
    };
  },
});

const off = /ACL support disabled/;

function severityOf({ jobs }: Look, users: number): 'error' | 'warning' {
  return users > 0 || jobs.length === 0 ? 'error' : 'warning';
}

/** As it is collected: nothing is known of what Consul has for ACLs. */
function withoutAcls({ consul: _, ...healthy }: World): World {
  const reason = 'GET http://127.0.0.1:8500/v1/acl/auth-methods: 401 ACL support disabled';
  return {
    ...healthy,
    notRead: [{ part: 'consul/objects', what: 'auth methods, binding rules, roles and policies', reason }],
  };
}
