import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { stepsOn } from '../../src/lab/scenarios/steps.ts';
import { wid, type Ran } from './child.ts';
import { folderWith } from '../support/folder.ts';

const spec = `version: 1
issuers: { nomad: { jwks_url: "\${NOMAD_ADDR}/.well-known/jwks.json" } }
presets: [{ preset: nomad-consul, issuer: nomad }, { preset: nomad-vault, issuer: nomad }]
`;

/** An agent's configuration in which the audience is none that Consul takes. */
const agent = `consul {
  task_identity {
    aud = ["elsewhere.io"]
    ttl = "1h"
  }
}
`;

const job = `job "web" {
  group "api" {
    task "server" {
      driver = "exec"
      config {
        command = "/bin/true"
      }
      consul {}
      template {
        data        = "{{ key \\"app/config\\" }}"
        destination = "local/config"
      }
    }
  }
}
`;

let lab: Lab;
let folder: string;

beforeEach(async () => {
  lab = await startLab();
  folder = folderWith({ 'wid.yaml': spec, 'agent.hcl': agent, 'web.nomad.hcl': job });
});
afterEach(() => lab.stop());

function run(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> {
  return wid(args, { cwd: folder, env });
}

/** Where nothing answers. */
const nowhere = { NOMAD_ADDR: 'http://127.0.0.1:1', CONSUL_HTTP_ADDR: '127.0.0.1:1', VAULT_ADDR: 'http://127.0.0.1:1' };

async function withJob(): Promise<void> {
  await run(lab.environment(), 'apply', '-y');
  const task = {
    Name: 'server',
    Driver: 'exec',
    Consul: {},
    Templates: [{ EmbeddedTmpl: '{{ key "app/config" }}', DestPath: 'local/config' }],
  };
  const groups = [{ Name: 'api', Tasks: [task] }];
  await stepsOn(lab).nomad('PUT', '/v1/jobs', { Job: { ID: 'web', TaskGroups: groups } });
}

/** Each command is a process of its own, and a test runs several. */
describe('a world that is written down', { timeout: 60_000 }, () => {
  it('explains the same as the servers did, when they are gone', async () => {
    await withJob();
    const written = await run(lab.environment(), 'collect', '--out', 'world.json');
    expect(written).toMatchObject({ code: 0, stdout: '' });
    expect(statSync(join(folder, 'world.json')).mode & 0o777).toBe(0o600);
    const live = await run(lab.environment(), 'explain', 'web', '--format', 'json');
    await lab.stop();
    const saved = await run(nowhere, 'explain', 'web', '--format', 'json', '--world', 'world.json');
    expect(saved).toMatchObject({ code: 0, stderr: '' });
    // Members of maps come in the order of their names, as servers in Go show most of them anyway.
    const chains = (text: string): unknown =>
      (JSON.parse(text) as { readonly chains: readonly { readonly links: readonly object[] }[] }).chains.map(
        (chain) => ({
          ...chain,
          links: chain.links.map((link) => ({ ...link, ...('mapped' in link ? { mapped: 0 } : {}) })),
        }),
      );
    expect(chains(saved.stdout)).toEqual(chains(live.stdout));
    const can = await run(nowhere, 'can', 'web', 'read', 'key', 'app/config', '--world', 'world.json');
    expect(can).toMatchObject({ code: 0, stderr: '' });
    expect(await run(nowhere, 'explain', 'other', '--world', 'world.json')).toMatchObject({ code: 2, stdout: '' });
  });

  it('is told about jobs and agents that are in files', async () => {
    await withJob();
    await run(lab.environment(), 'collect', '--out', 'world.json');
    const healthy = await run(nowhere, 'explain', 'web.nomad.hcl', '--world', 'world.json');
    expect(healthy).toMatchObject({ code: 0, stderr: '' });
    const files = ['--world', 'world.json', '--agent-config', 'agent.hcl'];
    const broken = await run(nowhere, 'explain', 'web.nomad.hcl', ...files);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain('aud = "elsewhere.io"');
    expect(broken.stdout).toContain('aud claim does not match any bound audience');
  });

  it('comes on standard output too, with what could not be read beside it', async () => {
    await withJob();
    const { CONSUL_HTTP_TOKEN: _, ...env } = lab.environment();
    const { code, stdout, stderr } = await run(env, 'collect', '--no-cache');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, nomad: { jobs: [{ id: 'web' }] } });
    expect(stderr).toMatch(/^Not read: auth methods, binding rules, roles and policies: .*403 .*\(needs acl:read\)$/m);
  });

  it('is refused when it is none, with the place', async () => {
    writeFileSync(join(folder, 'world.json'), '{ "schemaVersion": 1, "takenAt": "now" }');
    const { code, stderr } = await run(nowhere, 'explain', 'web', '--world', 'world.json');
    expect(code).toBe(2);
    expect(stderr).toContain('takenAt');
    expect(stderr).toContain('world.json:1:34');
  });
});

describe('wid collect', { timeout: 60_000 }, () => {
  it('fails without a product that is required, and when nothing can be read at all', async () => {
    const env = { ...lab.environment(), VAULT_ADDR: 'http://127.0.0.1:1' };
    expect((await run(env, 'collect')).code).toBe(0);
    const required = await run(env, 'collect', '--require', 'vault', '--out', 'world.json');
    expect(required).toMatchObject({ code: 2, stdout: '' });
    expect(required.stderr).toContain('connection refused');
    expect(() => readFileSync(join(folder, 'world.json'))).toThrow('ENOENT');
    const nothing = await run(nowhere, 'collect');
    expect(nothing).toMatchObject({ code: 2, stdout: '' });
    expect(nothing.stderr).toContain('nothing could be read');
    for (const args of [['audit'], ['audit', '--live', 'wid.yaml']]) {
      const unseen = await run(nowhere, ...args);
      expect(unseen).toMatchObject({ code: 2, stdout: '' });
      expect(unseen.stderr).toContain('nothing could be read');
    }
    expect(await run(env, 'collect', '--require', 'etcd')).toMatchObject({ code: 2, stdout: '' });
  });

  it('fails when it may read nothing of a product that is required', async () => {
    const env = { ...lab.environment(), CONSUL_HTTP_TOKEN: '11111111-2222-3333-4444-555555555555' };
    expect((await run(env, 'collect', '--require', 'nomad', '--require', 'vault')).code).toBe(0);
    const required = await run(env, 'audit', '--require', 'consul');
    expect(required).toMatchObject({ code: 2, stdout: '' });
    expect(required.stderr).toMatch(/policies could not be read: .* 403 .*\n {2}hint: the token needs acl:read/);
  });

  it('fails when there is no namespace of that name', async () => {
    const unknown = await run(lab.environment(), 'audit', '--namespace', 'prod');
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toMatch(/Nomad has no namespace prod, .*\n {2}hint: it has default/);
    expect((await run(lab.environment(), 'collect', '--namespace', 'default')).code).toBe(0);
  });

  it('reads the region of NOMAD_REGION, as nomad does, and none that is not there', async () => {
    for (const [env, ...args] of [[{ NOMAD_REGION: 'wset' }], [{}, '--region', 'wset']] as const) {
      const { code, stderr } = await run({ ...lab.environment(), ...env }, 'collect', ...args);
      expect(stderr).toContain('Nomad has no region wset');
      expect(code).toBe(2);
    }
  });
});
