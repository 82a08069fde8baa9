import type { RegisteredClaims } from './claims.ts';

/** Nanoseconds; 0 stands for the default, a negative one for none. Consul and Vault share them. */
export interface Leeways {
  readonly expiration: number;
  readonly notBefore: number;
  readonly clockSkew: number;
}

const defaultLeeway = 150;
const defaultSkew = 60;

export interface Times {
  readonly expiry: number;
  readonly notBefore: number;
  readonly issuedAt: number;
  /** Seconds. */
  readonly skew: number;
}

/** The times that a token is held to, missing ones filled in; `undefined` when it has none at all. */
export function timesOf(claims: RegisteredClaims, leeways: Leeways): Times | undefined {
  const { issuedAt } = claims;
  let { expiry, notBefore } = claims;
  if (issuedAt === 0 && expiry === 0 && notBefore === 0) return undefined;
  if (expiry === 0) expiry = Math.max(issuedAt, notBefore) + leeway(leeways.expiration);
  if (notBefore === 0) notBefore = issuedAt === 0 ? expiry - leeway(leeways.notBefore) : issuedAt;
  const { clockSkew } = leeways;
  const skew = clockSkew < 0 ? 0 : clockSkew === 0 ? defaultSkew : clockSkew / 1e9;
  return { expiry, notBefore, issuedAt, skew };
}

/** Whole seconds, so one of 60 ns is none. */
function leeway(nanoseconds: number): number {
  if (nanoseconds < 0) return 0;
  return nanoseconds === 0 ? defaultLeeway : Math.trunc(nanoseconds / 1e9);
}

/** Seconds from the year 1 to 1970, from which Go counts; far-off times overflow because of it. */
const sinceYearOne = 62_135_596_800;

function overflowed(time: number): number {
  const shifted = time + sinceYearOne;
  return shifted >= 2 ** 63 ? shifted - 2 ** 64 : shifted;
}

function isBefore(a: number, b: number): boolean {
  const near = Math.abs(a) < Number.MAX_SAFE_INTEGER && Math.abs(b) < Number.MAX_SAFE_INTEGER;
  return near ? a < b : overflowed(a) < overflowed(b);
}

export type TimeFault = 'not yet' | 'expired' | 'issued in the future';

/** What is wrong with a token's times at a moment (seconds), in the order in which go-jose looks. */
export function timeFault({ expiry, notBefore, issuedAt, skew }: Times, now: number): TimeFault | undefined {
  if (isBefore(now + skew, notBefore)) return 'not yet';
  if (isBefore(expiry, now - skew)) return 'expired';
  if (isBefore(now + skew, issuedAt)) return 'issued in the future';
  return undefined;
}
