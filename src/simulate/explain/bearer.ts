import type { Jwks } from '../../model/jwks.ts';
import { recent } from '../../support/recent.ts';
import { GoObject, parseGoJson, type GoJson } from '../../syntax/go-json.ts';
import type { Jws, Jwt } from '../jwt/jws.ts';
import { claimsOf, type ClaimValue } from '../nomad-claims/claims.ts';
import type { Placement } from '../nomad-claims/placement.ts';
import type { Signing } from '../nomad-claims/signing.ts';
import type { ClaimsLink } from './explanation.ts';

/** A JWT whose signature is taken for right, and what it says. */
export interface Bearer {
  readonly jwt: Jwt;
  readonly link: Pick<ClaimsLink, 'from' | 'claims' | 'unknown'>;
  /** Claims that a login may look at and whose value is not known. */
  readonly open: ReadonlySet<string>;
}

/** What stands for ids and times that are made up later. */
const allocation = '00000000-0000-0000-0000-000000000000';
const laterAnyway: ReadonlySet<string> = new Set(['iat', 'nbf', 'exp', 'jti']);

/** The JWT that Nomad will sign; it signs with RS256 unless its keys are from before 1.7. */
export function predictedBearer(signing: Signing, now: number): Bearer {
  const placement: Placement = { allocationId: allocation, jti: allocation, now };
  const { claims, unknown: unsure } = claimsOf(signing);
  const signed = claimsOf(signing, placement);
  const later = laterOf(unsure);
  return {
    jwt: { jws: unwritten, claims: read(signed.claims) },
    link: { from: 'prediction', claims, unknown: later.unknown },
    open: later.open,
  };
}

interface Later {
  readonly unknown: Bearer['link']['unknown'];
  readonly open: Bearer['open'];
}

/** Nearly all identities leave the same claims open, so one list serves for thousands. */
const laterOf = recent(64, JSON.stringify, (unknown: Later['unknown']): Later => {
  const open = new Set(unknown.map(({ claim }) => claim).filter((claim) => !laterAnyway.has(claim)));
  return { unknown, open };
});

/** A real JWT, its key left out; `undefined` when it is none. */
export function givenBearer(token: string): Bearer | undefined {
  const [header = '', payload = '', signature] = token.trim().split('.');
  if (signature === undefined) return undefined;
  const read = parseGoJson(Buffer.from(payload, 'base64url'));
  const head = parseGoJson(Buffer.from(header, 'base64url'));
  if (!read.ok || !(read.value instanceof GoObject) || !head.ok || !(head.value instanceof GoObject)) return undefined;
  const algorithm = head.value.get('alg');
  const claims = plain(read.value) as Readonly<Record<string, unknown>>;
  const jwt = `${headerOf(typeof algorithm === 'string' ? algorithm : 'none')}.${payload}.AA`;
  return { jwt, link: { from: 'token', claims, unknown: [] }, open: new Set() };
}

const nothing = Buffer.alloc(0);

/** The JWT is never written out: nobody looks at its signature. */
const unwritten: Jws = {
  algorithm: 'RS256',
  keyId: '',
  payload: nothing,
  signed: nothing,
  signature: nothing,
  criticalUnknown: false,
};

/** Claims as a server reads them. */
function read(claims: Readonly<Record<string, ClaimValue>>): GoObject {
  return new GoObject(
    Object.entries(claims).map(([name, value]) => ({
      name,
      value: typeof value === 'object' && !isList(value) ? read(value) : value,
      start: 0,
      end: 0,
    })),
  );
}

const isList = (value: ClaimValue): value is readonly string[] => Array.isArray(value);

/** Without a `kid`, so that any key will do. */
function headerOf(alg: string): string {
  return Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url');
}

function plain(value: GoJson): unknown {
  if (value instanceof GoObject)
    return Object.fromEntries(value.members.map(({ name, value: one }) => [name, plain(one)]));
  return Array.isArray(value) ? (value as readonly GoJson[]).map(plain) : value;
}

/** A key set with one key, which is never asked. */
export const anyKeys: Jwks = { keys: [{ kty: 'OKP', crv: 'Ed25519', x: Buffer.alloc(32, 1).toString('base64url') }] };

/** Takes every signature for right. */
export const takenForRight = (): boolean => true;
