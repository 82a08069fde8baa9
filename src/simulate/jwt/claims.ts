import { GoObject, hugeNumberError, type GoJson } from '../../syntax/go-json.ts';
import { jsonType } from './json-type.ts';
import { repeatedName } from './repeated.ts';

/** The claims that RFC 7519 names, as go-jose 3 decodes them. Times are whole seconds, 0 when absent. */
export interface RegisteredClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: readonly string[];
  readonly expiry: number;
  readonly notBefore: number;
  readonly issuedAt: number;
}

export type DecodedClaims =
  | { readonly ok: true; readonly registered: RegisteredClaims; readonly all: GoObject }
  | { readonly ok: false; readonly error: string };

/** A payload as `parseGoJson` gives it. */
export interface ReadPayload {
  readonly value: GoJson;
  readonly huge?: string;
}

const noClaims = new GoObject([]);

type Name = 'iss' | 'sub' | 'aud' | 'exp' | 'nbf' | 'iat' | 'jti';
const names: readonly Name[] = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'];

/**
 * Decodes a payload.
 * @param reader `lenient` is Go's own JSON: registered claims are found in any case and the last of several members
 *   counts; `strict` is go-jose's: exact names, and no name twice in an object
 */
export function decodeClaims({ value: payload, huge }: ReadPayload, reader: 'lenient' | 'strict'): DecodedClaims {
  if (payload === null) return { ok: true, registered: registeredOf({}), all: noClaims };
  if (!(payload instanceof GoObject))
    return { ok: false, error: `json: cannot unmarshal ${jsonType(payload)} into Go value of type jwt.Claims` };
  const repeated = reader === 'strict' ? repeatedName(payload) : undefined;
  if (repeated !== undefined) return { ok: false, error: `json: duplicate key '${repeated}' in object` };
  const raw: Partial<Record<Name, string | number | readonly string[]>> = {};
  let misfit: string | undefined;
  for (const { name, value } of payload.members) {
    const known = nameOf(name, reader);
    if (known === undefined) continue;
    const read = decoders[known](value, known);
    if (read.abort !== undefined) return { ok: false, error: read.abort };
    misfit ??= read.misfit;
    if (read.value !== undefined) raw[known] = read.value;
    else if (read.absent === true) delete raw[known];
  }
  if (misfit !== undefined) return { ok: false, error: misfit };
  if (huge !== undefined) return { ok: false, error: hugeNumberError(huge) };
  return { ok: true, registered: registeredOf(raw), all: payload };
}

function registeredOf(raw: Partial<Record<Name, string | number | readonly string[]>>): RegisteredClaims {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const time = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return {
    issuer: text(raw.iss),
    subject: text(raw.sub),
    audience: Array.isArray(raw.aud) ? (raw.aud as readonly string[]) : [],
    expiry: time(raw.exp),
    notBefore: time(raw.nbf),
    issuedAt: time(raw.iat),
  };
}

function nameOf(name: string, reader: 'lenient' | 'strict'): Name | undefined {
  const exact = names.find((known) => known === name);
  if (exact !== undefined || reader === 'strict' || name.length !== 3) return exact;
  const folded = name.toLowerCase().replaceAll('ſ', 's');
  return names.find((known) => known === folded);
}

interface Read {
  readonly value?: string | number | readonly string[];
  readonly absent?: true;
  /** A value of a wrong type, which Go reports only when nothing worse comes. */
  readonly misfit?: string;
  /** An error of go-jose's own, at which the decoding ends. */
  readonly abort?: string;
}

const text = (value: GoJson, name: string): Read => {
  if (typeof value === 'string') return { value };
  // Null leaves what was there.
  if (value === null) return {};
  return { misfit: `json: cannot unmarshal ${jsonType(value)} into Go struct field Claims.${name} of type string` };
};

const time = (value: GoJson): Read => {
  if (value === null) return { absent: true };
  if (typeof value !== 'number' || !Number.isFinite(value))
    return { abort: 'go-jose/go-jose/jwt: expected number value to unmarshal NumericDate' };
  return { value: goInteger(value) };
};

const audience = (value: GoJson): Read => {
  if (typeof value === 'string') return { value: [value] };
  const repeated = repeatedName(value);
  if (repeated !== undefined) return { abort: `json: duplicate key '${repeated}' in object` };
  const items = Array.isArray(value) ? (value as readonly GoJson[]) : undefined;
  if (items?.every((item) => typeof item === 'string') === true) return { value: items };
  return { abort: 'go-jose/go-jose/jwt: expected string or array value to unmarshal to Audience' };
};

const decoders: Readonly<Record<Name, (value: GoJson, name: string) => Read>> = {
  iss: text,
  sub: text,
  aud: audience,
  exp: time,
  nbf: time,
  iat: time,
  jti: text,
};

const beyond = 2 ** 63;

/** A float as Go's `int64(…)` gives it on amd64: towards zero, and the least integer of all when it does not fit. */
export function goInteger(value: number): number {
  return value >= -beyond && value < beyond ? Math.trunc(value) + 0 : -beyond;
}
