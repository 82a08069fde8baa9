import { wellFormed } from '../../syntax/go-string.ts';
import { byBytes } from './claims.ts';

/**
 * Claims as the bytes that Nomad signs: members in the order of their names at every level, no spaces, and Go's escapes.
 * Source of the behaviour: `encoding/json` as go-jose carries it.
 */
export function claimsText(claims: Readonly<Record<string, unknown>>): string {
  return valueText(claims);
}

/** A JWT's header. Keys that are older than Nomad 1.7 sign with EdDSA. */
export function headerText(keyId: string, algorithm: 'RS256' | 'EdDSA' = 'RS256'): string {
  return valueText({ alg: algorithm, kid: keyId, typ: 'JWT' });
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(valueText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([one], [other]) => byBytes(one, other));
  return `{${members.map(([name, member]) => `${quoted(name)}:${valueText(member)}`).join(',')}}`;
}

const short: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function quoted(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is escaped here
  const escaped = wellFormed(text).replace(/["\\\u0000-\u001F<>&\u2028\u2029]/g, (letter) => {
    return short[letter] ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}
