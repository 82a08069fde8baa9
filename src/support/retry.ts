import { systemClock, type Clock } from './clock.ts';

export interface RetryOptions {
  /** Tries in all, the first included. */
  readonly attempts?: number;
  /** Milliseconds: the longest first pause; every further one may be twice as long. */
  readonly firstPause?: number;
  readonly longestPause?: number;
  /** Milliseconds from the first try after which no further one begins. */
  readonly deadline?: number;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
  /** From 0 up to 1, exclusive. */
  readonly random?: () => number;
  /** Told before each pause. */
  readonly onRetry?: (attempt: number, pause: number) => void;
}

/**
 * Whether a try is worth another one, and how long its server asks us to wait before that (milliseconds).
 * A result is passed as it is; a rejection as `{ error }`.
 */
export type Verdict<T> = (
  outcome: { readonly value: T } | { readonly error: unknown },
) => false | { readonly wait?: number };

/**
 * Calls `attempt` until `again` is content, the tries are used up or the deadline would pass. The last outcome counts,
 * whatever it is. Pauses grow exponentially with full jitter, so that many clients do not come back all at once; a pause
 * that the server asked for is kept exactly, and one that would end after the deadline is not begun.
 */
export async function retry<T>(attempt: () => Promise<T>, again: Verdict<T>, options: RetryOptions = {}): Promise<T> {
  const { attempts = 4, firstPause = 200, longestPause = 5000, deadline = 30_000, signal, onRetry } = options;
  const { clock = systemClock, random = Math.random } = options;
  const start = clock.now();
  for (let tried = 1; ; tried += 1) {
    let outcome: Outcome<T>;
    try {
      outcome = { value: await attempt() };
    } catch (error) {
      outcome = { error };
    }
    const verdict = tried < attempts && signal?.aborted !== true && again(outcome);
    if (verdict === false) return unwrap(outcome);
    const jittered = random() * Math.min(longestPause, firstPause * 2 ** (tried - 1));
    const pause = Math.max(verdict.wait ?? 0, Math.round(jittered));
    if (clock.now() + pause - start >= deadline) return unwrap(outcome);
    onRetry?.(tried, pause);
    await clock.sleep(pause, signal);
  }
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

function unwrap<T>(outcome: Outcome<T>): T {
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}
