import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers } from '../../servers/index.ts';
import { presetSpec, startCluster, type Cluster } from '../cluster.ts';
import { runJob } from '../job.ts';
import { inFolder, wid } from '../wid.ts';
import { consulFaults } from './consul-faults.ts';
import { benchOf, type Bench, type Fault } from './fault.ts';
import { jobFaults } from './job-faults.ts';
import { vaultFaults } from './vault-faults.ts';

interface Said {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly causedBy?: string;
}

const faults: readonly Fault[] = [...consulFaults, ...vaultFaults, ...jobFaults];

describeWithServers(['consul', 'vault', 'nomad'], 'a single fault in a healthy cluster', () => {
  let cluster: Cluster;
  let bench: Bench;

  /** What the audit says at warning or above, in its order. */
  const audited = async (): Promise<readonly Said[]> => {
    const { stdout, stderr } = await wid(['audit', '--no-cache', '--format', 'json'], { env: cluster.environment });
    expect(stderr).toBe('');
    const { findings } = JSON.parse(stdout) as { findings: readonly Said[] };
    return findings.filter(({ severity }) => severity !== 'info');
  };

  beforeAll(async () => {
    cluster = await startCluster();
    bench = benchOf(cluster);
    await bench.consul.put('kv/app/greeting', 'hello');
    await bench.vault.post('secret/data/default/web/config', { data: { password: 'x' } });
    await inFolder({ 'wid.yaml': presetSpec(cluster.jwksUrl) }, async (cwd) => {
      expect(await wid(['apply', '-y'], { cwd, env: cluster.environment })).toMatchObject({ code: 0 });
    });
    await runJob(cluster.nomad, 'web.nomad.hcl');
    expect(await audited(), 'before any fault').toEqual([]);
  });
  afterAll(() => cluster.stop());

  it.each(faults)('$name: $rule is said first', async ({ inject, rule }) => {
    const heal = await inject(bench);
    try {
      const said = await audited();
      expect(
        said[0]?.rule,
        said.map((one) => `${one.causedBy === undefined ? '' : '  '}${one.rule}: ${one.message}`).join('\n'),
      ).toBe(rule);
    } finally {
      await heal();
    }
    expect(await audited(), 'after healing').toEqual([]);
  });
});
