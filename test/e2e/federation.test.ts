import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../src/clients/connect.ts';
import { readLiveWorld } from '../../src/collect/live-world.ts';
import type { World } from '../../src/model/world.ts';
import { silentLog } from '../../src/support/log.ts';
import { ask, describeWithServers, startNomad } from '../servers/index.ts';
import type { Server } from '../servers/index.ts';
import { until } from './poll.ts';
import { requests } from './requests.ts';

const job = `job "web" {
  group "web" {
    task "app" {
      driver = "raw_exec"
      config {
        command = "/bin/true"
      }
    }
  }
}
`;

describeWithServers(['nomad'], 'a federation of two regions', () => {
  let east: Server;
  let west: Server;

  beforeAll(async () => {
    [east, west] = await Promise.all([
      startNomad({ config: { region: 'east' } }),
      startNomad({ config: { region: 'west' } }),
    ]);
    const { config } = (await ask(`${east.address}/v1/agent/self`)) as {
      config: { AdvertiseAddrs: { Serf: string } };
    };
    const to = encodeURIComponent(config.AdvertiseAddrs.Serf);
    await requests('nomad', west).put(`agent/join?address=${to}`, {});
    await until('both regions know each other', async () => {
      const regions = (await requests('nomad', east).get('regions')) as string[];
      return regions.length === 2 ? regions : undefined;
    });
    for (const [server, Region] of [
      [east, 'east'],
      [west, 'west'],
    ] as const) {
      const { post } = requests('nomad', server);
      const parsed = (await post('jobs/parse', { JobHCL: job, Canonicalize: true })) as object;
      await post('jobs', { Job: { ...parsed, Region } });
    }
  });
  afterAll(() => Promise.all([east.stop(), west.stop()]));

  async function read(region: string | undefined): Promise<World> {
    const reach = connect({ env: east.environment });
    const parts = ['nomad/agents', 'nomad/jobs', 'nomad/keyring', 'key-sets'] as const;
    const world = await readLiveWorld(reach, { region, parts }, silentLog);
    expect(world.notRead).toEqual([]);
    return world;
  }

  it.each([
    [undefined, ['east']],
    ['west', ['west']],
    ['*', ['east', 'west']],
  ])('is read with region %s as %s', async (region, names) => {
    const { nomad, keySets } = await read(region);
    expect(nomad?.agents.map((agent) => agent.region)).toEqual(names);
    expect(nomad?.jobs.map((one) => one.job['Region'])).toEqual(names);
    expect(nomad?.keyring?.map(({ Region }) => Region)).toEqual(names);
    expect(keySets.map(({ usedBy }) => usedBy)).toEqual(names.map((name) => [`nomad/region/${name}`]));
  });

  it('has keys of its own in each region', async () => {
    const { keySets, nomad } = await read('*');
    const kids = keySets.map(({ keys }) => keys?.keys?.[0]?.kid);
    expect(new Set(kids).size).toBe(2);
    expect(nomad?.keyring?.map(({ KeyID }) => KeyID)).toEqual(kids);
  });
});
