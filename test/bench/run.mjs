// Builds wid and measures it: a line a figure, with its goal. Ends with 1 when a goal is missed or cannot be measured.
// Usage: npm run bench [-- NAME ...]      NAME: part of the path of a bench, as in "consul/logins"
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return status ?? 1;
}

const names = process.argv.slice(2);
process.exitCode =
  run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json') ||
  run('bundle.mjs') ||
  run('node_modules/vitest/vitest.mjs', 'run', '--config', 'test/bench/vitest.config.ts', ...names);
