import { goBase64 } from '../../syntax/go-base64.ts';
import type { GoJson } from '../../syntax/go-json.ts';
import { certificateFault } from '../../validation/public-key.ts';

/** What go-jose says of an `x5c` header. Its certificates are not trusted for being there, and yet each must be one. */
export function certificateChainError(
  value: GoJson,
  notA: (type: string, value: GoJson) => string,
): string | undefined {
  if (!Array.isArray(value)) return notA('[]string', value);
  const items = value as readonly GoJson[];
  const bad = items.find((item) => typeof item !== 'string' && item !== null);
  if (bad !== undefined) return notA('string', bad);
  for (const item of items) {
    const der = goBase64(typeof item === 'string' ? item : '');
    const fault = der.ok ? certificateFault(der.bytes) : der.error;
    if (fault !== undefined) return fault;
  }
  return undefined;
}
