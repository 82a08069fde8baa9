import { formatGoDuration } from '../syntax/go-duration.ts';

/** Seconds as Go prints a duration: `5m0s`, `1.5s`, `20ms`, `0s`. */
export function goDuration(seconds: number): string {
  return formatGoDuration(BigInt(Math.round(seconds * 1e9)));
}
