import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { wid } from './child.ts';
import { inFolder } from '../support/folder.ts';

const command = fileURLToPath(new URL('../../dist/bin/wid.cjs', import.meta.url));

describe('wid lab demo', { timeout: 30_000 }, () => {
  it('plays an incident from failure to success, with what the servers said at each step', async () => {
    const { code, stdout } = await wid(['lab', 'demo']);
    const [before = '', after = ''] = stdout.split('$ wid plan --adopt');
    expect(code).toBe(0);
    expect(stdout).not.toContain('not as it should be');
    expect(before).toMatch(/lacks permission 'key:read' on "powerdns\/mysql\/password"/);
    expect(before).toContain('500 error validating claims: aud claim does not match any bound audience');
    expect(stdout).toContain('# for preset nomad-consul, wid.yaml:7:13');
    expect(stdout).not.toContain('<stdin>');
    expect(after).toContain('bound_audiences = ["consul.example"] -> ["consul.io"]');
    expect(after.match(/^No changes: all \d+ objects are as the spec says\.$/gm)).toHaveLength(1);
    expect(after).toContain('200 a token with the service identity powerdns');
    expect(after).toContain('200 only-for-the-demo');
    expect(after).toMatch(/403 .* lacks permission 'key:read' on "billing\/api-key"/);
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

describe('wid lab up', { timeout: 30_000 }, () => {
  it('serves until it is told to stop, keeps its tokens in a file of the user’s own, and removes that', async () => {
    const child = spawn(process.execPath, [command, 'lab', 'up'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise((resolve) => child.once('close', resolve));
    let text = '';
    const ready = new Promise<string>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
        const path = /^ {2}\. (\S+)$/m.exec(text)?.[1];
        if (path !== undefined && text.includes('Ctrl-C')) resolve(path);
      });
    });
    const file = await Promise.race([ready, ended.then(() => expect.fail(`it ended: ${text}`))]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const env = Object.fromEntries(
      lines.map((line) => /^export (\w+)='(.*)'$/.exec(line)?.slice(1) as [string, string]),
    );
    expect(text).not.toContain(env['CONSUL_HTTP_TOKEN']);
    expect(await wid(['export', '--only', 'vault'], { env })).toMatchObject({ code: 0, stderr: '' });
    // What it says to do in the other terminal.
    await inFolder({}, async (cwd) => {
      await wid(['init'], { cwd, env });
      expect((await wid(['plan'], { cwd, env })).stdout).toContain('Plan: 9 to create.');
      expect((await wid(['apply', '-y'], { cwd, env })).stdout).toContain('Done: 9 objects written.');
    });
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(existsSync(file)).toBe(false);
  });
});
