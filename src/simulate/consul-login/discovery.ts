import { hugeNumberError, type GoObject } from '../../syntax/go-json.ts';
import { goQuote } from '../../syntax/go-string.ts';
import { goTime } from '../../syntax/go-time.ts';
import { allAlgorithms, parseJws, type Jwt } from '../jwt/jws.ts';
import { good, refused, saying, type Outcome } from '../outcome.ts';
import { idTokenOf } from './id-token.ts';
import { audienceError, type TokenCheck } from './verify.ts';

/** Go's time when there is none. */
const yearOne = -62_135_596_800;

/** Seconds by which a token may come before its time; with discovery nothing can change that. */
const notBeforeLeeway = 300;

/**
 * Checks a JWT as a method with OIDC discovery does: issuer and times first, then the signature. Times are shown as by a
 * server in UTC; its own `now` has digits that nobody can foretell.
 * @param offered the algorithms of the discovery document; they count when the method names none
 */
export function verifyDiscovered(token: Jwt, check: TokenCheck, offered: readonly string[]): Outcome<GoObject> {
  const { config, keys, unreadable, verifies, now } = check;
  const claims = idTokenOf(token);
  if (!claims.ok) return saying('error validating signature: ', claims.error, claims.alternatives);
  const { issuer, audience, expiry, notBefore, all, huge } = claims.value;
  const fail = (why: string): Outcome<never> => refused(`error validating signature: ${why}`);
  if (issuer !== config.OIDCDiscoveryURL)
    return fail(
      `oidc: id token issued by a different provider, expected ${goQuote(config.OIDCDiscoveryURL)} got ${goQuote(issuer)}`,
    );
  if (expiry === undefined || expiry < now)
    return fail(`oidc: token is expired (Token Expiry: ${goTime(expiry ?? yearOne)})`);
  if (notBefore !== undefined && now + notBeforeLeeway < notBefore)
    return fail(`oidc: current time ${goTime(now)} before the nbf (not before) time: ${goTime(notBefore)}`);
  const known = offered.filter((name) => (allAlgorithms as readonly string[]).includes(name));
  const named = config.JWTSupportedAlgs.length > 0 ? config.JWTSupportedAlgs : known;
  const parsed = parseJws(token, { version: 4, algorithms: named.length > 0 ? named : ['RS256'] });
  if (!parsed.ok) return saying('error validating signature: oidc: malformed jwt: ', parsed.error, parsed.alternatives);
  const { jws } = parsed;
  if (unreadable !== undefined) return fail(`failed to verify signature: ${unreadable}`);
  const candidates = keys.filter(({ kid }) => jws.keyId === '' || jws.keyId === kid);
  if (!candidates.some((key) => verifies(jws, key)))
    return fail('failed to verify signature: failed to verify id token signature');
  if (huge !== undefined)
    return refused(`unable to successfully parse all claims from token: ${hugeNumberError(huge)}`);
  const wrong = audienceError(config.BoundAudiences, audience, 'lax');
  return wrong === undefined ? good(all) : refused(`error validating claims: ${wrong}`);
}
