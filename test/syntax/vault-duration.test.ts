import { describe, expect, it } from 'vitest';
import { parseVaultDuration } from '../../src/syntax/vault-duration.ts';

const overflow = 'multiplication of durations resulted in overflow, one operand may be too large';

describe('durations as Vault reads them', () => {
  it.each([
    [60, 60e9],
    [1.9, 1e9],
    ['', 0],
    ['90', 90e9],
    ['1h30m', 5400e9],
    ['-5s', -5e9],
    ['.5s', 0.5e9],
    ['1d', 86_400e9],
    ['-0', 0],
  ])('take %j', (value, nanoseconds) => {
    expect(parseVaultDuration(value)).toEqual({ ok: true, nanoseconds: BigInt(nanoseconds) });
  });

  it.each([
    ['5x', 'time: unknown unit "x" in duration "5x"'],
    ['5m3', 'time: missing unit in duration "5m3"'],
    ['x', 'time: invalid duration "x"'],
    ['１s', 'time: invalid duration "\\xef\\xbc\\x91s"'],
    ['1.d', 'strconv.ParseInt: parsing "1.": invalid syntax'],
    ['9999999999999999999', 'time: invalid duration "9999999999999999999"'],
    ['9223372037', overflow],
    ['200000d', overflow],
    [Infinity, overflow],
    [true, 'could not parse duration from input'],
  ])('refuse %j', (value, error) => {
    expect(parseVaultDuration(value)).toEqual({ ok: false, error });
  });
});
