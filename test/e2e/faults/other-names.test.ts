import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers } from '../../servers/index.ts';
import type { Cluster } from '../cluster.ts';
import { auditorOf, expectFirst, lines } from './audited.ts';
import { benchOf, type Bench } from './fault.ts';
import { otherNameFaults } from './other-name-faults.ts';
import { provisionOtherCluster, startOtherCluster } from './other-names.ts';

describeWithServers(['consul', 'vault', 'nomad'], 'a single fault in a cluster whose names nobody else has', () => {
  let cluster: Cluster;
  let bench: Bench;
  let audited: ReturnType<typeof auditorOf>;

  beforeAll(async () => {
    cluster = await startOtherCluster();
    bench = benchOf(cluster);
    audited = auditorOf(cluster.environment);
    await provisionOtherCluster(bench);
    expect(lines(await audited()), 'before any fault').toBe('');
  });
  afterAll(() => cluster.stop());

  it.each(otherNameFaults)('$name: $rule is said first', async ({ inject, rule }) => {
    const heal = await inject(bench);
    try {
      expectFirst(await audited(), rule);
    } finally {
      await heal();
    }
    expect(lines(await audited()), 'after healing').toBe('');
  });
});
