import { systemClock, type Clock } from '../support/clock.ts';

/** One line that says how far a long reading is, written over again and again, and taken away at its end. */
export interface Progress {
  readonly tell: (what: string, done: number, of: number) => void;
  readonly end: () => void;
}

/** Milliseconds: what is quicker needs no line, and nobody reads faster. */
const firstAfter = 1_000;
const pause = 100;
const startOfLine = '\r\u001b[2K';

export function progressLine(write: (text: string) => void, clock: Pick<Clock, 'now'> = systemClock): Progress {
  const begun = clock.now();
  let last = begun + firstAfter - pause;
  let shown = false;
  return {
    tell(what, done, of) {
      const now = clock.now();
      if (now - last < pause) return;
      last = now;
      shown = true;
      write(`${startOfLine}Reading ${what}: ${String(done)} of ${String(of)}`);
    },
    end() {
      if (shown) write(startOfLine);
      shown = false;
    },
  };
}
