import { readFileSync } from 'node:fs';
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

  it('looks at the job of a file in the place of the one that runs', async () => {
    const fixture = readFileSync(new URL('fixtures/web.nomad.hcl', import.meta.url), 'utf8');
    const audited = async (text: string): Promise<Ran> =>
      inFolder({ 'wid.yaml': presetSpec(cluster.jwksUrl), 'web.nomad.hcl': text }, (cwd) =>
        wid(['audit', 'web.nomad.hcl', '--live', '--no-cache', '--format', 'json'], { cwd, env: cluster.environment }),
      );
    const good = await audited(fixture);
    expect(JSON.parse(good.stdout), good.stderr).toMatchObject({
      summary: { error: 0, warning: 0, jobs: 1 },
      replaced: [{ namespace: 'default', job: 'web' }],
    });
    const bad = await audited(fixture.replace('      consul {}\n', ''));
    const { findings } = JSON.parse(bad.stdout) as { findings: unknown[] };
    expect(findings[0], bad.stdout).toMatchObject({
      rule: 'job/consul-block-missing',
      location: { file: 'web.nomad.hcl' },
    });
  });

  it('says nothing at warning or above of a healthy cluster', async () => {
    const { stdout, stderr, code } = await widOn('audit', '--no-cache');
    expect({ stderr, code }, stdout).toEqual({ stderr: '', code: 0 });
    expect(stdout).toMatch(/^0 errors, 0 warnings/m);
  });
});
