import { retry, type RetryOptions } from '../support/retry.ts';
import { cancelled, type Answer, type Transport } from './transport.ts';
import { NetworkError } from './network-error.ts';

export interface RetryingOptions extends Omit<RetryOptions, 'signal' | 'onRetry'> {
  /** Further answers that say "not now", in a product's own words. */
  readonly transient?: (answer: Answer) => boolean;
  /** Told before each pause; `why` is a status or a {@link NetworkError}'s reason. */
  readonly onRetry?: (request: string, why: string, pause: number) => void;
}

const notNow: readonly number[] = [429, 502, 503, 504];

/**
 * Sends a request again after an answer that says "not now" or a connection that broke, if it may be sent twice.
 * What cannot get better by waiting (refused, unknown host, TLS) fails at once.
 */
export function retrying(transport: Transport, options: RetryingOptions = {}): Transport {
  const { transient = () => false, onRetry, clock, ...rest } = options;
  return async (request) => {
    if (!request.idempotent) return transport(request);
    let why = '';
    try {
      return await retry(
        () => transport(request),
        (outcome) => {
          if ('error' in outcome) {
            if (!(outcome.error instanceof NetworkError) || outcome.error.reason !== 'reset') return false;
            why = outcome.error.reason;
            return {};
          }
          const { value } = outcome;
          if (!notNow.includes(value.status) && !transient(value)) return false;
          why = String(value.status);
          return { wait: retryAfter(value, clock?.now() ?? Date.now()) };
        },
        {
          ...rest,
          ...(clock === undefined ? {} : { clock }),
          signal: request.signal,
          onRetry: (_, pause) => onRetry?.(`${request.method} ${request.path.replace(/\?.*$/s, '')}`, why, pause),
        },
      );
    } catch (thrown) {
      if (request.signal?.aborted === true) throw cancelled();
      throw thrown;
    }
  };
}

/** Milliseconds of a `Retry-After`, which is seconds or a date. */
function retryAfter({ headers }: Answer, now: number): number {
  const value = headers['retry-after'];
  if (value === undefined) return 0;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : 0;
}
