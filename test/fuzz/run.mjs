// Gives every reader of texts a great many inputs, and ends with a line a reader.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const help = `Usage: npm run fuzz [-- options]

Gives every reader of texts a great many broken inputs, and ends with a line a reader.

  --seed N       the same inputs again (default: another one each time)
  --times N      inputs for each reader (default: 100000)
  --reader NAME  only readers with this in their names, such as "HCL 1"
  -h, --help     this text
`;

const values = given();
if (values === undefined || values.help) process.exit(values === undefined ? 2 : 0);

/** Undefined when the command line is wrong, which is told. */
function given() {
  try {
    const { values: read } = parseArgs({
      options: {
        seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
        times: { type: 'string', default: '100000' },
        reader: { type: 'string', default: '' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const wrong = ['seed', 'times'].find((name) => !/^\d+$/.test(read[name]));
    if (wrong !== undefined) throw new Error(`--${wrong} takes a whole number, not ${JSON.stringify(read[wrong])}`);
    if (read.help) process.stdout.write(help);
    return read;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${help}`);
    return undefined;
  }
}

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
