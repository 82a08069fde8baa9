import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers } from '../servers/index.ts';
import { wid, type Ran } from '../commands/child.ts';
import { inFolder } from '../support/folder.ts';
import { dumpCluster } from './cluster-dump.ts';
import { presetSpec, startCluster, type Cluster } from './cluster.ts';
import { runJob } from './job.ts';
import { until } from './poll.ts';
import { requests } from './requests.ts';

interface Told {
  readonly impact: {
    readonly known: boolean;
    readonly jobs: number;
    readonly breaks: number;
    readonly heals: number;
    readonly workloads: readonly {
      readonly workload: { readonly job: string; readonly task: string | null; readonly service: string | null };
      readonly product: string;
      readonly effect: string;
      readonly login: { readonly after: { readonly error: string | null } };
      readonly needs: readonly { readonly need: string; readonly change: string }[];
    }[];
  };
}

/** Of each workload that is named: who, where and what becomes of it. */
function named({ impact }: Told): readonly string[] {
  return impact.workloads.map(
    ({ workload: { job, task, service }, product, effect }) => `${job}/${service ?? task ?? ''} ${product} ${effect}`,
  );
}

describeWithServers(['consul', 'vault', 'nomad'], 'what a plan says of running workloads, on real servers', () => {
  let cluster: Cluster;
  let jwts: { readonly consul: string; readonly vault: string };

  const as = (spec: string, ...args: string[]): Promise<Ran> =>
    inFolder({ 'wid.yaml': spec }, (cwd) => wid(args, { cwd, env: cluster.environment }));
  const planned = async (spec: string): Promise<Told> =>
    JSON.parse((await as(spec, 'plan', '--format', 'json')).stdout) as Told;
  const healthy = (): string => presetSpec(cluster.jwksUrl);
  /** With indexes, so that a write of the same would show; without the lock, which comes and goes. */
  const dump = async (): Promise<unknown> => {
    const { consul, vault } = await dumpCluster(cluster.consul, cluster.vault);
    return { ...consul, keys: Object.keys(consul.keys), sessions: undefined, vault };
  };

  /** What the server says to a login with a JWT that Nomad signed; empty when it gives a token. */
  const loginAtVault = (): Promise<string> =>
    saidTo(requests('vault', cluster.vault).post('auth/jwt-nomad/login', { role: '', jwt: jwts.vault }));
  const loginAtConsul = (): Promise<string> =>
    saidTo(
      requests('consul', cluster.consul).post('acl/login', {
        AuthMethod: 'nomad-workloads',
        BearerToken: jwts.consul,
      }),
    );

  beforeAll(async () => {
    cluster = await startCluster();
    await requests('consul', cluster.consul).put('kv/app/greeting', 'hello');
    await requests('vault', cluster.vault).post('secret/data/default/web/config', { data: { password: 'x' } });
    expect(await as(healthy(), 'apply', '-y')).toMatchObject({ code: 0 });
    const { file } = await runJob(cluster.nomad, 'impact.nomad.hcl');
    const jwt = async (name: string): Promise<string> =>
      String(
        await until(`the task keeps ${name}`, () => file(`app/local/nomad_${name}.jwt`).catch(() => undefined)),
      ).trim();
    jwts = { consul: await jwt('consul_default'), vault: await jwt('vault_default') };
  });
  afterAll(() => cluster.stop());

  it('the healthy cluster is left alone, and its logins work', async () => {
    expect(await as(healthy(), 'plan')).toMatchObject({ code: 0, stderr: '' });
    expect([await loginAtVault(), await loginAtConsul()]).toEqual(['', '']);
  });

  it('a login that would break is named, refused, and breaks with the text that was said', async () => {
    const spec = healthy().replace('nomad-vault, ', 'nomad-vault, audience: changed, ');
    const told = await planned(spec);
    expect(named(told)).toEqual(['web/app vault breaks']);
    expect(told.impact).toMatchObject({ known: true, jobs: 1, breaks: 1, heals: 0 });

    const before = await dump();
    const refused = await as(spec, 'apply', '-y');
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stdout).toContain('✗ job web, group web, task app stops working at Vault');
    expect(refused.stderr).toContain('1 workload would stop working, so nothing was changed');
    expect(refused.stderr).toContain('--allow-breaking');
    expect(await dump(), 'nothing was written').toEqual(before);
    expect(await loginAtVault()).toBe('');

    expect(await as(spec, 'apply', '-y', '--allow-breaking')).toMatchObject({ code: 0 });
    const error = told.impact.workloads[0]?.login.after.error;
    expect(error).not.toBe('');
    expect(await loginAtVault()).toContain(JSON.stringify(error).slice(1, -1));
  });

  it('what heals is named too, and works', async () => {
    const told = await planned(healthy());
    expect(named(told)).toEqual(['web/app vault heals']);
    expect(await as(healthy(), 'apply', '-y')).toMatchObject({ code: 0 });
    expect(await loginAtVault()).toBe('');
  });

  it('a plan that was kept is judged by the cluster as it is when it is applied', async () => {
    const spec = healthy().replace('nomad-consul, ', 'nomad-consul, audience: changed, ');
    await inFolder({ 'wid.yaml': spec }, async (cwd) => {
      const run = (...args: string[]): Promise<Ran> => wid(args, { cwd, env: cluster.environment });
      expect(await run('plan', '--out', 'kept.json')).toMatchObject({ code: 0 });
      const refused = await run('apply', 'kept.json');
      expect(refused).toMatchObject({ code: 2 });
      expect(refused.stdout).toContain('Impact: 2 workloads would stop working');
      expect(await loginAtConsul()).toBe('');
      expect(named(await planned(spec))).toEqual(['web/web consul breaks', 'web/app consul breaks']);
      const error = (await planned(spec)).impact.workloads[1]?.login.after.error ?? 'none';
      expect(await run('apply', 'kept.json', '--allow-breaking')).toMatchObject({ code: 0 });
      expect(await loginAtConsul()).toContain(error);
    });
    expect(named(await planned(healthy()))).toEqual(['web/web consul heals', 'web/app consul heals']);
    expect(await as(healthy(), 'apply', '-y')).toMatchObject({ code: 0 });
    expect(await loginAtConsul()).toBe('');
  });

  it('a world that was saved answers as the servers do, and without either it is not known', async () => {
    const spec = healthy().replace('nomad-vault, ', 'nomad-vault, audience: changed, ');
    await inFolder({ 'wid.yaml': spec }, async (cwd) => {
      const withoutNomad = { ...cluster.environment, NOMAD_ADDR: 'http://127.0.0.1:1' };
      const run = (...args: string[]): Promise<Ran> => wid(args, { cwd, env: withoutNomad });
      expect(await wid(['collect', '--out', 'world.json'], { cwd, env: cluster.environment })).toMatchObject({
        code: 0,
      });
      const saved = await run('plan', '--world', 'world.json', '--format', 'json');
      expect(named(JSON.parse(saved.stdout) as Told)).toEqual(['web/app vault breaks']);
      const unknown = await run('plan');
      expect(unknown).toMatchObject({ code: 0, stderr: '' });
      expect(unknown.stdout).toMatch(/which workloads start or stop working is not known: .*127\.0\.0\.1:1/);
      const silent = await run('plan', '--no-impact');
      expect(silent.stdout).not.toMatch(/Impact|which workloads/);
    });
  });

  it('destroy counts the workloads that live on what it would delete', async () => {
    const refused = await as(healthy(), 'destroy', '-y');
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stdout).toContain('Impact: 2 workloads would stop working');
    expect(refused.stdout).toMatch(
      /\d tokens? of Consul made with consul\/auth-method\/nomad-workloads (?:is|are) revoked/,
    );
    expect(await loginAtConsul()).toBe('');
    await requests('nomad', cluster.nomad).delete('job/web?purge=true');
    expect(await as(healthy(), 'destroy', '-y')).toMatchObject({ code: 0 });
  });
});

async function saidTo(login: Promise<unknown>): Promise<string> {
  return login.then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
