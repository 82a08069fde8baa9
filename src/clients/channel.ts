import type { Log } from '../support/log.ts';
import type { Secret } from '../support/secret.ts';
import type { Product } from './api.ts';
import { retrying, type RetryingOptions } from './retrying.ts';
import type { ServerSettings } from './settings.ts';
import { createTransport, type Transport } from './transport.ts';
import { variables } from './variable-names.ts';

/** What every client takes beside its server's settings. */
export interface ClientOptions {
  /** Aborts everything that is under way and refuses what comes after. */
  readonly signal?: AbortSignal | undefined;
  /** Retries and servers' warnings are told here. */
  readonly log?: Log;
  readonly retries?: RetryingOptions;
}

/** The transport to one product's server, with its token, its retries and its log. */
export function openChannel(
  product: Product,
  settings: ServerSettings,
  tokenHeader: string,
  { log, retries = {} }: ClientOptions,
  transient?: RetryingOptions['transient'],
): Transport {
  const secretHeaders: Record<string, Secret> = settings.token === undefined ? {} : { [tokenHeader]: settings.token };
  return retrying(createTransport({ product, secretHeaders, ...settings }), {
    ...(transient === undefined ? {} : { transient }),
    onRetry: (request, why, pause) =>
      log?.info(`${variables[product].title}: trying again`, { request, why, pause: `${String(pause)}ms` }),
    ...retries,
  });
}
