import { signJwt, type TestKey } from '../../support/jwt.ts';
import { claims } from './configuration.ts';

const header = (kid: string): Readonly<Record<string, string>> => ({ alg: 'RS256', kid, typ: 'JWT' });

/** JWTs as Nomad signs them, no two with the same claims. */
export function signedTokens(from: number, count: number, key: TestKey, now: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => signJwt(header(key.kid), claims(from + index, now), key, 'RS256'));
}

/** The same with signatures that nobody checks; these take no time to make. */
export function unsignedTokens(count: number, kid: string, now: number): readonly string[] {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signature = Buffer.alloc(256).toString('base64url');
  return Array.from({ length: count }, (_, index) => `${part(header(kid))}.${part(claims(index, now))}.${signature}`);
}
