import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { stepsOn } from '../../src/lab/scenarios/steps.ts';
import { wid, type Ran } from './child.ts';
import { folderWith } from '../support/folder.ts';

let lab: Lab;

beforeEach(async () => {
  lab = await startLab();
});

afterEach(async () => {
  await lab.stop();
});

const spec = `version: 1
issuers: { nomad: { jwks_url: "\${NOMAD_ADDR}/.well-known/jwks.json" } }
presets: [{ preset: nomad-consul, issuer: nomad }, { preset: nomad-vault, issuer: nomad }]
`;

const jobFile = `job "web" {
  group "api" {
    network {
      port "http" {}
    }
    service {
      name = "web"
      port = "http"
    }
    task "server" {
      driver = "exec"
      consul {}
      vault {}
      config {
        command = "/bin/true"
      }
      template {
        data        = "{{ key \\"app/config\\" }}{{ with secret \\"secret/default/web/db\\" }}{{ .Data }}{{ end }}"
        destination = "local/config"
      }
    }
  }
}
`;

/** A user with a spec and a job file in a folder and the lab's environment. */
function user(): { readonly folder: string; readonly run: (...args: readonly string[]) => Promise<Ran> } {
  const folder = folderWith({ 'wid.yaml': spec, 'web.nomad.hcl': jobFile });
  return { folder, run: (...args) => wid(args, { cwd: folder, env: lab.environment() }) };
}

const jobWithVault = {
  ID: 'web',
  Name: 'web',
  Type: 'service',
  Datacenters: ['*'],
  TaskGroups: [{ Name: 'g', Tasks: [{ Name: 't', Driver: 'exec', Config: { command: '/bin/true' }, Vault: {} }] }],
};

interface Told {
  readonly schemaVersion: number;
  readonly chains: readonly {
    readonly product: string;
    readonly broken: number | null;
    readonly links: readonly { readonly link: string; readonly error?: string }[];
  }[];
}

/** Each command is a process of its own, and a test runs several. */
describe('on the lab', { timeout: 60_000 }, () => {
  it('explain finds nothing broken after apply, and names the link that breaks after a change', async () => {
    const { run } = user();
    expect((await run('apply', '-y')).code).toBe(0);
    const healthy = await run('explain', 'web.nomad.hcl');
    expect(healthy).toMatchObject({ code: 0, stderr: '' });
    expect(healthy.stdout).toContain('✓ key "app/config" asks key:read on "app/config": allowed');
    expect(healthy.stdout).not.toContain('first broken link');

    const { consul } = stepsOn(lab);
    const method = '/v1/acl/auth-method/nomad-workloads';
    const live = (await consul('GET', method)) as { Config: object };
    await consul('PUT', method, { ...live, Config: { ...live.Config, BoundAudiences: ['consul.example'] } });
    const broken = await run('explain', 'web.nomad.hcl', '--task', 'server', '--format', 'json');
    expect(broken).toMatchObject({ code: 1, stderr: '' });
    const { schemaVersion, chains } = JSON.parse(broken.stdout) as Told;
    expect(schemaVersion).toBe(1);
    expect(chains.map(({ product, broken: at, links }) => [product, at === null ? null : links[at]?.link])).toEqual([
      ['consul', 'login'],
      ['vault', null],
    ]);
  });

  it('explain reads the job, its identities and everything else from the servers', async () => {
    const { run } = user();
    await run('apply', '-y');
    const identity = { Name: 'default', Audience: ['nomadproject.io'] };
    const own = { Name: 'consul_default', Audience: ['elsewhere.io'], TTL: 3_600_000_000_000 };
    const task = { Name: 'server', Driver: 'exec', Consul: {}, Identity: identity, Identities: [own] };
    await stepsOn(lab).nomad('PUT', '/v1/jobs', { Job: { ID: 'live', TaskGroups: [{ Name: 'api', Tasks: [task] }] } });
    const { code, stdout } = await run('explain', 'live');
    expect(code).toBe(1);
    expect(stdout).toContain('✗ login at auth method nomad-workloads is refused <- the first broken link');
    expect(stdout).toContain('error validating claims: aud claim does not match any bound audience');
    expect(stdout).toContain('  · binding rules\n  · token\n');
    expect(await run('explain', 'nobody')).toMatchObject({ code: 2, stdout: '' });
  });

  it('can answers with yes, no or neither, and why', async () => {
    const { run } = user();
    await run('apply', '-y');
    const yes = await run('can', 'web.nomad.hcl', 'read', 'key', 'app/config');
    expect(yes).toMatchObject({ code: 0, stderr: '' });
    expect(yes.stdout).toMatch(/^yes\n/);
    expect(yes.stdout).toContain('key_prefix "" = read of policy policy-nomad-tasks');
    const no = await run('can', 'web.nomad.hcl', 'write', 'key', 'app/config');
    expect(no.code).toBe(1);
    expect(no.stdout).toMatch(/^no\n/);
    expect(no.stdout).not.toContain('enable_key_list_policy');
    const list = await run('can', 'web.nomad.hcl', 'list', 'key', 'app');
    expect(list.code).toBe(1);
    expect(list.stdout).toContain('only where acl.enable_key_list_policy is on');
    expect((await run('can', 'web.nomad.hcl', 'read', 'path', 'secret/data/default/web/db')).code).toBe(0);
    expect((await run('can', 'web.nomad.hcl', 'read', 'path', 'secret/data/default/other/db')).code).toBe(1);
    expect((await run('can', 'web.nomad.hcl', 'write', 'service', 'web', '--service', 'web')).code).toBe(0);
    const which = await run('can', 'web.nomad.hcl', 'read', 'service', 'web');
    expect(which).toMatchObject({ code: 2, stdout: '' });
    expect(which.stderr).toContain('--group api --service web; --group api --task server');
  });

  it.each([
    [['explain', 'web.nomad.hcl', '--task', 'serwer'], 'the job has no task serwer\n  hint: did you mean "server"?'],
    [['explain', 'web.nomad.hcl', '--group', 'x'], 'the job has no group x\n  hint: it has api'],
    [['can', 'web.nomad.hcl', 'read', 'key', 'a', '--group', 'api', '--task', 'x'], 'the job has no task x'],
    [
      ['can', 'web.nomad.hcl', 'write', 'service', 'a', '--service', 'x'],
      'the job has no service x\n  hint: it has web',
    ],
  ])('%j says that there is no such thing, instead of nothing', async (args, words) => {
    const { code, stdout, stderr } = await user().run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
  });

  it('starts from a real token that it never shows', async () => {
    const { folder, run } = user();
    await run('apply', '-y');
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(Date.now() / 1000);
    const claims = { aud: 'consul.io', iat: now, exp: now + 600, nomad_namespace: 'prod', nomad_task: 'server' };
    const token = `${part({ alg: 'RS256', kid: 'x' })}.${part(claims)}.c2lnbmF0dXJl`;
    writeFileSync(join(folder, 'token.jwt'), `${token}\n`);
    const { code, stdout, stderr } = await run('explain', 'web.nomad.hcl', '--task', 'server', '--token', 'token.jwt');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('the claims of the JWT that was given');
    expect(stdout).toContain('role nomad-prod-tasks does not exist');
    for (const piece of token.split('.')) expect(stdout).not.toContain(piece);
  });
});

describe('without any server', { timeout: 30_000 }, () => {
  it('a job file and a spec are enough', async () => {
    const { folder } = user();
    const env = { NOMAD_ADDR: 'http://127.0.0.1:1' };
    const { code, stdout, stderr } = await wid(['explain', 'web.nomad.hcl', '-f', 'wid.yaml'], { cwd: folder, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Taken for given:');
    expect(await wid(['explain', 'none.nomad.hcl', '-f', 'wid.yaml'], { cwd: folder, env })).toMatchObject({
      code: 2,
      stderr: 'error (file): cannot read the job file none.nomad.hcl: there is no such file\n',
    });
  });

  it('explain and can ask which job is meant when several namespaces have it', async () => {
    const { run } = user();
    expect((await run('apply', '-y')).code).toBe(0);
    const { nomad } = stepsOn(lab);
    await nomad('PUT', '/v1/namespace/prod', { Name: 'prod' });
    for (const Namespace of ['default', 'prod'])
      await nomad('PUT', '/v1/jobs', { Job: { ...jobWithVault, Namespace } });
    for (const args of [
      ['explain', 'web'],
      ['can', 'web', 'read', 'secret', 'secret/prod/web/db'],
    ])
      expect(await run(...args)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(
          /there are jobs web in several namespaces: default, prod[^]*--namespace/,
        ) as string,
      });
    const can = (namespace: string): Promise<Ran> =>
      run('can', 'web', 'read', 'secret', 'secret/prod/web/db', '--namespace', namespace);
    expect(await can('prod')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^yes/) as string });
    expect(await can('default')).toMatchObject({ code: 1, stdout: expect.stringMatching(/^no/) as string });
    // A file that names none is of the one that is given.
    const ofFile = ['can', 'web.nomad.hcl', 'read', 'secret', 'secret/prod/web/db', '--task', 'server'];
    expect(await run(...ofFile, '--namespace', 'prod')).toMatchObject({ code: 0 });
    expect(await run(...ofFile)).toMatchObject({ code: 1 });
  });
});
