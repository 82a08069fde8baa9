import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mergeWorlds } from '../../../src/collect/files/merge-worlds.ts';
import { readFileWorld, worldOfSources, type FileWorld } from '../../../src/collect/files/world.ts';
import { formatWorld, parseWorld } from '../../../src/collect/saved-world.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'wid-files-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const options = { now: 1_780_000_000 };
const readFolder = (files: Readonly<Record<string, string>>): Promise<FileWorld> =>
  readFileWorld([folderOf(files)], options);

const job = (id: string): string =>
  `job "${id}" {\n  group "g" {\n    task "t" {\n      driver = "exec"\n    }\n  }\n}\n`;
const head = (role: string): string => `${role} {\n  enabled = true\n}\n`;
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the world of a folder', () => {
  it('is made of all that is known in it, and of nothing else', async () => {
    const signature = 'c2lnbmF0dXJl';
    const { world, sources, unread } = await readFolder({
      'jobs/web.nomad.hcl': job('web'),
      'jobs/deep/api.hcl': job('api'),
      'nomad/server.hcl': head('server'),
      'wid.yaml':
        'version: 1\nissuers:\n  nomad:\n    jwks_url: https://n/jwks\npresets:\n  - { preset: nomad-consul, issuer: nomad }\n',
      'policies/extra.hcl': 'key_prefix "x" {\n  policy = "read"\n}\n',
      'policies/v.hcl': 'path "kv/data/x" {\n  capabilities = ["read"]\n}\n',
      'jwks.json': `{"keys": [{"kty": "RSA", "kid": "1", "n": "AQAB", "e": "AQAB", "d": "private"}]}`,
      'sample.jwt': `${part({ alg: 'RS256' })}.${part({ aud: 'consul.io' })}.${signature}`,
      'main.tf': 'resource "x" "y" {}\n',
      'other.json': '{"a": 1}',
      '.git/hooks.hcl': job('hidden'),
    });
    expect(unread).toEqual([]);
    expect(world.nomad?.jobs.map(({ id }) => id)).toEqual(['api', 'web']);
    expect(world.nomad?.agents).toMatchObject([{ name: 'server', server: true, client: false }]);
    expect(world.consul?.authMethods).toMatchObject([{ Name: 'nomad-workloads' }]);
    expect(world.consul?.policies.map(({ Name }) => Name)).toContain('extra');
    expect(world.vault?.policies).toHaveProperty('v');
    expect(world.vault?.kv).toEqual({ kv: 2 });
    expect(world.samples).toMatchObject([{ header: { alg: 'RS256' }, claims: { aud: 'consul.io' } }]);
    expect(world.keySets).toMatchObject([{ keys: { keys: [{ kid: '1' }] } }]);
    expect(world.origins?.['consul/auth-method/nomad-workloads']).toMatchObject({ from: 'file' });
    expect([...sources.keys()].some((name) => name.endsWith('.jwt'))).toBe(false);
    expect(JSON.stringify(world)).not.toMatch(new RegExp(`${signature}|"private"`));
    expect(parseWorld({ name: 'w', text: formatWorld(world) }).takenAt).toBe(options.now);
  });

  it('has an agent for each file that switches one on, with what the others say', async () => {
    const { world } = await readFolder({
      'client.hcl': head('client'),
      'server.hcl': head('server'),
      'shared.hcl': 'region = "eu"\n',
    });
    expect(world.nomad?.agents).toMatchObject([
      { name: 'client', region: 'eu', server: false, client: true },
      { name: 'server', region: 'eu', server: true, client: false },
    ]);
    expect(world.assumed).toContainEqual(expect.stringContaining('different agents'));
  });

  it('is read in spite of a mistake in one file, which is told', async () => {
    const { world, unread } = await readFolder({ 'a.hcl': 'job "a" {\n  bogus = 1\n}\n', 'b.hcl': job('b') });
    expect(world.nomad?.jobs.map(({ id }) => id)).toEqual(['b']);
    expect(unread).toMatchObject([
      { code: 'syntax', place: { start: expect.any(Number) as number }, hint: expect.any(String) as string },
    ]);
    expect(world.notRead).toMatchObject([{ part: 'nomad/jobs' }]);
  });

  it('tells of a file in a folder that cannot be read', async () => {
    const folder = folderOf({ 'b.hcl': job('b') });
    writeFileSync(join(folder, 'a.hcl'), Buffer.from([0xff, 0xfe, 0x00]));
    const { world, unread } = await readFileWorld([folder], options);
    expect(world.nomad?.jobs.map(({ id }) => id)).toEqual(['b']);
    expect(unread).toMatchObject([{ code: 'file', message: expect.stringMatching(/a\.hcl is not UTF-8/) as string }]);
  });

  it('tells of a file that was named and is nothing that is known', async () => {
    const folder = folderOf({ 'x.txt': 'hello\n' });
    const { overlooked } = await readFileWorld([join(folder, 'x.txt')], options);
    expect(overlooked).toMatchObject([
      { code: 'file', hint: expect.stringContaining('known are job files') as string },
    ]);
    await expect(readFileWorld([join(folder, 'none')], options)).rejects.toMatchObject({ code: 'file' });
  });

  it('can be made of texts too', () => {
    const texts = { 'web.nomad.hcl': job('web'), 'server.hcl': head('server'), 'x.hcl': '' };
    const { world, overlooked } = worldOfSources(
      Object.entries(texts).map(([name, text]) => ({ name, text })),
      options,
    );
    expect(world.nomad).toMatchObject({ jobs: [{ id: 'web' }], agents: [{ name: 'server' }] });
    expect(overlooked).toMatchObject([{ message: 'x.hcl is passed over: it is empty' }]);
  });

  it('knows a mount that roles are written for', async () => {
    const values = {
      backend: 'jwt-nomad',
      role_name: 'w',
      role_type: 'jwt',
      user_claim: 'sub',
      bound_audiences: ['v'],
    };
    const resources = [
      { address: 'vault_jwt_auth_backend_role.w', mode: 'managed', type: 'vault_jwt_auth_backend_role', values },
    ];
    const { world } = await readFolder({
      'state.json': JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } }),
    });
    expect(world.vault?.mounts).toMatchObject([
      { path: 'jwt-nomad', config: null, roles: { w: { user_claim: 'sub' } } },
    ]);
  });
});

describe('files beside a cluster', () => {
  const live = healthyWorld();

  it('stand in the place of what the cluster has by their names', async () => {
    const { world: files } = await readFolder({
      'web.nomad.hcl': job('web'),
      'wid.yaml':
        'version: 1\nconsul:\n  roles:\n    nomad-default-tasks: { description: new, policies: [p] }\n  policies:\n    p: { rules: \'key "x" { policy = "read" }\' }\n',
    });
    const world = mergeWorlds(live, files);
    expect(world.nomad?.jobs.map(({ id, origin }) => [id, origin.from])).toEqual([['web', 'file']]);
    expect(world.nomad?.replaced?.map(({ id, origin }) => [id, origin.from])).toEqual([['web', 'server']]);
    const roles = world.consul?.roles.filter(({ Name }) => Name === 'nomad-default-tasks');
    expect(roles).toMatchObject([{ Description: 'new' }]);
    expect(world.consul?.authMethods).toEqual(live.consul?.authMethods);
    expect(world.consul?.stored).toBe(true);
    expect(world.assumed).not.toContainEqual(expect.stringContaining('nothing else'));
  });

  it('take away what a plan takes away', () => {
    const empty = { schemaVersion: 1, takenAt: 0, keySets: [], notRead: [], assumed: [] } as const;
    const world = mergeWorlds(live, empty, [
      'consul/role/nomad-default-tasks',
      'vault/jwt-role/jwt-nomad/nomad-workloads',
    ]);
    expect(world.consul?.roles.map(({ Name }) => Name)).not.toContain('nomad-default-tasks');
    expect(world.vault?.mounts[0]?.roles).toEqual({});
  });
});
