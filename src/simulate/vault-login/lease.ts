import { formatGoDuration } from '../../syntax/go-duration.ts';

/** The times of a role and of its mount, in seconds; 0 in a role means "not set". */
export interface LeaseTimes {
  readonly ttl: number;
  readonly maxTtl: number;
  readonly explicitMaxTtl: number;
  readonly period: number;
  readonly mountDefault: number;
  readonly mountMax: number;
}

/** Vault's own default and longest lease: 32 days. */
export const systemLease = 2_764_800;

/** How long a new token lives, in seconds, and what Vault says when that is less than the role asks for. */
export function leaseOf(times: LeaseTimes): { readonly seconds: number; readonly warnings: readonly string[] } {
  const { ttl, maxTtl, explicitMaxTtl, period, mountDefault, mountMax } = times;
  const most = Math.min(...[mountMax, maxTtl, explicitMaxTtl].filter((limit) => limit > 0));
  const asked = period > 0 ? period : ttl > 0 ? ttl : mountDefault;
  if (asked <= most) return { seconds: asked, warnings: [] };
  const [much, limit] = [human(asked), human(most)];
  const what =
    period > 0
      ? `period of "${much}" exceeded the effective max_ttl of "${limit}"; period value is capped accordingly`
      : `TTL of "${much}" exceeded the effective max_ttl of "${limit}"; TTL value is capped accordingly`;
  return { seconds: most, warnings: [what] };
}

/** A duration without the units that are zero at its end: `768h`, `1h30m`. */
function human(seconds: number): string {
  return formatGoDuration(BigInt(seconds) * 1_000_000_000n)
    .replace(/m0s$/, 'm')
    .replace('h0m', 'h');
}
