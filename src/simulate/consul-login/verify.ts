import type { GoObject } from '../../syntax/go-json.ts';
import type { MethodConfig } from '../../validation/consul/method-config.ts';
import { decodeClaims, type RegisteredClaims } from '../jwt/claims.ts';
import { allAlgorithms, parseJws, payloadOf, type Jwt } from '../jwt/jws.ts';
import type { Verifies } from '../jwt/signature.ts';
import type { VerifyingKey } from '../jwt/verifying-key.ts';
import { timeFault, timesOf } from '../jwt/times.ts';
import { good, refused, saying, type Outcome } from '../outcome.ts';

/** What a login looks at before it looks at claims. */
export interface TokenCheck {
  readonly config: MethodConfig;
  readonly keys: readonly VerifyingKey[];
  /** Why the keys that are fetched cannot be read; there are none then. */
  readonly unreadable?: string | undefined;
  readonly verifies: Verifies;
  /** Seconds. */
  readonly now: number;
}

interface Verified {
  readonly registered: RegisteredClaims;
  readonly all: GoObject;
}

/** Checks a JWT as a method with static keys or a JWKS does, and gives its claims. */
export function verifyToken(token: Jwt, check: TokenCheck): Outcome<GoObject> {
  const { config, now } = check;
  const verified = config.JWKSURL === '' ? byStaticKeys(token, check) : byJwks(token, check);
  if (!verified.ok) return verified;
  const { registered, all } = verified.value;
  const times = timesOf(registered, {
    expiration: config.ExpirationLeeway,
    notBefore: config.NotBeforeLeeway,
    clockSkew: config.ClockSkewLeeway,
  });
  if (times === undefined) return refused('no issue time, notbefore, or expiration time encoded in token');
  const invalid = 'error validating claims: ';
  if (config.BoundIssuer !== '' && config.BoundIssuer !== registered.issuer)
    return refused(`${invalid}go-jose/go-jose/jwt: validation failed, invalid issuer claim (iss)`);
  switch (timeFault(times, now)) {
    case 'not yet':
      return refused(`${invalid}go-jose/go-jose/jwt: validation failed, token not valid yet (nbf)`);
    case 'expired':
      return refused(`${invalid}go-jose/go-jose/jwt: validation failed, token is expired (exp)`);
    case 'issued in the future':
      return refused(`${invalid}go-jose/go-jose/jwt: validation field, token issued in the future (iat)`);
    case undefined:
  }
  const audience = audienceError(config.BoundAudiences, registered.audience, 'strict');
  return audience === undefined ? good(all) : refused(invalid + audience);
}

/** Why an audience does not do. `lax` takes any when none is bound. */
export function audienceError(
  bound: readonly string[],
  audience: readonly string[],
  how: 'strict' | 'lax',
): string | undefined {
  if (bound.length === 0)
    return how === 'strict' && audience.length > 0
      ? 'audience claim found in JWT but no audiences are bound'
      : undefined;
  return bound.some((one) => audience.includes(one)) ? undefined : 'aud claim does not match any bound audience';
}

function byStaticKeys(token: Jwt, { keys, verifies }: TokenCheck): Outcome<Verified> {
  const parsed = parseJws(token, { version: 3 });
  if (!parsed.ok) return saying('error parsing token: ', parsed.error, parsed.alternatives);
  const unknown = refused('no known key successfully validated the token signature');
  if (!keys.some((key) => verifies(parsed.jws, key))) return unknown;
  const payload = payloadOf(token, parsed.jws);
  const claims = payload.ok ? decodeClaims(payload, 'strict') : payload;
  return claims.ok ? good(claims) : unknown;
}

function byJwks(token: Jwt, { keys, unreadable, verifies }: TokenCheck): Outcome<Verified> {
  const parsed = parseJws(token, { version: 4, algorithms: allAlgorithms });
  if (!parsed.ok) return saying('error verifying token: oidc: malformed jwt: ', parsed.error, parsed.alternatives);
  const { jws } = parsed;
  if (unreadable !== undefined) return refused(`error verifying token: ${unreadable}`);
  const candidates = keys.filter(({ kid }) => jws.keyId === '' || jws.keyId === kid);
  if (!candidates.some((key) => verifies(jws, key)))
    return refused('error verifying token: failed to verify id token signature');
  const payload = payloadOf(token, jws);
  const claims = payload.ok ? decodeClaims(payload, 'lenient') : payload;
  return claims.ok ? good(claims) : refused(`failed to unmarshal claims: ${claims.error}`);
}
