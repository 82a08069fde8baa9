import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers } from '../servers/index.ts';
import { wid, type Ran } from '../commands/child.ts';
import { dumpCluster } from './cluster-dump.ts';
import type { ClusterDump } from './cluster-dump.ts';
import { fillConsul, fillVault } from './foreign-cluster.ts';
import { startPair, type Pair } from './pair.ts';

describeWithServers(['consul', 'vault'], 'export of a cluster that wid did not make', () => {
  let servers: Pair;
  let before: ClusterDump;

  const widOn = (args: string[], input = ''): Promise<Ran> => wid(args, { input, env: servers.environment });

  beforeAll(async () => {
    servers = await startPair();
    const { consul, vault, issuer } = servers;
    await Promise.all([fillConsul(consul, issuer), fillVault(vault, issuer)]);
    before = await dumpCluster(consul, vault);
  });
  afterAll(() => servers.stop());

  it('gives a spec whose plan is empty', async () => {
    const exported = await widOn(['export']);
    expect(exported).toMatchObject({ code: 0 });
    const plan = await widOn(['plan', '-f', '-', '--detailed-exitcode'], exported.stdout);
    expect(plan, plan.stdout).toMatchObject({ code: 0, stderr: '' });
    expect(await dumpCluster(servers.consul, servers.vault), 'neither writes anything').toEqual(before);
  });

  it('can be adopted, and then destroyed, whole', async () => {
    const { stdout: spec } = await widOn(['export']);
    const adopted = await widOn(['apply', '-f', '-', '--adopt', '-y'], spec);
    expect(adopted, adopted.stdout).toMatchObject({ code: 0 });
    const after = await dumpCluster(servers.consul, servers.vault);
    expect({ ...after.consul, keys: {} }, 'taking over what is right changes nothing').toEqual({
      ...before.consul,
      keys: {},
    });
    expect(after.vault).toEqual(before.vault);
    const destroyed = await widOn(['destroy', '-f', '-', '-y'], spec);
    expect(destroyed, destroyed.stdout).toMatchObject({ code: 0 });
    const left = await dumpCluster(servers.consul, servers.vault);
    expect(Object.keys(left.consul.methods)).toEqual(['of-another-type']);
    expect(Object.keys(left.consul.roles)).toEqual([]);
    expect(Object.keys(left.vault.authMounts).toSorted()).toEqual(['token/', 'userpass/']);
    expect(Object.keys(left.vault.policies).toSorted()).toEqual(['default', 'root']);
    expect(left.consul.keys).toEqual({});
  });
});
