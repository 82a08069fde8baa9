import { scrub } from '../support/secret.ts';

/** Headers as callers see them: names in lower case, and no secrets. */
export function plainHeaders(headers: object): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) plain[name.toLowerCase()] = String(value);
  // Once for all of them: secrets in headers are rare, and answers many.
  const joined = Object.values(plain).join('\n');
  if (scrub(joined) === joined) return plain;
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, scrub(value)]));
}
