import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers } from '../../servers/index.ts';
import { startCluster, type Cluster } from '../cluster.ts';
import { runJob } from '../job.ts';
import { auditorOf, expectFirst, lines } from './audited.ts';
import { benchOf, type Bench, type Body } from './fault.ts';
import { variations } from './healthy-variations.ts';

const exec = promisify(execFile);

/** Nomad's own command makes what its workloads log in with; all that is added stays. */
describeWithServers(['consul', 'vault', 'nomad'], 'a healthy cluster that nomad setup made', () => {
  let cluster: Cluster;
  let bench: Bench;
  let audited: ReturnType<typeof auditorOf>;

  beforeAll(async () => {
    cluster = await startCluster();
    bench = benchOf(cluster);
    audited = auditorOf(cluster.environment);
    for (const product of ['consul', 'vault'])
      await exec(cluster.nomad.binary, ['setup', product, '-y', '-jwks-url', cluster.jwksUrl], {
        env: { ...process.env, ...cluster.environment },
      });
    await bench.consul.put('kv/app/greeting', 'hello');
    await bench.vault.post('secret/data/default/web/config', { data: { password: 'x' } });
    await runJob(cluster.nomad, 'web.nomad.hcl');
  });
  afterAll(() => cluster.stop());

  it('has nothing wrong with it', async () => {
    expect(lines(await audited())).toBe('');
  });

  it(`nor has one with ${variations.map(({ name }) => name).join('; ')}`, async () => {
    await Promise.all(variations.map(({ add }) => add(bench)));
    expect(lines(await audited())).toBe('');
    const [node] = (await bench.nomad.get('nodes')) as { ID: string }[];
    await bench.nomad.put(`node/${node?.ID ?? ''}/eligibility`, { Eligibility: 'ineligible' });
    expect(lines(await audited()), 'and a node that takes no new allocations').toBe('');
  });

  it('is not healthy any more when the token of a service that runs is deleted', async () => {
    const tokens = (await bench.consul.get('acl/tokens?authmethod=nomad-workloads')) as Body[];
    const own = tokens.find(({ Description }) => String(Description).includes('"nomad_service_web"'));
    await bench.consul.delete(`acl/token/${String(own?.['AccessorID'])}`);
    expectFirst(await audited(), 'live/token-missing');
  });

  it('nor when the tokens of all that run are deleted', async () => {
    const tokens = (await bench.consul.get('acl/tokens?authmethod=nomad-workloads')) as Body[];
    for (const { AccessorID } of tokens) await bench.consul.delete(`acl/token/${String(AccessorID)}`);
    expectFirst(await audited(), 'live/token-missing');
  });
});
