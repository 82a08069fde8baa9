import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { goBase64, goBase64Url } from '../../syntax/go-base64.ts';
import { goCertificateKey, certificateFault } from '../../validation/public-key.ts';
import { isObject } from '../../validation/object.ts';
import { notA } from './json-type.ts';
import type { VerifyingKey } from './verifying-key.ts';

/** Which go-jose reads a key: 4.1.1 in Consul 1.22, 4.1.2 in Vault 1.21. They word some refusals differently. */
export type JwkReader = '4.1.1' | '4.1.2';

const texts = ['use', 'kty', 'kid', 'crv', 'alg', 'x5u', 'x5t', 'x5t#S256'] as const;
const numbers = ['k', 'x', 'y', 'n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const;

/** A key's members as go-jose decodes them; numbers are missing or bytes. */
interface Raw {
  readonly text: (name: (typeof texts)[number]) => string;
  readonly bytes: (name: (typeof numbers)[number]) => Buffer | undefined;
  readonly x5c: readonly string[];
}

const prefix = 'go-jose/go-jose: ';

/** Reads one key as go-jose does, or gives its error. */
export function readJwk(jwk: unknown, reader: JwkReader): VerifyingKey | string {
  const raw = decoded(jwk);
  if (typeof raw === 'string') return raw;
  const certificates = chainOf(raw.x5c);
  if (typeof certificates === 'string') return `${prefix}failed to unmarshal x5c field: ${certificates}`;
  const [leaf] = certificates;
  const key = keyOf(raw, leaf !== undefined && goCertificateKey(leaf) !== undefined, reader);
  if (typeof key === 'string') return prefix + key;
  const held = leaf && goCertificateKey(leaf);
  if (held !== undefined && key.object !== undefined && !key.object.equals(held))
    return `${prefix}invalid JWK, public keys in key and x5c fields do not match`;
  return thumbprintError(raw, leaf) ?? { ...key, kid: raw.text('kid') };
}

function decoded(jwk: unknown): Raw | string {
  const members = jwk === null ? {} : jwk;
  if (!isObject(members)) return notA('jose.rawJSONWebKey', members);
  const bytes = new Map<string, Buffer>();
  let x5c: readonly string[] = [];
  let misfit: string | undefined;
  for (const [name, value] of Object.entries(members)) {
    if (value === null) continue;
    if (numbers.some((known) => known === name)) {
      if (typeof value !== 'string') return notA('string', value);
      const read = goBase64Url(value);
      if (!read.ok) return read.error;
      bytes.set(name, read.bytes);
    } else if (texts.some((known) => known === name)) {
      if (typeof value !== 'string') misfit ??= notA('string', value);
    } else if (name === 'x5c') {
      const items = Array.isArray(value) ? (value as readonly unknown[]) : undefined;
      const bad = items?.find((item) => item !== null && typeof item !== 'string');
      if (items === undefined) misfit ??= notA('[]string', value);
      else if (bad !== undefined) misfit ??= notA('string', bad);
      else x5c = items.map((item) => (typeof item === 'string' ? item : ''));
    }
  }
  if (misfit !== undefined) return misfit;
  return {
    text: (name) => (typeof members[name] === 'string' ? members[name] : ''),
    bytes: (name) => bytes.get(name),
    x5c,
  };
}

/** The certificates of a chain, none of which is trusted for being there, or what is wrong with one. */
function chainOf(x5c: readonly string[]): readonly Buffer[] | string {
  const chain: Buffer[] = [];
  for (const one of x5c) {
    const der = goBase64(one);
    const fault = der.ok ? certificateFault(der.bytes) : der.error;
    if (fault !== undefined) return fault;
    if (der.ok) chain.push(der.bytes);
  }
  return chain;
}

type Key = Omit<VerifyingKey, 'kid'>;

/** A private key, or one for both sides, is taken and then verifies nothing. */
const unusable: Key = { type: 'none', object: undefined };

function keyOf(raw: Raw, certified: boolean, reader: JwkReader): Key | string {
  const isPrivate = raw.bytes('d') !== undefined;
  const type = raw.text('kty');
  switch (type) {
    case 'EC':
      return curveKey(raw, isPrivate);
    case 'RSA':
      return isPrivate ? (missingOf(raw, ['n', 'e', 'd', 'p', 'q'], 'RSA', reader) ?? unusable) : rsaKey(raw);
    case 'oct':
      if (certified) return `invalid JWK, found 'oct' (symmetric) key with cert chain`;
      return raw.bytes('k') === undefined ? 'invalid OCT (symmetric) key, missing k value' : unusable;
    case 'OKP': {
      const curve = raw.text('crv');
      const point = raw.bytes('x');
      if (curve !== 'Ed25519' || (reader === '4.1.1' && point === undefined))
        return reader === '4.1.1' ? `unknown curve '${curve}'` : 'unsupported key type/format';
      if (isPrivate) return missingOf(raw, ['d', 'x'], 'Ed25519', reader) ?? unusable;
      if (point === undefined) return 'invalid Ed key, missing x value';
      // Bytes that are missing are zero, those beyond are left out.
      const x = Buffer.concat([point, Buffer.alloc(32)]).subarray(0, 32);
      return { type: 'ed25519', object: publicKey({ kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') }) };
    }
    default:
      if (reader === '4.1.1') return `unknown json web key type '${type}'`;
      return type === '' ? 'missing json web key type' : 'unsupported key type/format';
  }
}

function rsaKey(raw: Raw): Key | string {
  const [n, e] = [raw.bytes('n'), raw.bytes('e')];
  if (n === undefined || e === undefined) return 'invalid RSA key, missing n/e values';
  return {
    type: 'rsa',
    object: publicKey({ kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') }),
  };
}

function missingOf(
  raw: Raw,
  names: readonly ('n' | 'e' | 'd' | 'p' | 'q' | 'x')[],
  type: string,
  reader: JwkReader,
): string | undefined {
  const all = names.filter((name) => raw.bytes(name) === undefined).map((name) => name.toUpperCase());
  const missing = reader === '4.1.1' ? all.slice(0, 1) : all;
  return missing.length === 0 ? undefined : `invalid ${type} private key, missing ${missing.join(', ')} value(s)`;
}

const sizes: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };

function curveKey(raw: Raw, isPrivate: boolean): Key | string {
  const curve = raw.text('crv');
  const size = sizes[curve];
  if (size === undefined) return `unsupported elliptic curve '${curve}'`;
  const [x, y, d] = [raw.bytes('x'), raw.bytes('y'), raw.bytes('d')];
  if (x === undefined || y === undefined)
    return isPrivate ? 'invalid EC private key, missing x/y/d values' : 'invalid EC key, missing x/y values';
  for (const [name, value] of Object.entries({ x, y, ...(d === undefined ? {} : { d }) }))
    if (value.length !== size) return `invalid EC ${isPrivate ? 'private' : 'public'} key, wrong length for ${name}`;
  const object = publicKey({ kty: 'EC', crv: curve, x: x.toString('base64url'), y: y.toString('base64url') });
  if (object === undefined) return 'invalid EC key, X/Y are not on declared curve';
  return isPrivate ? unusable : { type: 'ec', object };
}

function publicKey(key: Readonly<Record<string, string>>): KeyObject | undefined {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return undefined;
  }
}

/** What is wrong with the fingerprints of a key's certificate, which may be written as bytes or as their digits. */
function thumbprintError(raw: Raw, leaf: Buffer | undefined): string | undefined {
  const prints: { name: string; hash: string; print: Buffer; size: number }[] = [];
  for (const [name, hash, size] of [
    ['x5t', 'sha1', 20],
    ['x5t#S256', 'sha256', 32],
  ] as const) {
    const read = goBase64Url(raw.text(name));
    if (!read.ok) return `${prefix}invalid JWK, ${name} header has invalid encoding`;
    const digits = read.bytes.length === 2 * size ? read.bytes.toString('latin1') : undefined;
    const bad = digits === undefined ? undefined : /[^\da-fA-F]/.exec(digits)?.[0];
    if (bad !== undefined)
      return `${prefix}invalid JWK, unable to hex decode ${name}: encoding/hex: invalid byte: ${hexByte(bad)}`;
    prints.push({ name, hash, print: digits === undefined ? read.bytes : Buffer.from(digits, 'hex'), size });
  }
  const given = prints.filter(({ print }) => print.length > 0);
  const odd = given.find(({ print, size }) => print.length !== size);
  if (odd !== undefined) return `${prefix}invalid JWK, ${odd.name} header is of incorrect size`;
  const other = leaf && given.find(({ hash, print }) => !createHash(hash).update(leaf).digest().equals(print));
  return other && `${prefix}invalid JWK, x5c thumbprint does not match ${other.name} value`;
}

function hexByte(byte: string): string {
  const code = byte.charCodeAt(0);
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}${code >= 0x20 && code < 0x7f ? ` '${byte}'` : ''}`;
}
