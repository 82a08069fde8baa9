import { expect, test } from 'vitest';
import { parseJws } from '../../../src/simulate/jwt/jws.ts';

/** Each is what Consul 1.22.2 and Vault 1.21.0 answered, behind their own first words. */
test.each([
  [5, 'json: cannot unmarshal number into Go value of type []string'],
  ['x', 'json: cannot unmarshal string into Go value of type []string'],
  [{}, 'json: cannot unmarshal object into Go value of type []string'],
  [[5], 'json: cannot unmarshal number into Go value of type string'],
  [[['x']], 'json: cannot unmarshal array into Go value of type string'],
  [[null], 'x509: malformed certificate'],
  [[''], 'x509: malformed certificate'],
  [['MII='], 'x509: malformed certificate'],
  [['MAA='], 'x509: malformed tbs certificate'],
  [['MAUGA1UEAw=='], 'x509: malformed tbs certificate'],
  [['!!'], 'illegal base64 data at input byte 0'],
  [['MAA', 'x'], 'illegal base64 data at input byte 0'],
])('certificates %j in a header are refused', (x5c, error) => {
  const shown = JSON.stringify(JSON.stringify(x5c));
  expect(parseJws(token({ alg: 'RS256', x5c }), { version: 3 })).toEqual({
    ok: false,
    error: `failed to unmarshal x5c header: ${error}: ${shown}`,
    alternatives: [],
  });
});

test.each([{ x5c: null }, { x5c: [] }, { jku: 5 }, { jku: 'http://127.0.0.1:1/keys' }, { x5u: ['x'], x5t: 'x' }])(
  'a header with %j is read: nothing in it is trusted',
  (header) => {
    expect(parseJws(token({ alg: 'RS256', ...header }), { version: 3 }).ok).toBe(true);
  },
);

test('a shared key in a header must have a value, and is refused when it has', () => {
  const error = (jwk: object): unknown => parseJws(token({ alg: 'RS256', jwk }), { version: 3 });
  expect(error({ kty: 'oct' })).toMatchObject({
    error: `failed to unmarshal JWK: go-jose/go-jose: invalid OCT (symmetric) key, missing k value: ${JSON.stringify('{"kty":"oct"}')}`,
  });
  expect(error({ kty: 'oct', k: 'AQAB' })).toMatchObject({
    error: 'go-jose/go-jose: invalid embedded jwk, must be public key',
  });
});

/** Seen on a Consul 1.22.2 with a discovery URL. */
test('an algorithm that is not expected comes before the key in the header', () => {
  const jws = token({ jwk: { kty: 'oct', k: 'AQAB' } });
  expect(parseJws(jws, { version: 4, algorithms: ['RS256'] })).toMatchObject({
    error: 'unexpected signature algorithm ""; expected ["RS256"]',
  });
});

/** Seen on a Consul 1.22.2. */
test.each([
  ['text', 'string'],
  [[], 'array'],
  [5, 'number'],
])('an unprotected header that is %j is refused', (header, type) => {
  const jws = JSON.stringify({ payload: 'e30', header, signature: '' });
  expect(parseJws(jws, { version: 4, algorithms: ['RS256'] })).toMatchObject({
    error: `json: cannot unmarshal ${type} into Go value of type jose.rawHeader`,
  });
});

function token(header: object): string {
  return [JSON.stringify(header), '{}', ''].map((part) => Buffer.from(part).toString('base64url')).join('.');
}
