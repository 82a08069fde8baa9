import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('run.mjs', import.meta.url));
const run = (...args: readonly string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });

it('npm run fuzz tells how it is used, and of a wrong command line', () => {
  expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--times N') as string });
  expect(run('--tmies', '1').stderr).toMatch(/^Unknown option '--tmies'[^]*Usage:/);
  expect(run('--times', 'many')).toMatchObject({ status: 2, stderr: expect.stringContaining('"many"') as string });
});
