import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers } from '../servers/index.ts';
import { wid, type Ran } from '../commands/child.ts';
import { inFolder } from '../support/folder.ts';
import { dumpCluster } from './cluster-dump.ts';
import type { ClusterDump } from './cluster-dump.ts';
import { presetSpec, startCluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { runJob } from './job.ts';
import { until } from './poll.ts';
import { requests } from './requests.ts';

describeWithServers(['consul', 'vault', 'nomad'], 'the main path on real servers', () => {
  let cluster: Cluster;
  let before: ClusterDump;

  const widOn = (...args: string[]): Promise<Ran> =>
    inFolder({ 'wid.yaml': presetSpec(cluster.jwksUrl) }, (cwd) => wid(args, { cwd, env: cluster.environment }));

  beforeAll(async () => {
    cluster = await startCluster();
    const consul = requests('consul', cluster.consul);
    await consul.put('kv/app/greeting', 'hello');
    await consul.put('acl/policy', { Name: 'of-somebody-else', Rules: 'key_prefix "x" { policy = "read" }' });
    await consul.put('acl/role', { Name: 'of-somebody-else', Policies: [{ Name: 'of-somebody-else' }] });
    const vault = requests('vault', cluster.vault);
    await vault.post('secret/data/default/web/config', { data: { password: 'correct horse' } });
    await vault.put('sys/policies/acl/of-somebody-else', { policy: 'path "x" { capabilities = ["read"] }' });
    await vault.post('sys/auth/jwt-of-somebody-else', { type: 'jwt' });
    before = await dumpCluster(cluster.consul, cluster.vault);
  });
  afterAll(() => cluster.stop());

  it('apply provisions both products, and the second plan is empty', async () => {
    const plan = await widOn('plan', '--detailed-exitcode');
    expect(plan).toMatchObject({ code: 2, stderr: '' });
    expect(await dumpCluster(cluster.consul, cluster.vault), 'a plan writes nothing').toEqual(before);
    expect(await widOn('apply', '-y')).toMatchObject({ code: 0 });
    expect(await widOn('plan', '--detailed-exitcode')).toMatchObject({ code: 0, stderr: '' });
  });

  it('a job registers its service with its own Consul token and renders a Consul key and a Vault secret', async () => {
    const { file } = await runJob(cluster.nomad, 'web.nomad.hcl');
    expect(await file('app/local/rendered.txt')).toBe('key=hello\nsecret=correct horse\n');
    const consul = requests('consul', cluster.consul);
    await until('the service is in the catalog', async () => {
      const found = (await consul.get('catalog/service/web')) as unknown[];
      return found.length > 0 ? found : undefined;
    });
    const tokens = await consul.get('acl/tokens?authmethod=nomad-workloads');
    expect(tokens).toHaveLength(2);
    expect(tokens).toContainEqual(expect.objectContaining({ ServiceIdentities: [{ ServiceName: 'web' }] }));
    expect(tokens).toContainEqual(
      expect.objectContaining({ Roles: [expect.objectContaining({ Name: 'nomad-default-tasks' })] }),
    );
    await requests('nomad', cluster.nomad).delete('job/web?purge=true');
  });

  it('destroy takes away all that is its own and touches nothing else', async () => {
    expect(await widOn('destroy', '-y')).toMatchObject({ code: 0 });
    expect(await dumpCluster(cluster.consul, cluster.vault)).toEqual(before);
    expect(await requests('consul', cluster.consul).get('acl/tokens?authmethod=nomad-workloads')).toEqual([]);
  });
});
