import { GoObject, hugeNumberError, type GoJson, type GoMember } from '../../syntax/go-json.ts';
import { decodeClaims, type RegisteredClaims } from '../jwt/claims.ts';
import { jsonType } from '../jwt/json-type.ts';
import { allAlgorithms, parseJws, payloadOf, type Jws, type Jwt } from '../jwt/jws.ts';
import type { Verifies } from '../jwt/signature.ts';
import type { VerifyingKey } from '../jwt/verifying-key.ts';
import { repeatedName } from '../jwt/repeated.ts';
import { timeFault, timesOf, type Leeways } from '../jwt/times.ts';
import { good, refused, saying, type Outcome } from '../outcome.ts';

/** What a token is held to by config and role. Empty texts and lists ask for nothing. */
export interface Expected {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  /** Empty for all that there are. */
  readonly algorithms: readonly string[];
  readonly leeways: Leeways;
}

export interface TokenCheck {
  readonly keys: {
    readonly from: 'static' | 'served';
    readonly keys: readonly VerifyingKey[];
    readonly unreadable?: string;
  };
  readonly verifies: Verifies;
  readonly expected: Expected;
  /** Seconds. */
  readonly now: number;
}

/** Checks a JWT in the order of Vault's validator (hashicorp/cap) and gives its claims. */
export function verifyToken(token: Jwt, check: TokenCheck): Outcome<GoObject> {
  const { keys, expected, now } = check;
  const signed = keys.from === 'static' ? byStaticKeys(token, check) : byServedKeys(token, check);
  if (!signed.ok) return saying('error verifying token signature: ', signed.error, signed.alternatives);
  const { jws, claims } = signed.value;
  const algorithms: readonly string[] = expected.algorithms.length === 0 ? allAlgorithms : expected.algorithms;
  if (!algorithms.includes(jws.algorithm))
    return refused('invalid algorithm (alg) header parameter: token signed with unexpected algorithm');
  const decoded = decodeClaims({ value: asMap(claims) }, 'lenient');
  if (!decoded.ok) return refused(decoded.error);
  const error = registeredError(decoded.registered, expected) ?? timesError(decoded.registered, expected, now);
  return error === undefined ? good(claims) : refused(error);
}

interface Signed {
  readonly jws: Jws;
  readonly claims: GoObject;
}

const none = new GoObject([]);

/** A key fits when its signature does and the payload reads, by a reader that refuses a name that occurs twice. */
function byStaticKeys(token: Jwt, { keys, verifies }: TokenCheck): Outcome<Signed> {
  const parsed = parseJws(token, { version: 3 });
  if (!parsed.ok) return refused(parsed.error, parsed.alternatives);
  const { jws } = parsed;
  const unknown = refused('no known key successfully validated the token signature');
  if (!keys.keys.some((key) => verifies(jws, key))) return unknown;
  const payload = payloadOf(token, jws);
  if (!payload.ok) return unknown;
  if (payload.value === null) return good({ jws, claims: none });
  if (!(payload.value instanceof GoObject) || repeatedName(payload.value) !== undefined) return unknown;
  return payload.huge === undefined ? good({ jws, claims: payload.value }) : unknown;
}

function byServedKeys(token: Jwt, { keys, verifies }: TokenCheck): Outcome<Signed> {
  const parsed = parseJws(token, { version: 4, algorithms: allAlgorithms });
  if (!parsed.ok) return saying('oidc: malformed jwt: ', parsed.error, parsed.alternatives);
  const { jws } = parsed;
  if (keys.unreadable !== undefined) return refused(keys.unreadable);
  const candidates = keys.keys.filter(({ kid }) => jws.keyId === '' || jws.keyId === kid);
  if (!candidates.some((key) => verifies(jws, key))) return refused('failed to verify id token signature');
  const payload = payloadOf(token, jws);
  if (!payload.ok) return refused(payload.error);
  const { value, huge } = payload;
  if (value === null) return good({ jws, claims: none });
  if (!(value instanceof GoObject))
    return refused(`json: cannot unmarshal ${jsonType(value)} into Go value of type map[string]interface {}`);
  return huge === undefined ? good({ jws, claims: value }) : refused(hugeNumberError(huge));
}

/** Claims as Go's map gives them back: sorted by name, none twice. The registered ones are read from that. */
function asMap(value: GoObject): GoObject {
  if (isSorted(value.members)) return value;
  const last = new Map<string, GoMember>();
  for (const member of value.members) last.set(member.name, { ...member, value: plain(member.value) });
  const sorted = [...last.values()].toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  return new GoObject(sorted);
}

/** Whether there is nothing to bring in order, as in every token that Nomad signs. */
function isSorted(members: readonly GoMember[]): boolean {
  return members.every(({ name, value }, index) => {
    const before = index === 0 ? '' : (members[index - 1]?.name ?? '');
    // Of plain names the order of bytes is that of characters.
    return (
      before < name &&
      /^[!-~]+$/.test(name) &&
      (!(value instanceof GoObject) || isSorted(value.members)) &&
      !isOfObjects(value)
    );
  });
}

function isOfObjects(value: GoJson): boolean {
  return Array.isArray(value) && (value as readonly GoJson[]).some((item) => typeof item === 'object' && item !== null);
}

function plain(value: GoJson): GoJson {
  if (value instanceof GoObject) return asMap(value);
  return Array.isArray(value) ? (value as readonly GoJson[]).map(plain) : value;
}

function registeredError(claims: RegisteredClaims, { issuer, subject, audiences }: Expected): string | undefined {
  if (issuer !== '' && issuer !== claims.issuer) return 'invalid issuer (iss) claim';
  if (subject !== '' && subject !== claims.subject) return 'invalid subject (sub) claim';
  if (audiences.length > 0 && !audiences.some((one) => claims.audience.includes(one)))
    return 'invalid audience (aud) claim: audience claim does not match any expected audience';
  return undefined;
}

function timesError(claims: RegisteredClaims, { leeways }: Expected, now: number): string | undefined {
  const times = timesOf(claims, leeways);
  if (times === undefined) return 'no issued at (iat), not before (nbf), or expiration time (exp) claims in token';
  switch (timeFault(times, now)) {
    case 'not yet':
      return 'invalid not before (nbf) claim: token not yet valid';
    case 'expired':
      return 'invalid expiration time (exp) claim: token is expired';
    case 'issued in the future':
      return 'invalid issued at (iat) claim: token issued in the future';
    case undefined:
      return undefined;
  }
}
