import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { stepsOn } from '../../src/lab/scenarios/steps.ts';
import { terminalThere, wid, widOnTerminal, type Ran } from './child.ts';
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
presets: [{ preset: nomad-consul, issuer: nomad }]
`;

/** A user with a spec in a folder and the lab's environment. */
function user(): { readonly folder: string; readonly run: (...args: readonly string[]) => Promise<Ran> } {
  const folder = folderWith({ 'wid.yaml': spec });
  return { folder, run: (...args) => wid(args, { cwd: folder, env: lab.environment() }) };
}

const method = '/v1/acl/auth-method/nomad-workloads';

async function changeAudience(): Promise<void> {
  const { consul } = stepsOn(lab);
  const live = (await consul('GET', method)) as { Config: object };
  await consul('PUT', method, { ...live, Config: { ...live.Config, BoundAudiences: ['consul.example'] } });
}

/** Each command is a process of its own, and a test runs several. */
describe('on the lab', { timeout: 60_000 }, () => {
  it('plan tells of a world or a target that is not there, though nothing changes', async () => {
    const { folder, run } = user();
    expect(await run('apply', '-y')).toMatchObject({ code: 0 });
    expect(await run('plan', '--world', 'wrold.json', '--out', 'plan.json')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('cannot read the world wrold.json') as string,
    });
    expect(existsSync(join(folder, 'plan.json'))).toBe(false);
    expect(await run('plan', '--target', 'consul/auth-method/nomad-workload')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('consul/auth-method/nomad-workloads') as string,
    });
  });

  it('plan, apply, drift and destroy answer with the exit codes that are documented', async () => {
    const { run } = user();
    expect(await run('plan', '--detailed-exitcode')).toMatchObject({ code: 2, stderr: '' });
    expect(await run('plan')).toMatchObject({ code: 0, stderr: '' });
    expect(await run('drift')).toMatchObject({ code: 1, stderr: '' });
    expect(await run('apply', '-y')).toMatchObject({ code: 0 });
    expect(await run('plan', '--detailed-exitcode')).toMatchObject({ code: 0 });
    expect(await run('drift')).toMatchObject({ code: 0 });

    await changeAudience();
    const drift = await run('drift');
    expect(drift.code).toBe(1);
    expect(drift.stdout).toContain('~ bound_audiences = ["consul.example"] -> ["consul.io"]');
    const json = JSON.parse((await run('drift', '--format', 'json')).stdout) as { steps: { action: string }[] };
    expect(json.steps.filter(({ action }) => action === 'update')).toHaveLength(1);

    expect(await run('destroy', '-y')).toMatchObject({ code: 0 });
    expect(await stepsOn(lab).consul('GET', '/v1/acl/auth-methods')).toEqual([]);
    const { stdout } = await run('destroy', '-y');
    expect(stdout).toContain('there is no manifest at Consul KV wid/manifests/');
    expect(stdout).toContain('there are no objects to work on');
  });

  it('apply and destroy ask, and without anybody to ask write nothing', async () => {
    const { run } = user();
    const apply = await run('apply');
    expect(apply.code).toBe(2);
    expect(apply.stdout).toContain('Plan: 5 to create.');
    expect(apply.stderr).toBe(
      'error (usage): there is nobody to ask whether to go on\n  hint: add -y to go on without asking\n',
    );
    expect(await stepsOn(lab).consul('GET', '/v1/acl/auth-methods')).toEqual([]);
    await run('apply', '-y');
    expect((await run('destroy')).code).toBe(2);
    expect(await stepsOn(lab).consul('GET', '/v1/acl/auth-methods')).toHaveLength(1);
  });

  it('destroy gives no reason that is not one', async () => {
    const { run } = user();
    await run('apply', '-y');
    const { stdout } = await run('destroy', '-y');
    expect(stdout).toContain('- consul/policy/policy-nomad-tasks will be deleted');
    expect(stdout).not.toContain('it left the spec');
  });

  it('a conflict is shown, exits with 1 and writes nothing', async () => {
    const { run } = user();
    await stepsOn(lab).consul('PUT', '/v1/acl/policy', { Name: 'policy-nomad-tasks', Rules: '', Description: 'mine' });
    for (const command of [['plan'], ['apply', '-y']]) {
      const { code, stdout } = await run(...command);
      expect(code).toBe(1);
      expect(stdout).toContain('! consul/policy/policy-nomad-tasks is in the way');
    }
    expect(await stepsOn(lab).consul('GET', '/v1/acl/auth-methods')).toEqual([]);
    expect(await run('apply', '-y', '--adopt')).toMatchObject({ code: 0 });
  });

  it('a kept plan is applied as it was seen', async () => {
    const { folder, run } = user();
    expect(await run('plan', '--out', 'p.json')).toMatchObject({
      code: 0,
      stderr: 'Kept the plan in p.json. To make these changes and no others: wid apply p.json\n',
    });
    expect(readFileSync(join(folder, 'p.json'), 'utf8')).not.toContain(lab.consul.managementToken.reveal());
    const { code, stdout } = await run('apply', 'p.json');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Done: 5 objects written.\n' });
  });

  it('a kept plan is refused when something moved since, and the object is named', async () => {
    const { run } = user();
    await run('apply', '-y');
    await changeAudience();
    expect((await run('plan', '--out', 'p.json')).code).toBe(0);
    const { consul } = stepsOn(lab);
    const live = (await consul('GET', method)) as object;
    await consul('PUT', method, { ...live, DisplayName: 'moved' });
    const { code, stdout, stderr } = await run('apply', 'p.json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'error (moved): the servers moved since the plan was made: consul/auth-method/nomad-workloads\n' +
        '  hint: make a new plan and look at it again\n',
    );
    expect(await consul('GET', method)).toMatchObject({ DisplayName: 'moved' });
  });

  it('a plan that cannot be kept says so', async () => {
    const { code, stderr } = await user().run('plan', '--out', 'no/such/folder/p.json');
    expect(code).toBe(2);
    expect(stderr).toBe('error (file): cannot write the plan no/such/folder/p.json: there is no such folder\n');
  });

  it('a target that the spec does not hold is refused, with one that it holds', async () => {
    const { run } = user();
    const { code, stderr } = await run('plan', '--target', 'consul/policy/other');
    expect(code).toBe(2);
    expect(stderr).toContain('the spec holds no object consul/policy/other');
    expect(stderr).toContain('consul/policy/policy-nomad-tasks');
    const { stdout } = await run('plan', '--target', 'consul/role/nomad-default-tasks');
    expect(stdout).toContain('Plan: 2 to create.');
  });

  it('a JWKS that cannot be fetched is named before anything is written', async () => {
    const folder = folderWith({ 'wid.yaml': spec.replace('/.well-known/jwks.json', '/nowhere.json') });
    const { code, stderr } = await wid(['apply', '-y'], { cwd: folder, env: lab.environment() });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error \(issuer\): consul\/auth-method\/nomad-workloads: http:.*\/nowhere\.json: answered 404/,
    );
    expect(await stepsOn(lab).consul('GET', '/v1/acl/policies')).not.toContainEqual(
      expect.objectContaining({ Name: 'policy-nomad-tasks' }),
    );
  });

  it('an export is a spec whose plan has nothing to do', async () => {
    const { run } = user();
    await run('apply', '-y');
    const exported = await run('export', '--only', 'consul', '--name', 'copy');
    expect(exported.code).toBe(0);
    const plan = await wid(['plan', '-f', '-'], { env: lab.environment(), input: exported.stdout });
    expect(plan).toMatchObject({ code: 0, stdout: expect.stringMatching(/^No changes: all \d+ objects/) as string });
  });

  it('a wrong token is refused by the server, and not repeated', async () => {
    const { folder } = user();
    const token = '00000000-aaaa-bbbb-cccc-dddddddddddd';
    const { code, stdout, stderr } = await wid(['plan'], {
      cwd: folder,
      env: { ...lab.environment(), CONSUL_HTTP_TOKEN: token },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error \(api\)/);
    expect(stderr).not.toContain(token);
  });
});

describe.skipIf(!terminalThere)('at the question whether to go on', { timeout: 60_000 }, () => {
  it.each([
    ['yes', 'yes\r', 0, 'Done: 5 objects written.'],
    ['no', 'no\r', 1, 'Stopped. Nothing was changed.'],
    ['y, which is not yes', 'y\r', 1, 'Stopped. Nothing was changed.'],
    ['Ctrl-C', '\u0003', 1, 'Stopped. Nothing was changed.'],
    ['the end of the input', '\u0004', 1, 'Stopped. Nothing was changed.'],
  ])('%s is understood', async (_, keys, code, text) => {
    const { folder } = user();
    const env = lab.environment();
    const ended = await widOnTerminal(['--no-color', 'apply'], { cwd: folder, env, prompt: 'goes on:', keys });
    expect(ended).toEqual({ code, screen: expect.stringContaining(text) as string });
    const methods = await stepsOn(lab).consul('GET', '/v1/acl/auth-methods');
    expect(methods).toHaveLength(code === 0 ? 1 : 0);
    expect(await stepsOn(lab).consul('GET', '/v1/session/list')).toEqual([]);
  });
});
