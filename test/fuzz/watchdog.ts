import { Worker } from 'node:worker_threads';

export interface Watchdog {
  /** Tells what is about to be read. */
  readonly watch: (reader: string, input: string) => void;
  readonly stop: () => Promise<number>;
}

/**
 * A thread beside this one that ends the process when an input is not done with after so many seconds, and names it: this
 * thread could not, for it hangs.
 */
export function startWatchdog(seconds: number): Watchdog {
  const size = 100_000;
  const shared = new SharedArrayBuffer(size + 8);
  const state = new Int32Array(shared, 0, 2);
  const bytes = new Uint8Array(shared, 8);
  const scratch = new Uint8Array(size);
  const encoder = new TextEncoder();
  const worker = new Worker(body, { eval: true, workerData: { shared, seconds } });
  worker.unref();
  return {
    watch(reader, input) {
      const { written } = encoder.encodeInto(JSON.stringify([reader, input]), scratch);
      bytes.set(scratch.subarray(0, written));
      Atomics.store(state, 1, written);
      Atomics.add(state, 0, 1);
    },
    stop: () => worker.terminate(),
  };
}

const body = `
const { workerData: { shared, seconds } } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const state = new Int32Array(shared, 0, 2);
let last = 0;
let since = Date.now();
setInterval(() => {
  const now = Atomics.load(state, 0);
  if (now !== last || now === 0) { last = now; since = Date.now(); return; }
  if (Date.now() - since < seconds * 1000) return;
  const text = Buffer.from(new Uint8Array(shared, 8, Atomics.load(state, 1))).toString();
  writeSync(2, '\\nhang: no answer after ' + seconds + ' s to input ' + now + ', [reader, input]: ' + text + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, 500);
`;
