import { existsSync, readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { folderWith, startWid, wid } from './child.ts';

it(
  'wid lab up runs until it is stopped, and keeps its tokens in a file of the user alone',
  { timeout: 30_000 },
  async () => {
    const cwd = folderWith();
    const { child, ended } = startWid(['lab', 'up'], { cwd });
    const shown = await new Promise<string>((resolve) => {
      let text = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
        if (text.includes('Ctrl-C')) resolve(text);
      });
    });
    const file = /^ {2}\. (.+)$/m.exec(shown)?.[1] ?? '';
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const env = Object.fromEntries(
      [...readFileSync(file, 'utf8').matchAll(/^export (\w+)='([^']*)'$/gm)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    );
    expect(Object.keys(env)).toEqual(expect.arrayContaining(['CONSUL_HTTP_ADDR', 'VAULT_ADDR', 'NOMAD_ADDR']));

    // What it says to do in the other terminal works; only the starter's issuer is another.
    await wid(['init'], { cwd });
    const { code, stdout } = await wid(['plan'], { cwd, env });
    expect(code).toBe(0);
    expect(stdout).toContain('Plan: 9 to create.');

    child.kill('SIGINT');
    const end = await ended;
    expect(end).toMatchObject({ code: 0, signal: null, stderr: '' });
    for (const name of ['CONSUL_HTTP_TOKEN', 'VAULT_TOKEN']) expect(end.stdout).not.toContain(env[name]);
    expect(existsSync(file)).toBe(false);
  },
);

it('wid lab demo ends with an empty plan', { timeout: 30_000 }, async () => {
  const { code, stdout } = await wid(['lab', 'demo']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/ will be taken over$/m);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('The second plan is empty: the trust is as the spec says.');
});
