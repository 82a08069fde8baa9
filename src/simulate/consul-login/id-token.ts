import { goBase64Url } from '../../syntax/go-base64.ts';
import { goQuote } from '../../syntax/go-string.ts';
import { GoObject, parseGoJson, type GoJson } from '../../syntax/go-json.ts';
import { goInteger } from '../jwt/claims.ts';
import { jsonType } from '../jwt/json-type.ts';
import type { Jwt } from '../jwt/jws.ts';
import { anyOf, good, refused, type Outcome } from '../outcome.ts';

/** A payload as go-oidc 3.11 reads it before anybody looks at the signature. */
export interface IdToken {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Seconds; `undefined` when there is none, which counts as long past. */
  readonly expiry: number | undefined;
  readonly notBefore: number | undefined;
  readonly all: GoObject;
  /** The first number beyond a double, as it is written. */
  readonly huge: string | undefined;
}

/** Reads the claims that OpenID Connect knows, in any case; errors are go-oidc's own. */
export function idTokenOf(token: Jwt): Outcome<IdToken> {
  if (typeof token !== 'string') return decoded(token.claims, undefined, Buffer.alloc(0));
  const [, payload, ...others] = token.split('.');
  const malformed = 'oidc: malformed jwt: oidc: malformed jwt';
  if (payload === undefined) return refused(`${malformed}, expected 3 parts got ${String(1 + others.length)}`);
  const bytes = goBase64Url(payload);
  if (!bytes.ok) return refused(`${malformed} payload: ${bytes.error}`);
  const parsed = parseGoJson(bytes.bytes);
  return parsed.ok ? decoded(parsed.value, parsed.huge, bytes.bytes) : refused(unreadable + parsed.error);
}

const unreadable = 'oidc: failed to unmarshal claims: ';

interface Found {
  issuer: string;
  audience: readonly string[];
  expiry: number | undefined;
  notBefore: number | undefined;
  /** Claims that are kept elsewhere, by the source that each names. */
  names: Map<string, string>;
  sources: Set<string>;
  /** The first value of a wrong type, which Go reports only when nothing worse comes. */
  misfit: string | undefined;
}

function decoded(value: GoJson, huge: string | undefined, bytes: Buffer): Outcome<IdToken> {
  const found: Found = {
    issuer: '',
    audience: [],
    expiry: undefined,
    notBefore: undefined,
    names: new Map(),
    sources: new Set(),
    misfit: undefined,
  };
  if (value === null) return good({ ...found, all: new GoObject([]), huge: undefined });
  if (!(value instanceof GoObject))
    return refused(`${unreadable}json: cannot unmarshal ${jsonType(value)} into Go value of type oidc.idToken`);
  for (const { name, value: member, start, end } of value.members) {
    const error = take(found, folded(name), member, () => bytes.toString('utf8', start, end));
    if (error !== undefined) return refused(unreadable + error);
  }
  const { misfit, names, sources, ...claims } = found;
  if (misfit !== undefined) return refused(unreadable + misfit);
  return anyOf(sourceErrors(names, sources)) ?? good({ ...claims, all: value, huge });
}

/** Go's own way to find a member: without regard to case, and the long s is an s. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll('ſ', 's');
}

/** Takes one claim; the error is one at which the decoding ends. */
function take(found: Found, name: string, value: GoJson, raw: () => string): string | undefined {
  switch (name) {
    case 'iss':
      if (typeof value === 'string') found.issuer = value;
      else if (value !== null) found.misfit ??= misfit(value, `idToken.${name}`, 'string');
      return undefined;
    case 'sub':
    case 'nonce':
    case 'at_hash':
      if (typeof value !== 'string' && value !== null) found.misfit ??= misfit(value, `idToken.${name}`, 'string');
      return undefined;
    case '_claim_names':
      takeNames(found, value);
      return undefined;
    case '_claim_sources':
      takeSources(found, value);
      return undefined;
    case 'aud': {
      const audience = audienceOf(value);
      if (typeof audience === 'string') return audience;
      found.audience = audience;
      return undefined;
    }
    case 'exp':
    case 'iat':
    case 'nbf': {
      if (value === null && name === 'nbf') {
        found.notBefore = undefined;
        return undefined;
      }
      const time = timeOf(value, name, raw);
      if (typeof time === 'string') return time;
      if (name === 'nbf') found.notBefore = time;
      else if (name === 'exp') found.expiry = time;
      return undefined;
    }
    default:
      return undefined;
  }
}

function misfit(value: GoJson, field: string, type: string): string {
  return `json: cannot unmarshal ${jsonType(value)} into Go struct field ${field} of type ${type}`;
}

function takeNames(found: Found, value: GoJson): void {
  if (value === null) found.names.clear();
  else if (!(value instanceof GoObject)) found.misfit ??= misfit(value, 'idToken._claim_names', 'map[string]string');
  else
    for (const { name, value: source } of value.members) {
      if (source !== null && typeof source !== 'string')
        found.misfit ??= misfit(source, 'idToken._claim_names', 'string');
      found.names.set(name, typeof source === 'string' ? source : '');
    }
}

function takeSources(found: Found, value: GoJson): void {
  if (value === null) return found.sources.clear();
  if (!(value instanceof GoObject)) {
    found.misfit ??= misfit(value, 'idToken._claim_sources', 'map[string]oidc.claimSource');
    return;
  }
  for (const { name, value: source } of value.members) {
    found.sources.add(name);
    if (source === null) continue;
    if (!(source instanceof GoObject)) {
      found.misfit ??= misfit(source, 'idToken._claim_sources', 'oidc.claimSource');
      continue;
    }
    for (const { name: member, value: text } of source.members) {
      const known = folded(member);
      if (known !== 'endpoint' && known !== 'access_token') continue;
      if (text !== null && typeof text !== 'string')
        found.misfit ??= misfit(text, `claimSource._claim_sources.${known}`, 'string');
    }
  }
}

/** What go-oidc says about claims that are kept elsewhere: it may come upon any of them first. */
function sourceErrors(names: Found['names'], sources: Found['sources']): readonly string[] {
  return [...names.values()]
    .filter((source) => source === '' || !sources.has(source))
    .map((source) => (source === '' ? 'oidc: failed to obtain source from claim name' : 'oidc: source does not exist'));
}

function audienceOf(value: GoJson): readonly string[] | string {
  if (typeof value === 'string') return [value];
  if (value === null) return [''];
  if (!Array.isArray(value)) return misfit(value, 'idToken.aud', '[]string');
  const items = value as readonly GoJson[];
  const bad = items.find((item) => typeof item !== 'string' && item !== null);
  if (bad !== undefined) return misfit(bad, 'idToken.aud', 'string');
  return items.map((item) => (typeof item === 'string' ? item : ''));
}

function timeOf(value: GoJson, name: string, raw: () => string): number | string {
  if (typeof value === 'number')
    return Number.isFinite(value)
      ? goInteger(value)
      : `strconv.ParseFloat: parsing ${goQuote(raw())}: value out of range`;
  if (value === null) return 'strconv.ParseFloat: parsing "": invalid syntax';
  if (typeof value === 'string')
    return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value)
      ? goInteger(Number(value))
      : `json: invalid number literal, trying to unmarshal ${goQuote(raw())} into Number`;
  return misfit(value, `idToken.${name}`, 'json.Number');
}
