import { GoObject, parseGoJson, type GoJson } from '../../syntax/go-json.ts';
import { goQuote } from '../../syntax/go-string.ts';
import { certificateChainError } from './certificate-chain.ts';
import { jsonType, notA } from './json-type.ts';
import { readJwk } from './jwk.ts';
import { repeatedName } from './repeated.ts';

/** Why a token is refused: go-jose's own text. One with several mistakes is refused for any of them. */
export interface Fault {
  readonly ok: false;
  readonly error: string;
  readonly alternatives: readonly string[];
}

export function fault(error: string, alternatives: readonly string[] = []): Fault {
  return { ok: false, error, alternatives };
}

/** What a token's header says, as far as it decides. */
export interface Header {
  readonly ok: true;
  readonly algorithm: string;
  readonly keyId: string;
  readonly plainPayload: boolean;
  readonly criticalUnknown: boolean;
  /** Whether its `jwk` is not a public one. */
  readonly holdsSecret: boolean;
}

export const secretInHeader = 'go-jose/go-jose: invalid embedded jwk, must be public key';

/** Reads a protected header. Source of the behaviour: go-jose's `rawHeader`. */
export function readHeader(bytes: Buffer): Header | Fault {
  const none: Header = {
    ok: true,
    algorithm: '',
    keyId: '',
    plainPayload: false,
    criticalUnknown: true,
    holdsSecret: false,
  };
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
  return readMembers(value, bytes);
}

/** The same of one that is read as JSON already, with the bytes that it was read from. */
export function readMembers(value: GoObject, bytes: Buffer): Header | Fault {
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
    holdsSecret: embeddedKey(value.get('jwk')) === 'private',
  };
}

const texts: Readonly<Record<string, string>> = { kid: 'key ID', alg: 'algorithm', nonce: 'nonce' };

function memberError(name: string, value: GoJson): string | undefined {
  if (value === null) return undefined;
  const what = texts[name];
  if (what !== undefined)
    return typeof value === 'string' ? undefined : `failed to unmarshal ${what}: ${notA('string', value)}`;
  if (name === 'jwk') {
    const key = embeddedKey(value);
    return typeof key === 'string' ? undefined : `failed to unmarshal JWK: ${key.error}`;
  }
  if (name === 'x5c') {
    const error = certificateChainError(value, notA);
    return error === undefined ? undefined : `failed to unmarshal x5c header: ${error}`;
  }
  const repeated = repeatedName(value);
  if (repeated !== undefined) return `failed to unmarshal value: json: duplicate key '${repeated}' in object`;
  return undefined;
}

/** A key in the header says nothing about whom to trust, and yet must be a good one, and a public one. */
function embeddedKey(value: GoJson | undefined): 'none' | 'public' | 'private' | { readonly error: string } {
  if (value === undefined || value === null) return 'none';
  if (!(value instanceof GoObject)) return { error: notA('jose.rawJSONWebKey', value) };
  const members = value.members.map(({ name, value: member }) => [name, member] as const);
  const jwk = Object.fromEntries(members) as Readonly<Record<string, unknown>>;
  if (jwk['kty'] === 'oct') {
    const missing = jwk['k'] === undefined || jwk['k'] === null;
    return missing ? { error: 'go-jose/go-jose: invalid OCT (symmetric) key, missing k value' } : 'private';
  }
  const read = readJwk(jwk, '4.1.1');
  if (typeof read === 'string') return { error: read };
  return jwk['d'] === undefined || jwk['d'] === null ? 'public' : 'private';
}

function isCriticalUnknown(critical: GoJson | undefined): boolean {
  if (critical === undefined || critical === null) return false;
  return !Array.isArray(critical) || critical.some((name) => name !== 'b64');
}
