// Gives every reader of texts a great many inputs, and ends with a line a reader.
// Usage: npm run fuzz [-- --seed N --times 100000 --reader "HCL 1"]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    times: { type: 'string', default: '100000' },
    reader: { type: 'string', default: '' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
console.log(`seed ${values.seed}, ${values.times} inputs a reader`);
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--project', 'unit', '--disable-console-intercept', '--reporter=dot', 'test/fuzz'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, WID_FUZZ_SEED: values.seed, WID_FUZZ_TIMES: values.times, WID_FUZZ_READER: values.reader },
  },
);
process.exitCode = status ?? 1;
