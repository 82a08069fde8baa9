import { expect, it } from 'vitest';
import { compileConsul, predictConsul } from '../../../src/simulate/consul.ts';
import { signJwt, testKey } from '../../support/jwt.ts';

const key = testKey('r1', 'rsa');
const now = 1_700_000_000;
const Config = { JWTValidationPubKeys: [key.pem], BoundAudiences: ['consul.io'] };
const consul = compileConsul({
  authMethod: { Name: 'm', Type: 'jwt', Config },
  bindingRules: [{ AuthMethod: 'm', BindType: 'service', BindName: 'web' }],
});

function parts(header: object = { alg: 'RS256', kid: 'r1' }): { head: string; body: string; signature: string } {
  const jwt = signJwt(header, { aud: 'consul.io', iat: now, exp: now + 60 }, key, 'RS256');
  const [head = '', body = '', signature = ''] = jwt.split('.');
  return { head, body, signature };
}

function errorOf(jwt: object | string): string | null {
  return predictConsul(consul, { jwt: typeof jwt === 'string' ? jwt : JSON.stringify(jwt), now }).login.error;
}

// Seen on Consul 1.22.2, but for the nonce, which go-jose says itself.
it('a token in one of the JSON forms of JWS is as good as a compact one', () => {
  const { head, body, signature } = parts();
  expect(errorOf({ payload: body, protected: head, signature })).toBeNull();
  expect(errorOf({ payload: body, signatures: [{ protected: head, signature }] })).toBeNull();
});

it('no key checks a token with two signatures', () => {
  const { head, body, signature } = parts();
  const one = { protected: head, signature };
  expect(errorOf({ payload: body, signatures: [one, one] })).toBe(
    'no known key successfully validated the token signature',
  );
});

it('a nonce outside of the signed header is refused', () => {
  const { head, body, signature } = parts();
  expect(errorOf({ payload: body, protected: head, header: { nonce: 'x' }, signature })).toBe(
    'error parsing token: go-jose/go-jose: Nonce parameter included in unprotected header',
  );
});

it.each([
  [{ kty: 'oct', k: 'AQAB' }, 'go-jose/go-jose: invalid embedded jwk, must be public key'],
  [{ kty: 'zz' }, `failed to unmarshal JWK: go-jose/go-jose: unknown json web key type 'zz': "{\\"kty\\":\\"zz\\"}"`],
])('a key in the header must be a public one: %j', (jwk, why) => {
  const { head, body, signature } = parts({ alg: 'RS256', jwk });
  expect(errorOf(`${head}.${body}.${signature}`)).toBe(`error parsing token: ${why}`);
});

it('a key in the header is not what the signature is checked with', () => {
  const other = testKey('r2', 'rsa');
  const jwt = signJwt({ alg: 'RS256', jwk: other.jwk }, { aud: 'consul.io', iat: now }, other, 'RS256');
  expect(errorOf(jwt)).toBe('no known key successfully validated the token signature');
});
