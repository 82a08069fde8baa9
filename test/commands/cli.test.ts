import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { fakeServer } from '../support/fake-server.ts';
import { startWid, wid } from './child.ts';
import { folderWith } from '../support/folder.ts';

const spec = `version: 1
issuers: { nomad: { jwks_url: "http://127.0.0.1:1/jwks.json" } }
presets: [{ preset: nomad-consul, issuer: nomad }]
`;

/** An address of this machine at which nobody listens. */
async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return `http://127.0.0.1:${String(address.port)}`;
}

describe('the command line', { timeout: 30_000 }, () => {
  it('prints its version, whatever stands beside', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    for (const args of [['--version'], ['-V'], ['plan', '--version'], ['version']])
      expect(await wid(args)).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('lists every command in its help', async () => {
    const { code, stdout, stderr } = await wid(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of Object.keys(commands)) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it.each(Object.keys(commands))('helps with %s, with examples', async (name) => {
    const { code, stdout } = await wid([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: wid ${name}`));
    expect(stdout).toMatch(/\nExamples:\n {2}wid /);
  });

  it('helps with a command however help is asked for, and says what holds for every command', async () => {
    const { stdout } = await wid(['plan', '--help']);
    expect(stdout).toMatch(/\nGlobal Options:\n(?:.*\n)* {2}--no-color/);
    for (const args of [
      ['-h', 'plan'],
      ['--help', 'plan'],
      ['help', 'plan'],
      ['plan', '-help'],
      ['-help', 'plan'],
    ])
      expect(await wid(args)).toMatchObject({ code: 0, stdout, stderr: '' });
  });

  it('fits its help into eighty columns', async () => {
    for (const args of [['--help'], ...Object.keys(commands).map((name) => [name, '--help'])]) {
      const [before = ''] = (await wid(args)).stdout.split('\nExamples:');
      for (const line of before.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  it.each([
    ['a misspelt command', ['plam'], /unknown command 'plam'\n\(Did you mean plan\?\)/],
    ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
    ['help with a misspelt command', ['help', 'plam'], /unknown command 'plam'\n\(Did you mean plan\?\)/],
    ['an unknown option', ['plan', '--frob'], /unknown option '--frob'/],
    ['a misspelt option', ['plan', '--targt', 'x'], /Did you mean --target\?/],
    ['an option with one dash', ['plan', '-format=json'], /unknown option '-format'\n\(Did you mean --format\?\)/],
    ['one dash and a value apart', ['audit', '-fail-on', 'error'], /\(Did you mean --fail-on\?\)\n\(wid audit --help/],
    ['an unknown format', ['plan', '--format', 'xml'], /Allowed choices are text, json/],
    ['an unknown format of an export', ['export', '--format', 'text'], /Allowed choices are yaml, json/],
    ['a name that no spec may have', ['export', '--name', 'a b'], /--name "a b": a name has up to 64 letters/],
    ['an unknown product', ['export', '--only', 'nomad'], /Allowed choices are consul, vault/],
    ['an unknown log level', ['--log-level', 'loud', 'schema'], /Allowed choices are debug/],
    ['an option without its value', ['plan', '--out'], /argument missing/],
    ['an argument too many', ['schema', 'more'], /too many arguments/],
    ['an argument too few', ['lab'], /missing required argument 'action'/],
    ['a misspelt rule', ['rules', 'job/consul-blok-missing'], /hint: did you mean "job\/consul-block-missing"\?/],
    ['a misspelt area', ['rules', 'CONSL'], /no rule or area CONSL\n {2}hint: did you mean "consul"\?/],
    ['an unknown action', ['lab', 'frob'], /unknown action frob\n {2}hint: use up or demo/],
  ])('exits with 2 on %s, and says so on standard error', async (_, args, why) => {
    const { code, stdout, stderr } = await wid(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(why);
    expect(stderr).not.toContain('    at ');
  });

  it('exits with 1 on a bad option where 2 means changes', async () => {
    expect((await wid(['plan', '--detailed-exitcode', '--frob'])).code).toBe(1);
    expect((await wid(['plan', '-detailed-exitcode', '-out=x'])).code).toBe(1);
  });

  it('gives plain text in a pipe, and colours where they are forced', async () => {
    const folder = folderWith({ 'wid.yaml': 'version: 1\nmanifest: { store: file, path: manifest.json }\n' });
    expect((await wid(['plan'], { cwd: folder })).stdout).not.toContain('\u001b');
    expect((await wid(['plan'], { cwd: folder, env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b');
    expect((await wid(['--no-color', 'plan'], { cwd: folder, env: { FORCE_COLOR: '1' } })).stdout).not.toContain(
      '\u001b',
    );
  });

  it('takes a reader that goes away for no error', async () => {
    const { child, ended } = startWid(['schema']);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('says so when the disk is full, and calls it no defect', async () => {
    const { code, stderr } = await wid(['schema'], { stdout: openSync('/dev/full', 'w') });
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'error (file): the output cannot be written: ENOSPC\n' });
  });

  it('ends cleanly when it is interrupted while a server is slow', async () => {
    const folder = folderWith({ 'wid.yaml': spec });
    let interrupt = (): unknown => undefined;
    const { address } = await fakeServer(() => {
      interrupt();
      interrupt = () => undefined; // a second one would end it at once
      return undefined;
    });
    const { child, ended } = startWid(['plan'], { cwd: folder, env: { CONSUL_HTTP_ADDR: address } });
    interrupt = () => child.kill('SIGINT');
    const { code, signal, stdout, stderr } = await ended;
    expect({ code, signal, stdout }).toEqual({ code: 2, signal: null, stdout: '' });
    expect(stderr).toMatch(/^error \(cancelled\)/);
    expect(stderr).not.toContain('    at ');
  });
});

describe('wid schema', { timeout: 30_000 }, () => {
  it('prints a JSON Schema', async () => {
    const { code, stdout } = await wid(['schema']);
    expect(code).toBe(0);
    const schema = JSON.parse(stdout) as Record<string, unknown>;
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' });
    const words = new Set<string>();
    collectTypes(schema, words);
    expect([...words].toSorted((a, b) => a.localeCompare(b))).toEqual(
      expect.arrayContaining(['array', 'boolean', 'object', 'string']),
    );
    for (const word of words)
      expect(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']).toContain(word);
  });
});

/** The words that stand as `type` of a schema, wherever schemas stand. */
function collectTypes(schema: unknown, words: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  const { type, properties, items, additionalProperties, anyOf, oneOf } = schema as Record<string, unknown>;
  for (const word of [type].flat()) if (word !== undefined) words.add(String(word));
  for (const inner of Object.values(properties ?? {})) collectTypes(inner, words);
  for (const inner of [items, additionalProperties, anyOf, oneOf].flat()) collectTypes(inner, words);
}

describe('wid init', { timeout: 30_000 }, () => {
  it('writes a spec that is good as it is, with its schema beside it', async () => {
    const folder = folderWith();
    expect(await wid(['init'], { cwd: folder })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Wrote wid.yaml and wid.schema.json.') as string,
    });
    expect(readFileSync(join(folder, 'wid.yaml'), 'utf8')).toContain('$schema=./wid.schema.json');
    expect(JSON.parse(readFileSync(join(folder, 'wid.schema.json'), 'utf8'))).toHaveProperty('$schema');
    const { stderr } = await wid(['plan'], { cwd: folder, env: { CONSUL_HTTP_ADDR: await closedAddress() } });
    expect(stderr).toMatch(/^error \(network\)/);
  });

  it.each([
    ['http://nomad.test:4646/', 'http://nomad.test:4646/.well-known/jwks.json'],
    ['https://me:word@nomad.test', 'https://nomad.test/.well-known/jwks.json'],
    ['unix:///run/nomad.sock', 'http://localhost:4646/.well-known/jwks.json'],
  ])('takes the address of the keys from NOMAD_ADDR %s', async (NOMAD_ADDR, url) => {
    const folder = folderWith();
    await wid(['init'], { cwd: folder, env: { NOMAD_ADDR } });
    expect(readFileSync(join(folder, 'wid.yaml'), 'utf8')).toContain(`    jwks_url: ${url}\n`);
  });

  it('never overwrites a spec unasked', async () => {
    const folder = folderWith({ 'wid.yaml': 'mine' });
    const { code, stderr } = await wid(['init'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toBe('error (file): wid.yaml is there already\n  hint: add --force to overwrite it\n');
    expect(readFileSync(join(folder, 'wid.yaml'), 'utf8')).toBe('mine');
    expect((await wid(['init', '--force'], { cwd: folder })).code).toBe(0);
    expect(readFileSync(join(folder, 'wid.yaml'), 'utf8')).toContain('version: 1');
  });

  it('puts the schema beside a spec elsewhere', async () => {
    const folder = folderWith();
    const elsewhere = folderWith();
    expect((await wid(['init', join(elsewhere, 'prod.yaml')], { cwd: folder })).code).toBe(0);
    expect(readFileSync(join(elsewhere, 'wid.schema.json'), 'utf8')).toContain('"$schema"');
  });

  it('says why it cannot write', async () => {
    const { code, stderr } = await wid(['init', join(folderWith(), 'no', 'such.yaml')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error \(file\): cannot write .*such\.yaml: there is no such folder\n$/);
  });
});

describe('without what they need', { timeout: 30_000 }, () => {
  it('plan points at wid init when there is no spec', async () => {
    const { code, stderr } = await wid(['plan'], { cwd: folderWith() });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'error (file): cannot read wid.yaml: there is no such file\n  hint: `wid init` writes a starter spec\n',
    );
  });

  it('plan shows a mistake in the spec in its place', async () => {
    const { code, stderr } = await wid(['plan', '-f', '-'], { input: 'version: 1\npresetz: []\n' });
    expect(code).toBe(2);
    expect(stderr).toContain('at <stdin>:2:1');
    expect(stderr).toContain('2 | presetz: []');
  });

  it.each([
    ['plan', [], 2],
    ['plan', ['--detailed-exitcode'], 1],
    ['apply', ['-y'], 2],
    ['drift', [], 2],
    ['destroy', ['-y'], 2],
    ['export', [], 2],
  ])('%s %j names the address at which nobody answers', async (name, options, exit) => {
    const address = await closedAddress();
    const folder = folderWith({ 'wid.yaml': spec });
    const { code, stdout, stderr } = await wid([name, ...options], {
      cwd: folder,
      env: { CONSUL_HTTP_ADDR: address, VAULT_ADDR: address },
    });
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    expect(stderr).toMatch(/^error \(network\): /);
    expect(stderr).toContain(address);
    // Both are asked at once, and the first refusal is told.
    expect(stderr).toMatch(/CONSUL_HTTP_ADDR|VAULT_ADDR/);
  });

  it.each([
    ['is no JSON', '{', /is no plan of this version of wid: it is not JSON/],
    ['is another JSON', '{}', /is no plan of this version of wid: schemaVersion/],
    [
      'is of another version',
      '{"schemaVersion":2,"type":"wid-plan"}',
      /is no plan of this version of wid: schemaVersion/,
    ],
  ])('apply refuses a plan that %s', async (_, text, why) => {
    const folder = folderWith();
    writeFileSync(join(folder, 'old.wid-plan.json'), text);
    const { code, stderr } = await wid(['apply', 'old.wid-plan.json'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(why);
    expect(stderr).toContain('wid plan --out FILE');
  });

  it('apply says that a plan is not there, and that a plan has the spec in it', async () => {
    const cwd = folderWith({ 'wid.yaml': spec, 'p.json': '{}' });
    expect((await wid(['apply', 'none.json'], { cwd })).stderr).toContain(
      'cannot read the plan none.json: there is no such file',
    );
    const { code, stderr } = await wid(['apply', '-f', 'wid.yaml', '--prune', 'p.json'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('--file, --prune cannot be given with a plan file');
  });
});
