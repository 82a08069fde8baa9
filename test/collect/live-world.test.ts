import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError, type Api } from '../../src/clients/api.ts';
import { connect, type Connection } from '../../src/clients/connect.ts';
import { openJobCache } from '../../src/collect/job-cache.ts';
import { readLiveWorld, type WorldWanted } from '../../src/collect/live-world.ts';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { stepsOn } from '../../src/lab/scenarios/steps.ts';
import type { World } from '../../src/model/world.ts';
import { silentLog } from '../../src/support/log.ts';
import { fakeServer } from '../support/fake-server.ts';

let lab: Lab;
let folder: string;

beforeEach(async () => {
  lab = await startLab();
  folder = mkdtempSync(join(tmpdir(), 'wid-live-'));
});
afterEach(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

const task = {
  Name: 'server',
  Driver: 'exec',
  Consul: {},
  Templates: [{ EmbeddedTmpl: '{{ key "app/config" }}', DestPath: 'local/config' }],
};

async function register(id: string, more: object = {}): Promise<void> {
  const job = { ID: id, TaskGroups: [{ Name: 'api', Tasks: [task] }], ...more };
  await stepsOn(lab).nomad('PUT', '/v1/jobs', { Job: job });
}

/** The servers of the lab, and how often each was asked. */
function servers(env: Readonly<Record<string, string>> = {}): { readonly reach: Connection; readonly asked: string[] } {
  const reach = connect({ env: { ...lab.environment(), ...env }, retries: { attempts: 1 } });
  const asked: string[] = [];
  const counting = (api: Api): Api => ({
    ...api,
    get: (path, ...rest) => {
      asked.push(`${api.product} ${path.join('/')}`);
      return api.get(path, ...rest);
    },
    list: (path, ...rest) => {
      asked.push(`${api.product} ${path.join('/')}`);
      return api.list(path, ...rest);
    },
  });
  const { consul, vault, nomad } = reach;
  return { asked, reach: { ...reach, consul: counting(consul), vault: counting(vault), nomad: counting(nomad) } };
}

function read(wanted: WorldWanted = {}, env: Readonly<Record<string, string>> = {}): Promise<World> {
  return readLiveWorld(servers(env).reach, wanted, silentLog);
}

describe('the world of live servers', () => {
  it('holds the jobs with their specs, what Consul and Vault have, and the keys', async () => {
    await register('web');
    const { nomad, consul, vault, keySets, notRead } = await read();
    expect(nomad?.jobs).toMatchObject([{ id: 'web', namespace: 'default', stored: true }]);
    expect(nomad?.agents).toMatchObject([{ server: true, version: '1.11.1', region: 'global' }]);
    expect(nomad?.keyring).toHaveLength(1);
    expect(consul).toMatchObject({ stored: true, datacenter: 'dc1', defaultPolicy: 'deny' });
    expect(vault?.policies).toHaveProperty('default');
    expect(keySets).toMatchObject([
      { url: `${lab.nomad.address}/.well-known/jwks.json`, status: 200, error: null, usedBy: ['nomad/region/global'] },
    ]);
    expect(notRead.filter(({ part }) => part.startsWith('nomad/'))).toEqual([]);
  });

  it('says that allocations of other namespaces are left out when one is asked for', async () => {
    const { notRead } = await read({ namespace: 'prod' });
    expect(notRead).toContainEqual({
      part: 'nomad/allocations',
      what: 'allocations of other namespaces',
      reason: 'only namespace prod was asked for',
    });
  });

  it('holds no token of anybody', async () => {
    const { consul } = stepsOn(lab);
    const made = (await consul('PUT', '/v1/acl/token', { Description: 'x' })) as {
      SecretID: string;
      AccessorID: string;
    };
    await register('web', { VaultToken: randomUUID() });
    const text = JSON.stringify(await read());
    expect(text).toContain(made.AccessorID);
    const { CONSUL_HTTP_TOKEN = 'x', VAULT_TOKEN = 'x' } = lab.environment();
    for (const secret of [made.SecretID, CONSUL_HTTP_TOKEN, VAULT_TOKEN]) expect(text).not.toContain(secret);
  });

  it('holds the parts that were asked for, and asks for no others', async () => {
    await register('web');
    await register('api');
    const { reach, asked } = servers();
    const world = await readLiveWorld(reach, { parts: ['nomad/jobs'], jobs: ['api'] }, silentLog);
    expect(world.nomad?.jobs.map(({ id }) => id)).toEqual(['api']);
    expect(world).not.toHaveProperty('consul');
    expect(asked).toEqual(['nomad status/leader', 'nomad jobs', 'nomad job/api']);
  });

  it('tells each job as it comes', async () => {
    for (const id of ['a', 'b', 'c']) await register(id);
    const told: string[] = [];
    const progress: number[] = [];
    await read({
      onJob: ({ id }) => told.push(id),
      onProgress: (what, done) => what === 'jobs' && progress.push(done),
    });
    expect(told.toSorted()).toEqual(['a', 'b', 'c']);
    expect(progress).toEqual([1, 2, 3]);
  });

  it('leaves out jobs that were stopped', async () => {
    await register('web');
    await register('old');
    await fetch(`${lab.nomad.address}/v1/job/old`, { method: 'DELETE' });
    expect((await read()).nomad?.jobs.map(({ id }) => id)).toEqual(['web']);
  });
});

describe('a second run', () => {
  it('reads no job again that did not change, and each that did', async () => {
    const count = 40;
    for (let at = 0; at < count; at++) await register(`job-${String(at)}`);
    const run = async (): Promise<{ readonly world: World; readonly asked: readonly string[] }> => {
      const { reach, asked } = servers();
      const memory = await openJobCache(folder, lab.nomad.address);
      const world = await readLiveWorld(reach, { parts: ['nomad/jobs'], memory }, silentLog);
      await memory.save(true);
      return { world, asked };
    };
    const first = await run();
    expect(first.asked).toHaveLength(3 + count);
    const second = await run();
    expect(second.asked).toEqual(['nomad status/leader', 'nomad acl/token/self', 'nomad jobs']);
    expect(second.world.nomad).toEqual(first.world.nomad);
    await register('job-7', { Meta: { changed: 'yes' } });
    const third = await run();
    expect(third.asked).toEqual(['nomad status/leader', 'nomad acl/token/self', 'nomad jobs', 'nomad job/job-7']);
    expect(third.world.nomad?.jobs.find(({ id }) => id === 'job-7')?.job['Meta']).toEqual({ changed: 'yes' });
  });
});

describe('what cannot be read', () => {
  it('is said with the permission that is missing, and the rest is there', async () => {
    const { consul, vault, nomad, notRead } = await read({}, { CONSUL_HTTP_TOKEN: '', VAULT_TOKEN: 'hvs.nobody' });
    expect(nomad).toBeDefined();
    expect(consul).toBeUndefined();
    expect(vault).toBeUndefined();
    const denied = notRead.map(({ part, what, permission }) => [part, what, permission]);
    expect(denied).toContainEqual(['consul/objects', 'auth methods, binding rules, roles and policies', 'acl:read']);
    expect(denied).toContainEqual(['consul/tokens', 'tokens', 'acl:read']);
    expect(denied).toContainEqual(['vault/objects', 'auth mounts', 'read on "sys/auth"']);
  });

  it('is a whole product that does not answer, said once for each of its parts', async () => {
    const { consul, vault, notRead } = await read({}, { CONSUL_HTTP_ADDR: '127.0.0.1:1' });
    expect(vault).toBeDefined();
    expect(consul).toBeUndefined();
    const own = notRead.filter(({ part }) => part.startsWith('consul/'));
    expect(own.map(({ part }) => part)).toEqual(['consul/agent', 'consul/objects', 'consul/services', 'consul/tokens']);
    expect(own[0]?.reason).toContain('connection refused');
  });

  it('are no auth methods where a datacenter has none for want of replicated tokens', async () => {
    const { reach } = servers();
    await stepsOn(lab).consul('PUT', '/v1/acl/role', { Name: 'nomad-default-tasks' });
    const refused = new ApiError('consul', 'GET', 500, 'Token replication is required for auth methods to function');
    const consul: Api = {
      ...reach.consul,
      get: (path, ...rest) =>
        path[1]?.startsWith('auth-method') === true ? Promise.reject(refused) : reach.consul.get(path, ...rest),
    };
    const { consul: seen, notRead } = await readLiveWorld({ ...reach, consul }, {}, silentLog);
    expect(notRead.filter(({ part }) => part === 'consul/objects')).toEqual([]);
    expect(seen).toMatchObject({ authMethods: [], bindingRules: [], roles: [{ Name: 'nomad-default-tasks' }] });
  });

  it('is an error when the product is required', async () => {
    await expect(read({ required: ['consul'] }, { CONSUL_HTTP_ADDR: '127.0.0.1:1' })).rejects.toThrow('refused');
  });
});

describe('an address of keys', () => {
  it('that Consul is configured with is asked too, and what it answers instead of keys is said', async () => {
    const { consul } = stepsOn(lab);
    const JWKSURL = `${lab.nomad.address}/.well-known/jwks.json`;
    const method = (Name: string): object => ({
      Name,
      Type: 'jwt',
      Config: { JWKSURL, BoundAudiences: ['consul.io'] },
    });
    for (const name of ['one', 'two']) await consul('PUT', '/v1/acl/auth-method', method(name));
    const good = await read();
    expect(good.keySets.map(({ usedBy, error }) => [usedBy, error])).toEqual([
      [['nomad/region/global'], null],
      [['consul/auth-method/one', 'consul/auth-method/two'], null],
    ]);
    const page = await fakeServer(() => ({
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><title>Sign in</title>',
    }));
    const url = `${page.address}/jwks`;
    const sets = (await import('../../src/collect/live/key-sets.ts')).readKeySets;
    const changed = { ...good.consul, authMethods: [{ Name: 'one', Type: 'jwt', Config: { JWKSURL: url } }] };
    const [html] = await sets(servers().reach, undefined, changed as NonNullable<World['consul']>, undefined);
    expect(html).toMatchObject({ url, keys: null, status: 200, usedBy: ['consul/auth-method/one'] });
    expect(html?.error).toContain('an HTML or XML page');
  });
});
