import { defineRule } from '../rule.ts';
import { change } from '../change.ts';

export default defineRule({
  id: 'security/no-audit-device',
  title: 'Vault keeps no audit log',
  cases: [],
  severity: 'info',
  reads: ['vault/audit'],
  why: 'Without an audit device nobody can see which workload was denied what, and why a login failed.',
  fix: 'Enable one: `vault audit enable file file_path=/var/log/vault_audit.log`.',
  references: ['https://developer.hashicorp.com/vault/docs/audit'],
  examples: {
    bad: {
      says: 'Vault has no audit device.',
      world: (healthy) => change.vault(healthy, { auditDevices: [] }),
    },
    good: { says: 'Vault has an audit device.', world: (healthy) => healthy },
  },

  *check(look) {
    if ((look.world.vault?.auditDevices ?? []).length > 0) return;
    yield {
      message: 'Vault has no audit device',
      about: 'vault/audit',
      subject: { object: 'vault/audit' },
      origin: { from: 'server', request: 'vault GET /v1/sys/audit' },
    };
  },
});
