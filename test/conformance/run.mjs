// Runs the comparisons and ends with "agree N of M".
// Usage: npm run conformance [-- --vectors FILE]          vectors: the repository's own, or those of a file of that form
//        npm run conformance -- --differential [--seed N] [--times N]     long runs against real servers
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    vectors: { type: 'string' },
    differential: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    times: { type: 'string', default: '20' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

function run(args, env) {
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status ?? 1;
}

if (values.differential) {
  console.log(`seed ${values.seed}, ${values.times} times`);
  const env = { WID_CONFORMANCE_SEED: values.seed, WID_CONFORMANCE_TIMES: values.times };
  process.exitCode = run(['--project', 'servers', 'test/conformance'], env);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'wid-conformance-'));
  const result = join(folder, 'result');
  const vectors = values.vectors === undefined ? '' : resolve(values.vectors);
  process.exitCode = run(['--project', 'unit', 'test/conformance/vectors.test.ts'], {
    WID_VECTORS: vectors,
    WID_VECTORS_RESULT: result,
  });
  try {
    console.log(readFileSync(result, 'utf8'));
  } catch {
    console.log('agree 0 of 0: the vectors could not be run');
  }
  rmSync(folder, { recursive: true, force: true });
}
