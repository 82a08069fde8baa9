import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers, startConsul, startVault } from '../servers/index.ts';
import type { Server } from '../servers/index.ts';
import { run, wid, type Ran } from '../commands/child.ts';
import { inFolder } from '../support/folder.ts';
import { comparable, dumpCluster } from './cluster-dump.ts';
import { presetSpec, startCluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';

describeWithServers(['consul', 'vault', 'nomad'], 'parity with nomad setup', () => {
  let theirs: Cluster;
  let ours: { consul: Server; vault: Server };

  const widOn = (servers: { consul: Server; vault: Server }, ...args: string[]): Promise<Ran> =>
    inFolder({ 'wid.yaml': presetSpec(theirs.jwksUrl) }, (cwd) =>
      wid(args, {
        cwd,
        env: { ...servers.consul.environment, ...servers.vault.environment, ...theirs.nomad.environment },
      }),
    );

  beforeAll(async () => {
    const [cluster, consul, vault] = await Promise.all([startCluster(), startConsul(), startVault()]);
    theirs = cluster;
    ours = { consul, vault };
    for (const product of ['consul', 'vault']) {
      const args = ['setup', product, '-y', '-jwks-url', theirs.jwksUrl];
      expect(await run(theirs.nomad.binary, args, { env: theirs.environment })).toMatchObject({ code: 0 });
    }
  });
  afterAll(() => Promise.all([theirs.stop(), ours.consul.stop(), ours.vault.stop()]));

  it('the presets make the same objects, field for field', async () => {
    expect(await widOn(ours, 'apply', '-y')).toMatchObject({ code: 0 });
    expect(comparable(await dumpCluster(ours.consul, ours.vault))).toEqual(
      comparable(await dumpCluster(theirs.consul, theirs.vault)),
    );
  });

  it('what nomad setup made is taken over without a change to it', async () => {
    const made = comparable(await dumpCluster(theirs.consul, theirs.vault));
    expect(await widOn(theirs, 'apply', '--adopt', '-y')).toMatchObject({ code: 0 });
    const plan = await widOn(theirs, 'plan', '--detailed-exitcode');
    expect(plan).toMatchObject({ code: 0, stderr: '' });
    expect(plan.stdout).toMatch(/no changes/i);
    expect(comparable(await dumpCluster(theirs.consul, theirs.vault))).toEqual(made);
  });
});
