import { WidError } from '../support/errors.ts';
import type { KeySet, KeySetFailure } from '../model/world.ts';
import { fetchKeys, withoutCredentials, type IssuerOptions, type IssuerSource } from './issuer.ts';
import { NetworkError, tlsFault, type NetworkReason } from './network-error.ts';
import type { Answer } from './transport.ts';

/**
 * What an address of keys gives when it is asked from here, with exactly the CA that its user is configured with. What
 * goes wrong is part of the answer: it throws only when it is cancelled.
 */
export async function readKeySet(
  source: IssuerSource,
  usedBy: readonly string[],
  options: IssuerOptions = {},
): Promise<KeySet> {
  let last: Answer | undefined;
  const onAnswer = (answer: Answer): void => {
    last = answer;
  };
  const about = (): Pick<KeySet, 'status' | 'maxAge' | 'serverTime'> => ({
    status: last?.status ?? null,
    ...optional('maxAge', maxAge(last?.headers['cache-control'])),
    ...optional('serverTime', seconds(last?.headers['date'])),
  });
  const common = { url: withoutCredentials(source.url), usedBy };
  const redirects = options.redirects ?? 0;
  try {
    const { issuer, keys } = await fetchKeys(source, { timeout: 10_000, ...options, redirects, onAnswer });
    return { ...common, keys: { keys }, error: null, ...about(), ...optional('issuer', issuer) };
  } catch (error) {
    if (!(error instanceof WidError) || error.code === 'cancelled') throw error;
    const location = last?.headers['location'];
    // Consul and Vault follow it too, as long as it leads somewhere.
    if (redirects === 0 && location !== undefined && isRedirect(last?.status))
      return {
        ...(await readKeySet(source, usedBy, { ...options, redirects: 5 })),
        redirectedTo: withoutCredentials(location),
      };
    return { ...common, keys: null, error: error.message, failure: failureOf(error, last?.status), ...about() };
  }
}

const failures: Readonly<Record<NetworkReason, KeySetFailure>> = {
  refused: 'unreachable',
  unreachable: 'unreachable',
  reset: 'unreachable',
  other: 'unreachable',
  dns: 'unknown name',
  timeout: 'timeout',
  tls: 'wrong certificate',
  protocol: 'not keys',
  redirect: 'not keys',
  size: 'not keys',
};

function failureOf(error: WidError, status: number | undefined): KeySetFailure {
  if (!(error instanceof NetworkError)) return status === undefined || status === 200 ? 'not keys' : 'status';
  const fault = tlsFault(error);
  if (fault === 'authority') return 'unknown authority';
  return fault === 'client certificate' ? 'client certificate demanded' : failures[error.reason];
}

function isRedirect(status = 0): boolean {
  return status > 299 && status < 400;
}

function maxAge(cacheControl = ''): number | undefined {
  const found = /(?:^|,)\s*max-age=(\d+)/i.exec(cacheControl)?.[1];
  return found === undefined ? undefined : Number(found);
}

function seconds(date = ''): number | undefined {
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : time / 1000;
}

function optional<N extends string, T>(name: N, value: T | undefined): { readonly [K in N]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [K in N]: T });
}
