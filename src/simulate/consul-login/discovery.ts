import { goBase64Url } from '../../syntax/go-base64.ts';
import { GoObject, hugeNumberError, parseGoJson, type GoJson } from '../../syntax/go-json.ts';
import { goQuote } from '../../syntax/go-string.ts';
import { goTime } from '../../syntax/go-time.ts';
import { goInteger } from '../jwt/claims.ts';
import { jsonType } from '../jwt/json-type.ts';
import { allAlgorithms, parseJws, type Jwt } from '../jwt/jws.ts';
import { good, refused, saying, type Outcome } from '../outcome.ts';
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
  const { config, keys, verifies, now } = check;
  const claims = untrusted(token);
  if (!claims.ok) return saying('error validating signature: ', claims.error);
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
  const candidates = keys.filter(({ kid }) => jws.keyId === '' || jws.keyId === kid);
  if (!candidates.some((key) => verifies(jws, key)))
    return fail('failed to verify signature: failed to verify id token signature');
  if (huge !== undefined)
    return refused(`unable to successfully parse all claims from token: ${hugeNumberError(huge)}`);
  const wrong = audienceError(config.BoundAudiences, audience, 'lax');
  return wrong === undefined ? good(all) : refused(`error validating claims: ${wrong}`);
}

interface Untrusted {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Seconds; `undefined` when there is none, which counts as long past. */
  readonly expiry: number | undefined;
  readonly notBefore: number | undefined;
  readonly all: GoObject;
  readonly huge: string | undefined;
}

function untrusted(token: Jwt): Outcome<Untrusted> {
  if (typeof token !== 'string') return idToken(token.claims, undefined, Buffer.alloc(0));
  const [, payload, ...others] = token.split('.');
  const malformed = 'oidc: malformed jwt: oidc: malformed jwt';
  if (payload === undefined) return refused(`${malformed}, expected 3 parts got ${String(1 + others.length)}`);
  const bytes = goBase64Url(payload);
  if (!bytes.ok) return refused(`${malformed} payload: ${bytes.error}`);
  const parsed = parseGoJson(bytes.bytes);
  return parsed.ok ? idToken(parsed.value, parsed.huge, bytes.bytes) : refused(unreadable + parsed.error);
}

const unreadable = 'oidc: failed to unmarshal claims: ';

function idToken(value: GoJson, huge: string | undefined, bytes: Buffer): Outcome<Untrusted> {
  if (value === null)
    return good({
      issuer: '',
      audience: [],
      expiry: undefined,
      notBefore: undefined,
      all: new GoObject([]),
      huge: undefined,
    });
  if (!(value instanceof GoObject))
    return refused(`${unreadable}json: cannot unmarshal ${jsonType(value)} into Go value of type oidc.idToken`);
  const found = {
    issuer: '',
    audience: [] as readonly string[],
    expiry: undefined as number | undefined,
    notBefore: undefined as number | undefined,
  };
  let misfit: string | undefined;
  for (const { name, value: member, start, end } of value.members) {
    switch (name.toLowerCase().replaceAll('ſ', 's')) {
      case 'iss':
        if (typeof member === 'string') found.issuer = member;
        else if (member !== null)
          misfit ??= `json: cannot unmarshal ${jsonType(member)} into Go struct field idToken.iss of type string`;
        break;
      case 'aud': {
        const audience = audienceOf(member);
        if (typeof audience === 'string') return refused(unreadable + audience);
        found.audience = audience;
        break;
      }
      case 'exp':
      case 'iat':
      case 'nbf': {
        const isNbf = name.toLowerCase() === 'nbf';
        if (member === null && isNbf) break;
        const time = timeOf(member, name.toLowerCase(), bytes.toString('latin1', start, end));
        if (typeof time === 'string') return refused(unreadable + time);
        if (isNbf) found.notBefore = time;
        else if (name.toLowerCase() === 'exp') found.expiry = time;
        break;
      }
      default:
    }
  }
  return misfit === undefined ? good({ ...found, all: value, huge }) : refused(unreadable + misfit);
}

function audienceOf(value: GoJson): readonly string[] | string {
  if (typeof value === 'string') return [value];
  if (value === null) return [''];
  if (!Array.isArray(value))
    return `json: cannot unmarshal ${jsonType(value)} into Go struct field idToken.aud of type []string`;
  const items = value as readonly GoJson[];
  const bad = items.find((item) => typeof item !== 'string' && item !== null);
  if (bad !== undefined)
    return `json: cannot unmarshal ${jsonType(bad)} into Go struct field idToken.aud of type string`;
  return items.map((item) => (typeof item === 'string' ? item : ''));
}

function timeOf(value: GoJson, name: string, raw: string): number | string {
  if (typeof value === 'number')
    return Number.isFinite(value)
      ? goInteger(value)
      : `strconv.ParseFloat: parsing ${goQuote(raw)}: value out of range`;
  if (value === null) return 'strconv.ParseFloat: parsing "": invalid syntax';
  if (typeof value === 'string')
    return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value)
      ? goInteger(Number(value))
      : `json: invalid number literal, trying to unmarshal ${goQuote(goQuote(value))} into Number`;
  return `json: cannot unmarshal ${jsonType(value)} into Go struct field idToken.${name} of type json.Number`;
}
