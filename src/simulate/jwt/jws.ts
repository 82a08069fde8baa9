import { goBase64Url } from '../../syntax/go-base64.ts';
import { parseGoJson, GoObject, type GoJson } from '../../syntax/go-json.ts';
import { goQuote } from '../../syntax/go-string.ts';
import { repeatedName } from './repeated.ts';

/** A signed JWT, taken apart. */
export interface Jws {
  readonly algorithm: string;
  /** `kid`; empty when there is none. */
  readonly keyId: string;
  readonly payload: Buffer;
  /** What the signature is made over. */
  readonly signed: Buffer;
  readonly signature: Buffer;
  /** Whether a header that go-jose does not know is marked as critical: no key verifies such a token. */
  readonly criticalUnknown: boolean;
}

export type ParsedJws =
  | { readonly ok: true; readonly jws: Jws }
  /** go-jose's own text. A header with several mistakes is refused for any of them. */
  | { readonly ok: false; readonly error: string; readonly alternatives: readonly string[] };

/** Which of go-jose's major versions reads: 3 for static keys at Consul, 4 (with a list of algorithms) elsewhere. */
export type Jose = { readonly version: 3 } | { readonly version: 4; readonly algorithms: readonly string[] };

export const allAlgorithms = [
  'RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'EdDSA',
] as const; // prettier-ignore

/** What Go counts as space, which go-jose drops wherever it stands. */
const space = /[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/g;

/**
 * Takes a compact JWS apart as go-jose does. A whole token of the JSON form (`{"payload": …}`), which nobody logs in with,
 * is refused in words of our own.
 */
export function parseJws(token: string, jose: Jose): ParsedJws {
  const text = token.replaceAll(space, '');
  if (text.startsWith('{')) return fault(jsonFormFault(text));
  const parts = text.split('.');
  if (parts.length !== 3) return fault('go-jose/go-jose: compact JWS format must have three parts');
  const decoded: Buffer[] = [];
  for (const part of parts) {
    const read = goBase64Url(jose.version === 3 ? part.replace(/=+$/, '') : part);
    if (!read.ok) return fault(read.error);
    decoded.push(read.bytes);
  }
  const [header, payload, signature] = decoded as [Buffer, Buffer, Buffer];
  const read = readHeader(header);
  if (!read.ok) return read;
  const { algorithm, keyId, plainPayload, criticalUnknown } = read;
  if (jose.version === 4 && !jose.algorithms.includes(algorithm)) {
    const expected = jose.algorithms.map(goQuote).join(' ');
    return fault(`unexpected signature algorithm ${goQuote(algorithm)}; expected [${expected}]`);
  }
  const start = `${header.toString('base64url')}.`;
  const signed = plainPayload
    ? Buffer.concat([Buffer.from(start), payload])
    : Buffer.from(start + payload.toString('base64url'));
  return { ok: true, jws: { algorithm, keyId, payload, signed, signature, criticalUnknown } };
}

function jsonFormFault(text: string): string {
  const parsed = parseGoJson(Buffer.from(text));
  if (!parsed.ok) return parsed.error;
  const repeated = repeatedName(parsed.value);
  if (repeated !== undefined) return `json: duplicate key '${repeated}' in object`;
  const { members } = parsed.value instanceof GoObject ? parsed.value : { members: [] };
  for (const { name, value } of members) {
    if (!['payload', 'protected', 'signature'].includes(name) || typeof value !== 'string') continue;
    const read = goBase64Url(value.replace(/=+$/, ''));
    if (!read.ok) return read.error;
  }
  const payload = members.find(({ name }) => name === 'payload')?.value;
  if (payload === undefined || payload === null) return 'go-jose/go-jose: missing payload in JWS message';
  return 'tokens in the JSON form of JWS are not predicted';
}

function fault(error: string, alternatives: readonly string[] = []): Extract<ParsedJws, { ok: false }> {
  return { ok: false, error, alternatives };
}

interface Header {
  readonly ok: true;
  readonly algorithm: string;
  readonly keyId: string;
  readonly plainPayload: boolean;
  readonly criticalUnknown: boolean;
}

function readHeader(bytes: Buffer): Header | Extract<ParsedJws, { ok: false }> {
  const none: Header = { ok: true, algorithm: '', keyId: '', plainPayload: false, criticalUnknown: true };
  if (bytes.length === 0) return none;
  const parsed = parseGoJson(bytes);
  if (!parsed.ok) return fault(parsed.error);
  const { value } = parsed;
  if (value === null) return none;
  if (!(value instanceof GoObject))
    return fault(`json: cannot unmarshal ${jsonType(value)} into Go value of type jose.rawHeader`);
  const seen = new Set<string>();
  for (const { name } of value.members) {
    if (seen.has(name)) return fault(`json: duplicate key '${name}' in object`);
    seen.add(name);
  }
  const faults = value.members.flatMap(({ name, value: member, start, end }) => {
    const error = memberError(name, member);
    return error === undefined ? [] : [`${error}: ${goQuote(bytes.toString('utf8', start, end))}`];
  });
  const [first, ...others] = faults;
  if (first !== undefined) return fault(first, others);
  const text = (name: string): string => {
    const member = value.get(name);
    return typeof member === 'string' ? member : '';
  };
  return {
    ok: true,
    algorithm: text('alg'),
    keyId: text('kid'),
    plainPayload: value.get('b64') === false,
    criticalUnknown: isCriticalUnknown(value.get('crit')),
  };
}

const texts: Readonly<Record<string, string>> = { kid: 'key ID', alg: 'algorithm', nonce: 'nonce' };

function memberError(name: string, value: GoJson): string | undefined {
  if (value === null) return undefined;
  const what = texts[name];
  if (what !== undefined)
    return typeof value === 'string' ? undefined : `failed to unmarshal ${what}: ${notA('string', value)}`;
  const repeated = repeatedName(value);
  if (repeated !== undefined) return `failed to unmarshal value: json: duplicate key '${repeated}' in object`;
  return undefined;
}

function isCriticalUnknown(critical: GoJson | undefined): boolean {
  if (critical === undefined || critical === null) return false;
  return !Array.isArray(critical) || critical.some((name) => name !== 'b64');
}

function notA(type: string, value: GoJson): string {
  return `json: cannot unmarshal ${jsonType(value)} into Go value of type ${type}`;
}

/** What Go calls a JSON value in its errors. */
export function jsonType(value: GoJson): string {
  if (Array.isArray(value)) return 'array';
  if (value instanceof GoObject) return 'object';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
