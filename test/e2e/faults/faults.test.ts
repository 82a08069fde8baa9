import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers } from '../../servers/index.ts';
import { presetSpec, startCluster, type Cluster } from '../cluster.ts';
import { runJob } from '../job.ts';
import { wid } from '../../commands/child.ts';
import { inFolder } from '../../support/folder.ts';
import { auditorOf, expectFirst, lines } from './audited.ts';
import { consulBeside } from './consul-beside.ts';
import { consulFaults } from './consul-faults.ts';
import { consulMethodFields } from './consul-method-fields.ts';
import { consulOwnRules } from './consul-own-rules.ts';
import { consulRoleFields } from './consul-role-fields.ts';
import { consulRuleFields } from './consul-rule-fields.ts';
import { consulSlips } from './consul-slips.ts';
import { consulTokens } from './consul-tokens.ts';
import { benchOf, type Bench, type Fault } from './fault.ts';
import { jobFaults } from './job-faults.ts';
import { jobFields } from './job-fields.ts';
import { jobSlips } from './job-slips.ts';
import { otherSecrets } from './other-secrets.ts';
import { vaultEntityFaults } from './vault-entity-faults.ts';
import { vaultFaults } from './vault-faults.ts';
import { vaultMountFields } from './vault-mount-fields.ts';
import { vaultPolicyFields } from './vault-policy-fields.ts';
import { vaultRoleFields } from './vault-role-fields.ts';
import { vaultSlips } from './vault-slips.ts';

const faults: readonly Fault[] = [
  ...consulFaults,
  ...consulSlips,
  ...consulMethodFields,
  ...consulRuleFields,
  ...consulRoleFields,
  ...consulBeside,
  ...consulOwnRules,
  ...consulTokens,
  // Before mounts are made anew, with which their entities go.
  ...vaultEntityFaults,
  ...vaultFaults,
  ...vaultSlips,
  ...vaultMountFields,
  ...vaultRoleFields,
  ...vaultPolicyFields,
  ...jobFaults,
  ...jobSlips,
  ...jobFields,
  ...otherSecrets,
];

describeWithServers(['consul', 'vault', 'nomad'], 'a single fault in a healthy cluster', () => {
  let cluster: Cluster;
  let bench: Bench;

  let audited: ReturnType<typeof auditorOf>;

  beforeAll(async () => {
    cluster = await startCluster();
    bench = benchOf(cluster);
    audited = auditorOf(cluster.environment);
    await bench.consul.put('kv/app/greeting', 'hello');
    await bench.vault.post('secret/data/default/web/config', { data: { password: 'x' } });
    await inFolder({ 'wid.yaml': presetSpec(cluster.jwksUrl) }, async (cwd) => {
      expect(await wid(['apply', '-y'], { cwd, env: cluster.environment })).toMatchObject({ code: 0 });
    });
    await runJob(cluster.nomad, 'web.nomad.hcl');
    expect(lines(await audited()), 'before any fault').toBe('');
  });
  afterAll(() => cluster.stop());

  it.each(faults)('$name: $rule is said first', async ({ inject, rule }) => {
    const heal = await inject(bench);
    try {
      expectFirst(await audited(), rule);
    } finally {
      await heal();
    }
    expect(lines(await audited()), 'after healing').toBe('');
  });

  it('is told by the command as well', async () => {
    const heal = await consulFaults[0]?.inject(bench);
    try {
      const { stdout, stderr, code } = await wid(['audit', '--no-cache'], { env: cluster.environment });
      expect({ stderr, code }, stdout).toEqual({ stderr: '', code: 1 });
      expect(stdout.split('\n').find((line) => line.includes('/'))).toContain(consulFaults[0]?.rule);
    } finally {
      await heal?.();
    }
  });
});
