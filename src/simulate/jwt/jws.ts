import { recent } from '../../support/recent.ts';
import { goBase64Url } from '../../syntax/go-base64.ts';
import { parseGoJson, GoObject, type GoJson, type GoParsed } from '../../syntax/go-json.ts';
import { goQuote } from '../../syntax/go-string.ts';
import { notA } from './json-type.ts';
import { fault, readHeader, readMembers, secretInHeader, type Fault, type Header } from './jws-header.ts';
import { repeatedName } from './repeated.ts';

/** A signed JWT, taken apart. */
export interface Jws {
  readonly algorithm: string;
  /** `kid`; empty when there is none. */
  readonly keyId: string;
  readonly payload: Buffer;
  /** What the signature is made over; put together when it is asked for. */
  readonly signed: Buffer;
  readonly signature: Buffer;
  /** Whether a header that go-jose does not know is marked as critical: no key verifies such a token. */
  readonly criticalUnknown: boolean;
}

/**
 * A JWT as it is presented: its text, or, where somebody predicts what will be signed, what the text would be read as,
 * so that nobody has to write it out.
 */
export type Jwt = string | { readonly jws: Jws; readonly claims: GoObject };

export type ParsedJws = { readonly ok: true; readonly jws: Jws } | Fault;

/** Which of go-jose's major versions reads: 3 for static keys at Consul, 4 (with a list of algorithms) elsewhere. */
export type Jose = { readonly version: 3 } | { readonly version: 4; readonly algorithms: readonly string[] };

export const allAlgorithms = [
  'RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'EdDSA',
] as const; // prettier-ignore

/** What Go counts as space, which go-jose drops wherever it stands. */
const space = /[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/g;

/** The payload of a JWT that {@link parseJws} took apart. */
export function payloadOf(jwt: Jwt, { payload }: Jws): GoParsed {
  return typeof jwt === 'string' ? parseGoJson(payload) : { ok: true, value: jwt.claims };
}

/** Takes a JWS apart as go-jose does: the compact form, and the JSON forms (`{"payload": …}`) that it takes too. */
export function parseJws(token: Jwt, jose: Jose): ParsedJws {
  if (typeof token !== 'string') return { ok: true, jws: token.jws };
  const text = token.replaceAll(space, '');
  if (text.startsWith('{')) return parseJsonForm(text, jose);
  const parts = text.split('.');
  if (parts.length !== 3) return fault('go-jose/go-jose: compact JWS format must have three parts');
  const [first = '', second = '', third = ''] =
    jose.version === 3 ? parts.map((part) => part.replace(/=+$/, '')) : parts;
  const top = protectedPart(first);
  if ('error' in top) return fault(top.error);
  const body = goBase64Url(second);
  if (!body.ok) return fault(body.error);
  const end = goBase64Url(third);
  if (!end.ok) return fault(end.error);
  if (!top.header.ok) return top.header;
  const { algorithm, keyId, plainPayload, criticalUnknown } = top.header;
  const unexpected = algorithmFault(algorithm, jose);
  if (unexpected !== undefined) return fault(unexpected);
  if (top.header.holdsSecret) return fault(secretInHeader);
  const payload = body.bytes;
  const jws: Jws = {
    algorithm,
    keyId,
    payload,
    get signed() {
      return signedBytes(top.start, payload, plainPayload);
    },
    signature: end.bytes,
    criticalUnknown,
  };
  return { ok: true, jws };
}

/** What a signature is made over: the parts as they would be written, whatever stray bits they were written with. */
function signedBytes(start: string, payload: Buffer, plainPayload: boolean): Buffer {
  return plainPayload
    ? Buffer.concat([Buffer.from(start), payload])
    : Buffer.from(start + payload.toString('base64url'));
}

type Protected = { readonly header: Header | Fault; readonly start: string } | { readonly error: string };

/** Headers are the same in all tokens that one key signs, so the latest ones are kept. */
const keptPart = recent(64, (text: string) => text, readProtected);
const longestKept = 1024;

function protectedPart(text: string): Protected {
  return text.length > longestKept ? readProtected(text) : keptPart(text);
}

function readProtected(text: string): Protected {
  const read = goBase64Url(text);
  if (!read.ok) return { error: read.error };
  return { header: readHeader(read.bytes), start: `${read.bytes.toString('base64url')}.` };
}

function algorithmFault(algorithm: string, jose: Jose): string | undefined {
  if (jose.version === 3 || jose.algorithms.includes(algorithm)) return undefined;
  return `unexpected signature algorithm ${goQuote(algorithm)}; expected [${jose.algorithms.map(goQuote).join(' ')}]`;
}

/** One signature of the JSON form; all its members may be left out. */
interface Part {
  readonly protected: Buffer | undefined;
  readonly header: GoObject | undefined;
  readonly signature: Buffer;
}

type Parts = { readonly payload: Buffer | undefined; readonly part: Part } | { readonly error: string };

function partsOf(object: GoObject): Parts {
  const found = new Map<string, Buffer>();
  for (const { name, value } of object.members) {
    if (name === 'header' && value !== null && !(value instanceof GoObject))
      return { error: notA('jose.rawHeader', value) };
    if (!['payload', 'protected', 'signature'].includes(name) || value === null) continue;
    if (typeof value !== 'string') return { error: notA('string', value) };
    const read = goBase64Url(value.replace(/=+$/, ''));
    if (!read.ok) return { error: read.error };
    found.set(name, read.bytes);
  }
  const header = object.get('header');
  return {
    payload: found.get('payload'),
    part: {
      protected: found.get('protected'),
      header: header instanceof GoObject ? header : undefined,
      signature: found.get('signature') ?? Buffer.alloc(0),
    },
  };
}

function parseJsonForm(text: string, jose: Jose): ParsedJws {
  const bytes = Buffer.from(text);
  const parsed = parseGoJson(bytes);
  if (!parsed.ok) return fault(parsed.error);
  const { value } = parsed;
  const repeated = repeatedName(value);
  if (repeated !== undefined) return fault(`json: duplicate key '${repeated}' in object`);
  const whole = partsOf(value instanceof GoObject ? value : new GoObject([]));
  if ('error' in whole) return fault(whole.error);
  if (whole.payload === undefined) return fault('go-jose/go-jose: missing payload in JWS message');
  const listed = value instanceof GoObject ? value.get('signatures') : undefined;
  const several = Array.isArray(listed) ? (listed as readonly GoJson[]) : [];
  if (several.length === 0) return readPart(whole.payload, whole.part, bytes, jose, true);
  const read: ParsedJws[] = several.map((one) => {
    const inner = partsOf(one instanceof GoObject ? one : new GoObject([]));
    return 'error' in inner ? fault(inner.error) : readPart(whole.payload ?? Buffer.alloc(0), inner.part, bytes, jose, false); // prettier-ignore
  });
  const refused = read.find(({ ok }) => !ok);
  const [first] = read;
  if (refused !== undefined || first?.ok !== true) return refused ?? fault('');
  // Of a token with several signatures none is checked.
  return several.length === 1 ? first : { ok: true, jws: { ...first.jws, criticalUnknown: true } };
}

/**
 * @param flat whether the unprotected header counts for the name of the key and the check of the algorithm; in the list of
 * `signatures` it does only when the signature is checked
 */
function readPart(payload: Buffer, part: Part, bytes: Buffer, jose: Jose, flat: boolean): ParsedJws {
  const inner = part.protected === undefined ? undefined : readHeader(part.protected);
  if (inner?.ok === false) return inner;
  const nonce = part.header?.get('nonce');
  if (typeof nonce === 'string' && nonce !== '')
    return fault('go-jose/go-jose: Nonce parameter included in unprotected header');
  const outer = part.header === undefined ? undefined : readMembers(part.header, bytes);
  if (flat && outer?.ok === false) return outer;
  const open = outer?.ok === true && (flat || !outer.holdsSecret) ? outer : undefined;
  const merged = (name: 'algorithm' | 'keyId'): string => (inner?.[name] || open?.[name]) ?? '';
  const unexpected = algorithmFault(flat ? merged('algorithm') : (inner?.algorithm ?? ''), jose);
  if (unexpected !== undefined) return fault(unexpected);
  if (inner?.holdsSecret === true || open?.holdsSecret === true) return fault(secretInHeader);
  const start = `${part.protected?.toString('base64url') ?? ''}.`;
  return {
    ok: true,
    jws: {
      algorithm: merged('algorithm'),
      keyId: flat ? merged('keyId') : (inner?.keyId ?? ''),
      payload,
      signed: signedBytes(start, payload, inner?.plainPayload === true),
      signature: part.signature,
      criticalUnknown: inner?.criticalUnknown === true || open?.criticalUnknown === true,
    },
  };
}
