import { describe, expect, it } from 'vitest';
import { random } from '../conformance/oracle/hcl2/random.ts';
import { readers, type FuzzedReader } from './readers.ts';
import { startWatchdog } from './watchdog.ts';

// `npm run fuzz` sets these; without them this is a short run that measures no time.
const long = process.env.WID_FUZZ_TIMES !== undefined;
const times = Number(process.env.WID_FUZZ_TIMES ?? 200);
const seed = Number(process.env.WID_FUZZ_SEED ?? 1);
const only = process.env.WID_FUZZ_READER ?? '';

interface Outcome {
  readonly crashes: readonly { readonly input: string; readonly error: string }[];
  /** Inputs that took more than a second. */
  readonly hangs: readonly { readonly input: string; readonly milliseconds: number }[];
}

function run({ inputs, read, name }: FuzzedReader, watch: (reader: string, input: string) => void): Outcome {
  const crashes: Outcome['crashes'][number][] = [];
  const hangs: Outcome['hangs'][number][] = [];
  const next = inputs(random(seed));
  for (let index = 0; index < times && crashes.length + hangs.length < 5; index++) {
    const input = next();
    watch(name, input);
    const before = performance.now();
    try {
      read(input);
    } catch (error) {
      crashes.push({ input, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    const milliseconds = performance.now() - before;
    if (long && milliseconds > 1000) hangs.push({ input, milliseconds });
  }
  return { crashes, hangs };
}

const chosen = readers.filter(({ name }) => name.includes(only));
if (chosen.length === 0)
  throw new Error(`no reader is called ${only}; there are ${readers.map(({ name }) => name).join(', ')}`);

describe(`inputs made from seed ${String(seed)}`, () => {
  it.each(chosen)(
    'neither crash nor hang the reader: $name',
    { timeout: long ? 3_600_000 : 60_000 },
    async (reader) => {
      const watchdog = long ? startWatchdog(20) : undefined;
      const { crashes, hangs } = run(reader, watchdog?.watch ?? (() => undefined));
      await watchdog?.stop();
      if (long)
        console.log(
          `${reader.name}: ${String(times)} inputs, ${String(crashes.length)} crashes, ${String(hangs.length)} hangs`,
        );
      expect({ crashes, hangs }).toEqual({ crashes: [], hangs: [] });
    },
  );
});
