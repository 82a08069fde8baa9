import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { World } from '../../src/model/world.ts';
import { ask, describeWithServers, startConsul, startNomad, startVault } from '../servers/index.ts';
import type { Server } from '../servers/index.ts';
import { wid } from '../commands/child.ts';
import { inFolder } from '../support/folder.ts';
import { presetSpec } from './cluster.ts';
import { runJob } from './job.ts';
import { requests } from './requests.ts';

const password = 'correct horse battery staple';

describeWithServers(['consul', 'vault', 'nomad'], 'a world that is read from real servers', () => {
  let consul: Server;
  let vault: Server;
  let nomad: Server;
  let env: Readonly<Record<string, string>>;
  /** The tokens that the running task got. */
  let held: { readonly consul: string; readonly vault: string };
  let text: string;
  let world: World;

  beforeAll(async () => {
    [consul, vault] = await Promise.all([startConsul(), startVault()]);
    nomad = await startNomad({ consul, vault, acl: true });
    env = { ...consul.environment, ...vault.environment, ...nomad.environment };
    await requests('consul', consul).put('kv/app/greeting', 'hello');
    await requests('vault', vault).post('secret/data/default/asker/config', { data: { password } });
    const spec = presetSpec(`${nomad.address}/.well-known/jwks.json`);
    const applied = await inFolder({ 'wid.yaml': spec }, (cwd) => wid(['apply', '-y'], { cwd, env }));
    expect(applied, applied.stderr).toMatchObject({ code: 0 });
    const { file } = await runJob(nomad, 'asker.nomad.hcl');
    const token = async (product: string): Promise<string> => String(await file(`server/local/${product}`)).trim();
    held = { consul: await token('consul'), vault: await token('vault') };
    text = await inFolder({}, async (cwd) => {
      const ran = await wid(['collect', '--out', 'world.json'], { cwd, env });
      expect(ran, ran.stderr).toMatchObject({ code: 0, stdout: '', stderr: '' });
      return readFileSync(join(cwd, 'world.json'), 'utf8');
    });
    world = JSON.parse(text) as World;
  });
  afterAll(async () => {
    await nomad.stop();
    await Promise.all([consul.stop(), vault.stop()]);
  });

  it('has every part, and what runs with which identities', () => {
    expect(world.notRead).toEqual([]);
    expect(world.nomad?.agents).toMatchObject([{ server: true, client: true, version: '1.11.1' }]);
    expect(world.nomad?.jobs).toMatchObject([{ id: 'asker', stored: true }]);
    expect(world.nomad?.allocations).toMatchObject([
      { job: 'asker', clientStatus: 'running', identities: { server: ['consul_default', 'vault_default'] } },
    ]);
    expect(world.nomad?.keyring).toHaveLength(1);
    const [served, configured] = world.keySets;
    expect(configured?.usedBy).toEqual(['consul/auth-method/nomad-workloads', 'vault/jwt-config/jwt-nomad']);
    expect(configured?.keys).toEqual(served?.keys);
    expect(world.consul).toMatchObject({ version: '1.22.2', primaryDatacenter: 'dc1', defaultPolicy: 'deny' });
    expect(world.consul?.tokens?.map(({ AuthMethod }) => AuthMethod)).toContain('nomad-workloads');
    expect(world.vault).toMatchObject({ version: '1.21.0', kv: { secret: 2 }, auditDevices: [] });
    expect(world.vault?.aliases).toMatchObject([{ name: 'asker', metadata: { nomad_task: 'server' } }]);
  });

  it('holds no secret: no token of a person or a task, no value of a key or a secret, nothing of the environment', () => {
    for (const secret of [consul.token, vault.token, nomad.token, held.consul, held.vault, password, 'hello'])
      expect(text).not.toContain(secret);
  });

  it('is explained without a broken link, as the running job shows', async () => {
    await inFolder({ 'world.json': text }, async (cwd) => {
      const saved = await wid(['explain', 'asker', '--world', 'world.json'], { cwd });
      expect(saved).toMatchObject({ code: 0, stderr: '' });
      expect(saved.stdout).not.toContain('first broken link');
      const live = await wid(['explain', 'asker'], { cwd, env });
      expect(live).toMatchObject({ code: 0, stderr: '' });
    });
  });

  it.each([
    ['read', 'key', 'app/greeting', { Resource: 'key', Segment: 'app/greeting', Access: 'read' }],
    ['write', 'key', 'app/greeting', { Resource: 'key', Segment: 'app/greeting', Access: 'write' }],
    ['read', 'service', 'web', { Resource: 'service', Segment: 'web', Access: 'read' }],
    ['write', 'service', 'web', { Resource: 'service', Segment: 'web', Access: 'write' }],
  ])("says of %s %s %s what the task's real Consul token is told", async (access, sort, name, check) => {
    const headers = { 'X-Consul-Token': held.consul };
    const url = `${consul.address}/v1/internal/acl/authorize`;
    const [answer] = (await ask(url, headers, 'POST', [check])) as { Allow: boolean }[];
    expect(await can(access, sort, name)).toBe(answer?.Allow);
  });

  it.each([
    ['read', 'secret/data/default/asker/config'],
    ['write', 'secret/data/default/asker/config'],
    ['read', 'secret/data/default/other/config'],
    ['list', 'secret/metadata/'],
    ['read', 'auth/token/lookup-self'],
    ['read', 'sys/auth'],
  ])("says of %s path %s what the task's real Vault token is told", async (access, path) => {
    const headers = { 'X-Vault-Token': held.vault };
    const answer = (await ask(`${vault.address}/v1/sys/capabilities-self`, headers, 'POST', { path })) as {
      capabilities: string[];
    };
    const wanted = access === 'write' ? 'update' : access;
    expect(await can(access, 'path', path)).toBe(answer.capabilities.includes(wanted));
  });

  async function can(access: string, sort: string, name: string): Promise<boolean> {
    return inFolder({ 'world.json': text }, async (cwd) => {
      const { code, stderr } = await wid(['can', 'asker', access, sort, name, '--world', 'world.json'], { cwd });
      expect(stderr).toBe('');
      return code === 0;
    });
  }

  it('says which permissions are missing of tokens that may do nothing', async () => {
    const ofNomad = requests('nomad', nomad);
    const rules = 'namespace "default" { capabilities = ["list-jobs"] }';
    await ofNomad.post('acl/policy/nothing', { Name: 'nothing', Rules: rules });
    const nobody = (await ofNomad.post('acl/token', { Name: 'x', Type: 'client', Policies: ['nothing'] })) as {
      SecretID: string;
    };
    const inConsul = (await requests('consul', consul).put('acl/token', {})) as { SecretID: string };
    const inVault = (await requests('vault', vault).post('auth/token/create', { policies: ['default'] })) as {
      auth: { client_token: string };
    };
    const limited = {
      ...env,
      NOMAD_TOKEN: nobody.SecretID,
      CONSUL_HTTP_TOKEN: inConsul.SecretID,
      VAULT_TOKEN: inVault.auth.client_token,
    };
    const ran = await inFolder({}, (cwd) => wid(['collect', '--no-cache'], { cwd, env: limited }));
    expect(ran.code).toBe(0);
    const { notRead, nomad: seen } = JSON.parse(ran.stdout) as World;
    expect(seen?.jobs).toEqual([]);
    const told = new Map(notRead.map(({ what, permission }) => [what, permission]));
    expect(Object.fromEntries(told)).toMatchObject({
      'the agent that was asked': 'agent:read',
      'job asker of namespace default': 'read-job in namespace "default"',
      'jobs of namespaces that the token may not see': 'list-jobs and read-job in namespace "*"',
      'allocations of namespaces that the token may not see': 'read-job in namespace "*"',
      nodes: 'node:read',
      'keyring of region global': expect.stringContaining('management token') as unknown,
      'auth methods, binding rules, roles and policies': 'acl:read',
      tokens: 'acl:read',
      "the agent's own configuration": 'agent:read',
      'auth mounts': 'read on "sys/auth"',
    });
  });

  it('needs no more than policies/ says', async () => {
    const text = (product: string): string =>
      readFileSync(new URL(`../../policies/${product}/wid-read.hcl`, import.meta.url), 'utf8');
    const ofNomad = requests('nomad', nomad);
    await ofNomad.post('acl/policy/wid-read', { Name: 'wid-read', Rules: text('nomad') });
    const role = (await ofNomad.post('acl/role', { Name: 'wid', Policies: [{ Name: 'wid-read' }] })) as { ID: string };
    const inNomad = (await ofNomad.post('acl/token', { Name: 'x', Type: 'client', Roles: [{ ID: role.ID }] })) as {
      SecretID: string;
    };
    const ofConsul = requests('consul', consul);
    await ofConsul.put('acl/policy', { Name: 'wid-read', Rules: text('consul') });
    const inConsul = (await ofConsul.put('acl/token', { Policies: [{ Name: 'wid-read' }] })) as { SecretID: string };
    const ofVault = requests('vault', vault);
    await ofVault.put('sys/policies/acl/wid-read', { policy: text('vault') });
    const inVault = (await ofVault.post('auth/token/create', { policies: ['wid-read'] })) as {
      auth: { client_token: string };
    };
    const limited = {
      ...env,
      NOMAD_TOKEN: inNomad.SecretID,
      CONSUL_HTTP_TOKEN: inConsul.SecretID,
      VAULT_TOKEN: inVault.auth.client_token,
    };
    const ran = await inFolder({}, (cwd) => wid(['collect', '--no-cache'], { cwd, env: limited }));
    const seen = JSON.parse(ran.stdout) as World;
    expect(seen.notRead.map(({ part }) => part)).toEqual(['nomad/keyring']);
    expect(seen.nomad?.jobs.map(({ id }) => id)).toEqual(['asker']);
    expect(seen.consul?.services).toContain('consul');
    expect(seen.vault?.aliases).toHaveLength(1);
  });
});
