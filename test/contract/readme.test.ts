import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { floors } from './floors.ts';
import { filesBelow, readText, root } from './source-files.ts';

const readme = readText('README.md');

/** The shell blocks of a section, by its heading. */
function blocksIn(heading: string): readonly string[] {
  const section = readme.split(/^(?=## )/m).find((part) => part.startsWith(`## ${heading}\n`)) ?? '';
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? '');
}

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

function bash(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: Buffer.concat(parts).toString('utf8') }));
  });
}

describe('the README', () => {
  it('begins with two commands that do everything from a fresh checkout', () => {
    const [first = ''] = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? '');
    expect(first).toBe('npm ci && npm run demo\nnpm ci && npm test\n');
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']));
  });

  it('names every command', () => {
    for (const name of Object.keys(commands)) expect(readme).toMatch(new RegExp(`^\\| \`wid ${name}\` +\\|`, 'm'));
  });

  it('draws the folders in the order of their imports', () => {
    const drawn = /^support ->[^`]*?-> cli$/m.exec(readme)?.[0].replaceAll(/\s+/g, ' ');
    const rooms = floors.map((floor) => floor.filter((room) => room !== 'index.ts'));
    const words = rooms.map((floor) => (floor.length > 1 ? `{${floor.join(', ')}}` : floor.join('')));
    expect(drawn).toBe(words.join(' -> ').replace('cli.ts', 'cli'));
  });

  it('says of every folder of src what is in it', () => {
    const folders = new Set(filesBelow('src').map(({ path }) => path.split('/')[1] ?? ''));
    const untold = [...folders].filter((name) => !name.endsWith('.ts') && !readme.includes(`\n| \`${name}/\``));
    expect(untold).toEqual([]);
  });

  it('names the environment variables that the clients read', () => {
    const text = filesBelow('src/clients').map((file) => file.text);
    const read = text.join('\n').matchAll(/'((?:CONSUL|VAULT|NOMAD|WID)_[A-Z_]+)'/g);
    const own = [...new Set([...read].map(([, name]) => name ?? ''))].filter(
      (name) => !/^NOMAD_(?:SECRETS_DIR|TOKEN_)/.test(name),
    );
    expect(own.length).toBeGreaterThan(30);
    expect(own.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the tour in the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wid-tour-'));
  let lab: Lab;

  beforeAll(async () => {
    writeFileSync(join(folder, 'wid'), `#!/bin/sh\nexec "${process.execPath}" "${root}dist/bin/wid.cjs" "$@"\n`);
    chmodSync(join(folder, 'wid'), 0o755);
    lab = await startLab();
  });

  afterAll(async () => {
    await lab.stop();
    rmSync(folder, { recursive: true });
  });

  /** What each block must show, as the text below it says. */
  const shows = [
    /^Plan: 9 to create\.$/m,
    /^No changes: all 9/m,
    /^warning: role nomad-workloads of auth\/jwt-nomad is bound to vault\.example[^]*^0 errors, 1 warning,[^]*^exit code 1$/m,
    /^exit code 1$/m,
    /^Plan: 9 to delete\.$/m,
  ];

  it.each(blocksIn('A two-minute tour').map((block, index) => [block.trim().split('\n').at(-1), block, shows[index]]))(
    'runs as written to `%s`',
    async (_, block = '', shown = /never/) => {
      const path = `${folder}${delimiter}${process.env.PATH ?? ''}`;
      const ran = await bash(block, folder, { PATH: path, HOME: folder, ...lab.environment() });
      // A tour that warns of something else would frighten those who take it.
      expect(ran.output.replace(shown, '')).not.toContain('warning:');
      expect(ran).toMatchObject({ code: 0, output: expect.stringMatching(shown) as string });
    },
    60_000,
  );

  it('has the blocks that are expected', () => {
    expect(blocksIn('A two-minute tour')).toHaveLength(shows.length);
  });
});
