import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inFolder, wid } from './e2e/wid.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const command = join(root, 'dist/cli.js');

/** Nothing listens there: what gets as far as a server fails at once. */
const nowhere = { CONSUL_HTTP_ADDR: 'http://127.0.0.1:1', VAULT_ADDR: 'http://127.0.0.1:1' };

describe('the command line', () => {
  it('prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await wid(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each<[string, string[], number, RegExp]>([
    ['no command', [], 2, /Usage: wid .*Commands:/s],
    ['a misspelt command', ['plna'], 2, /unknown command 'plna'.*Did you mean plan\?/s],
    ['an unknown option', ['plan', '--detailed-exitcods'], 2, /unknown option.*Did you mean --detailed-exitcode/s],
    ['an option without its value', ['plan', '--out'], 2, /argument missing/],
    ['an unknown log level', ['--log-level', 'loud', 'schema'], 2, /Allowed choices are debug/],
    ['an unknown format', ['plan', '-f', '-', '--format', 'xml'], 2, /error/],
    ['an argument too many', ['schema', 'extra'], 2, /too many arguments/],
    ['a usage error where 2 would mean changes', ['plan', '--detailed-exitcode', '--bogus'], 1, /unknown option/],
    ['an error where 2 would mean changes', ['plan', '--detailed-exitcode', '-f', 'none.yaml'], 1, /none\.yaml/],
    ['a spec that is not there', ['plan', '-f', 'none.yaml'], 2, /error \(file\): .*none\.yaml/],
    ['an unknown action of the lab', ['lab', 'down'], 2, /unknown action down.*use up or demo/s],
  ])('answers %s on standard error, with its exit code', async (_title, args, code, text) => {
    const ran = await inFolder({}, (cwd) => wid(args, { cwd, env: nowhere }));
    expect(ran.stderr).toMatch(text);
    expect(ran).toMatchObject({ code, stdout: '' });
  });

  it('does not mind a reader that goes away', async () => {
    const { code, stderr } = await new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const child = spawn(process.execPath, [command, 'schema'], { stdio: ['ignore', 'pipe', 'pipe'] });
      let text = '';
      child.stdout.destroy();
      child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      child.once('close', (code) => resolve({ code, stderr: text }));
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each<[string, Record<string, string>, string[], boolean]>([
    ['has no colours in a pipe', { NO_COLOR: '' }, [], false],
    ['has colours when FORCE_COLOR is set', { NO_COLOR: '', FORCE_COLOR: '1' }, [], true],
    ['has no colours when FORCE_COLOR is 0', { NO_COLOR: '', FORCE_COLOR: '0' }, [], false],
    ['has no colours with --no-color, whatever the environment says', { FORCE_COLOR: '1' }, ['--no-color'], false],
  ])('%s', async (_title, env, options, coloured) => {
    const { stdout } = await wid([...options, 'lab', 'demo'], { env });
    expect(stdout.includes('\u001b[')).toBe(coloured);
  });
});

describe('wid init', () => {
  it('writes a spec and its schema once, and overwrites the spec only when told to', async () => {
    await inFolder({}, async (cwd) => {
      expect(await wid(['init'], { cwd })).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(readFileSync(join(cwd, 'wid.schema.json'), 'utf8'))).toMatchObject({ title: 'wid spec' });
      expect(await wid(['init'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
      expect(await wid(['init', '--force'], { cwd })).toMatchObject({ code: 0 });
      const plan = await wid(['plan'], { cwd, env: nowhere });
      expect(plan.stderr, 'the spec is right; only the servers are missing').toMatch(/error \(network\)/);
    });
  });
});

describe('wid lab', () => {
  it('demo exits 0 when the second plan is empty', async () => {
    const { code, stdout } = await wid(['lab', 'demo']);
    expect(code).toBe(0);
    expect(stdout).toContain('bound_audiences = ["consul.example"] -> ["consul.io"]');
    expect(stdout.match(/^No changes: all \d+ objects are as the spec says\.$/gm)).toHaveLength(1);
  });

  it('up serves until it is told to stop, keeps its tokens in a file of the user’s own, and removes that', async () => {
    const child = spawn(process.execPath, [command, 'lab', 'up'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const file = await new Promise<string>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
        const path = /^ {2}\. (\S+)$/m.exec(text)?.[1];
        if (path !== undefined && text.includes('Ctrl-C')) resolve(path);
      });
    });
    const env = Object.fromEntries(
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => /^export (\w+)='(.*)'$/.exec(line)?.slice(1) as [string, string]),
    );
    expect(text).not.toContain(env['CONSUL_HTTP_TOKEN']);
    expect(await wid(['export', '--only', 'vault'], { env })).toMatchObject({ code: 0, stderr: '' });
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(existsSync(file)).toBe(false);
  });
});
