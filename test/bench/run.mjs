// Builds wid and measures it: a line a figure, with its goal. Ends with 1 when a goal is missed or cannot be measured.
// Usage: npm run bench [-- NAME ...]      NAME: part of the path of a bench, as in "consul/logins"
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs what a package of node_modules brings. */
function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return status ?? 1;
}

const names = process.argv.slice(2);
process.exitCode =
  run('typescript/bin/tsc', '-p', 'tsconfig.build.json') ||
  run('vitest/vitest.mjs', 'run', '--config', 'test/bench/vitest.config.ts', ...names);
