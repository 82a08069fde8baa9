import { describe, expect, test } from 'vitest';
import { compileConsul, predictConsul } from '../../../src/simulate/consul.ts';
import { readJwk } from '../../../src/simulate/jwt/jwk.ts';
import { prepareJwks, unreadableJwks } from '../../../src/simulate/jwt/jwks.ts';
import { predictVault } from '../../../src/simulate/vault-login/predict.ts';
import { signJwt, testKey } from '../../support/jwt.ts';

const rsa = testKey('r', 'rsa').jwk;
const ec = testKey('e', 'P-256');
const ed = testKey('d', 'ed25519').jwk;
const certificate = 'MIIBazCCARCgAwIBAgIU';

// Each as Consul 1.22.2 (go-jose 4.1.1) and Vault 1.21.0 (4.1.2) answered to a JWKS with the key in it.
describe('a key that go-jose cannot read', () => {
  test.each<[string, unknown, string, string?]>([
    ['of no type', { kid: 'z' }, "unknown json web key type ''", 'missing json web key type'],
    ['that is null', null, "unknown json web key type ''", 'missing json web key type'],
    ['of an unknown type', { kty: 'zz' }, "unknown json web key type 'zz'", 'unsupported key type/format'],
    ['on an unknown curve', { ...ed, crv: 'X25519' }, "unknown curve 'X25519'", 'unsupported key type/format'],
    ['without its point', { kty: 'OKP', crv: 'Ed25519' }, "unknown curve 'Ed25519'", 'invalid Ed key, missing x value'],
    ['on a curve of another family', { ...ec.jwk, crv: 'secp256k1' }, "unsupported elliptic curve 'secp256k1'"],
    ['with half a point', { ...ec.jwk, y: null }, 'invalid EC key, missing x/y values'],
    ['with a short coordinate', { ...ec.jwk, x: 'AA' }, 'invalid EC public key, wrong length for x'],
    [
      'beside its curve',
      { ...ec.jwk, x: ec.jwk['y'], y: ec.jwk['x'] },
      'invalid EC key, X/Y are not on declared curve',
    ],
    ['without an exponent', { kty: 'RSA', n: 'AQAB' }, 'invalid RSA key, missing n/e values'],
    ['that is shared and has no value', { kty: 'oct' }, 'invalid OCT (symmetric) key, missing k value'],
    [
      'that is private and has no primes',
      { ...rsa, d: 'AA' },
      'invalid RSA private key, missing P value(s)',
      'invalid RSA private key, missing P, Q value(s)',
    ],
    ['with a short private part', { ...ec.jwk, d: 'AA' }, 'invalid EC private key, wrong length for d'],
    [
      'with a certificate that is none',
      { ...rsa, x5c: ['AAAA'] },
      'failed to unmarshal x5c field: x509: malformed certificate',
    ],
    ['with a short fingerprint', { ...rsa, x5t: 'AA' }, 'invalid JWK, x5t header is of incorrect size'],
    ['with a padded fingerprint', { ...rsa, 'x5t#S256': 'AA==' }, 'invalid JWK, x5t#S256 header has invalid encoding'],
  ])('%s is refused', (_, jwk, consul, vault = consul) => {
    expect(readJwk(jwk, '4.1.1')).toBe(`go-jose/go-jose: ${consul}`);
    expect(readJwk(jwk, '4.1.2')).toBe(`go-jose/go-jose: ${vault}`);
  });

  test.each<[unknown, string]>([
    ['x', 'json: cannot unmarshal string into Go value of type jose.rawJSONWebKey'],
    [{ ...rsa, kid: 5 }, 'json: cannot unmarshal number into Go value of type string'],
    [{ ...rsa, x5c: 'x' }, 'json: cannot unmarshal string into Go value of type []string'],
    [{ ...rsa, kid: 5, n: '!!' }, 'illegal base64 data at input byte 0'],
    [{ ...rsa, e: 'AQAB==' }, 'illegal base64 data at input byte 4'],
    [{ ...rsa, x5c: [certificate] }, 'go-jose/go-jose: failed to unmarshal x5c field: x509: malformed certificate'],
  ])('%j is refused in the words of Go', (jwk, error) => {
    expect(readJwk(jwk, '4.1.1')).toBe(error);
  });
});

test.each<[string, unknown]>([
  ['with an empty modulus', { kty: 'RSA', n: '', e: 'AQAB' }],
  ['with an empty point', { kty: 'OKP', crv: 'Ed25519', x: '' }],
  ['with a short point', { kty: 'OKP', crv: 'Ed25519', x: 'AA' }],
  ['with an empty chain', { ...rsa, x5c: [] }],
  ['with members of other cases', { ...rsa, KID: 5, N: 5 }],
  ['with members that are null', { ...rsa, kid: null, d: null }],
])('a key %s is read', (_, jwk) => {
  expect(readJwk(jwk, '4.1.1')).toBeTypeOf('object');
});

test('keys that are no list are refused by what they are', () => {
  expect(prepareJwks({ keys: 'x' } as never, '4.1.1')).toEqual({
    ok: false,
    error: 'json: cannot unmarshal string into Go struct field JSONWebKeySet.keys of type []jose.JSONWebKey',
  });
});

describe('keys that a server finds unreadable at a login only', () => {
  const jwks = { keys: [{ kty: 'zz' }, ec.jwk] };
  const issuer = 'http://127.0.0.1:1';
  const now = 1_700_000_000;
  const jwt = signJwt(
    { alg: 'ES256', kid: 'e' },
    { iss: issuer, sub: 's', aud: 'a', iat: now, exp: now + 60 },
    ec,
    'ES256',
  );
  const words = (error: string): string => unreadableJwks(jwks, `go-jose/go-jose: ${error}`);

  test('fail it at Consul', () => {
    const consul = compileConsul({
      authMethod: { Name: 'm', Type: 'jwt', Config: { OIDCDiscoveryURL: issuer, JWTSupportedAlgs: ['ES256'] } },
      jwks,
    });
    expect(predictConsul(consul, { jwt, now }).login.error).toBe(
      `error validating signature: failed to verify signature: ${words("unknown json web key type 'zz'")}`,
    );
  });

  test('fail it at Vault', () => {
    const { config, login } = predictVault({
      mount: { path: 'jwt', accessor: 'a' },
      config: { oidc_discovery_url: issuer },
      roles: { r: { role_type: 'jwt', user_claim: 'sub', bound_audiences: 'a' } },
      policies: {},
      jwks,
      login: { role: 'r', jwt },
      now,
      paths: [],
    });
    expect(config.accepted).toBe(true);
    expect(login.errors).toEqual([
      `error validating token: error verifying token signature: ${words('unsupported key type/format')}`,
    ]);
  });
});
