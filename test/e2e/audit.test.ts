import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers } from '../servers/index.ts';
import { wid, type Ran } from '../commands/child.ts';
import { inFolder } from '../support/folder.ts';
import { presetSpec, startCluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { runJob } from './job.ts';
import { requests } from './requests.ts';

describeWithServers(['consul', 'vault', 'nomad'], 'wid audit on real servers', () => {
  let cluster: Cluster;

  const widOn = (...args: string[]): Promise<Ran> =>
    inFolder({ 'wid.yaml': presetSpec(cluster.jwksUrl) }, (cwd) => wid(args, { cwd, env: cluster.environment }));

  beforeAll(async () => {
    cluster = await startCluster();
    await requests('consul', cluster.consul).put('kv/app/greeting', 'hello');
    await requests('vault', cluster.vault).post('secret/data/default/web/config', { data: { password: 'x' } });
    expect(await widOn('apply', '-y')).toMatchObject({ code: 0 });
    await runJob(cluster.nomad, 'web.nomad.hcl');
  });
  afterAll(() => cluster.stop());

  it('says nothing at warning or above of a healthy cluster', async () => {
    const { stdout, stderr, code } = await widOn('audit', '--no-cache');
    expect({ stderr, code }, stdout).toEqual({ stderr: '', code: 0 });
    expect(stdout).toMatch(/^0 errors, 0 warnings/m);
  });
});
