import type { RawAnswer } from './answers.ts';
import { openConnection, type Asked, type Connection, type Listener, type Target } from './connection.ts';
import { Fault } from './fault.ts';

export interface PoolOptions {
  /** Milliseconds for the whole of one request. */
  readonly timeout: number;
  /** Largest answer in bytes. */
  readonly maxBytes: number;
}

export interface Question {
  /** A request as it goes onto the wire, a byte a character: it may be sent again. */
  readonly text: string;
  /** Whether it is one of many small ones, which may wait for each other. */
  readonly patient: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Throws Fault, or what Node says of a connection. */
export type Ask = (question: Question) => Promise<RawAnswer>;

/**
 * Connections at most, and those at most over which patient requests go, each with so many before it is answered. The fewer
 * share them, the more goes out and comes in at once, which both sides have less work with.
 */
const most = 32;
const shared = 4;
const deep = 16;

/**
 * Connections to one server that stay open for the next request. Nothing is lost with one that breaks: what waited behind
 * the request that it broke at is sent again over another, and what is sent again never shares one.
 */
export function createPool(target: Target, { timeout, maxBytes }: PoolOptions): Ask {
  const connections: Connection[] = [];
  const queue: Asked[] = [];
  const signals = new Map<AbortSignal, { count: number; readonly stop: () => void }>();
  let timer: NodeJS.Timeout | undefined;
  // Until a connection breaks with several requests on it: some proxies and servers take one at a time only.
  let sharing = true;

  const place = ({ patient }: Asked): Connection | undefined => {
    let best: Connection | undefined;
    let carrying = 0;
    for (const one of connections) {
      const [first] = one.waiting;
      if (first === undefined) return one;
      if (!first.patient) continue;
      carrying += 1;
      if (one.proven && one.waiting.length < (best?.waiting.length ?? deep)) best = one;
    }
    const sharable = patient && sharing;
    if (sharable && (carrying >= shared || connections.length >= most)) return best;
    if (connections.length >= most) return undefined;
    const fresh = openConnection(target, maxBytes, listener);
    connections.push(fresh);
    return fresh;
  };
  const send = (): void => {
    for (let [next] = queue; next !== undefined; [next] = queue) {
      const connection = place(next);
      if (connection === undefined) return;
      queue.shift();
      connection.send(next);
    }
  };
  const listener: Listener = {
    free: () => {
      if (queue.length > 0) send();
    },
    gone(connection, left, { error, blank }) {
      connections.splice(connections.indexOf(connection), 1);
      const [first, ...behind] = left.filter((one) => !one.settled);
      if (error !== undefined && behind.length > 0) sharing = false;
      const blameless = error === undefined || (blank && first?.again === false && !(error instanceof Fault));
      if (first !== undefined && blameless) behind.unshift(first);
      else if (error !== undefined) first?.failed(error);
      for (const one of behind) Object.assign(one, { again: true, patient: false });
      queue.unshift(...behind);
      send();
    },
  };

  const underWay = (): readonly Asked[] =>
    [...queue, ...connections.flatMap(({ waiting }) => waiting)].filter(({ settled }) => !settled);
  /** All at once: what else waits on their connections is sent again, and nothing that is given up too. */
  const giveUp = (which: (one: Asked) => boolean, kind: 'cancelled' | 'timeout'): void => {
    const given = underWay().filter(which);
    for (const one of given) one.failed(new Fault(kind));
    queue.splice(0, queue.length, ...queue.filter((one) => !one.settled));
    for (const one of given) one.connection?.close();
  };
  const sweep = (): void => {
    timer = undefined;
    const now = performance.now();
    giveUp(({ due }) => due <= now, 'timeout');
    const left = underWay();
    if (left.length > 0) watch(Math.min(...left.map(({ due }) => due)) - now);
  };
  const watch = (wait: number): void => {
    timer ??= setTimeout(sweep, Math.ceil(wait)).unref();
  };
  const heed = (signal: AbortSignal): void => {
    const heeded = signals.get(signal) ?? {
      count: 0,
      stop: () => giveUp((one) => one.signal === signal, 'cancelled'),
    };
    if (heeded.count === 0) {
      signal.addEventListener('abort', heeded.stop);
      signals.set(signal, heeded);
    }
    heeded.count += 1;
  };
  const forget = (signal: AbortSignal): void => {
    const heeded = signals.get(signal);
    if (heeded === undefined || (heeded.count -= 1) > 0) return;
    signal.removeEventListener('abort', heeded.stop);
    signals.delete(signal);
  };

  return ({ text, patient, signal }) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new Fault('cancelled'));
        return;
      }
      const settle = (): void => {
        one.settled = true;
        if (signal !== undefined) forget(signal);
      };
      const one: Asked = {
        text,
        patient,
        signal,
        again: false,
        settled: false,
        due: performance.now() + timeout,
        answered(answer) {
          settle();
          resolve(answer);
        },
        failed(error) {
          settle();
          reject(error);
        },
      };
      if (signal !== undefined) heed(signal);
      watch(timeout);
      queue.push(one);
      send();
    });
}
