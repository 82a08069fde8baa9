import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { goCertificateKey, publicKeyFault, publicKeyOf } from '../../src/validation/public-key.ts';

const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

const curve = (namedCurve: string, paramEncoding: 'named' | 'explicit' = 'named'): KeyObject =>
  generateKeyPairSync('ec', { namedCurve, paramEncoding }).publicKey;

/** A certificate of a key on the curve secp256k1, whose other half is gone. */
const onOtherCurve = Buffer.from(
  'MIIBazCCARCgAwIBAgIUHQNZ9IoDlBk8NVEMJ6sYooJ4EH0wCgYIKoZIzj0EAwIwDDEKMAgGA1UEAwwBeDAeFw0yNjExMjMwMzE2NDla' +
    'Fw0yNjEyMDIwMzE2NDlaMAwxCjAIBgNVBAMMAXgwVjAQBgcqhkjOPQIBBgUrgQQACgNCAARMP+vOu9uS8EtnFYrLdeK88JHi+RiR20IM' +
    'QRu9zw3ZPmpXH2yZd4YO9A/ioFuGExHIQKb5EQp8dZDpaJ/5ya6Lo1MwUTAdBgNVHQ4EFgQUFploKDhsfHBwNZnWVlN04hKpRbswHwYD' +
    'VR0jBBgwFoAUFploKDhsfHBwNZnWVlN04hKpRbswDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA/GWeZXlSBUrc5xTQ' +
    'bErQsqq9T0renneVzIImWhcCNrwCIQCad8pzyxgOkXUmLqCQ4vj1yQaHajY5oDqcvVOEfiSKjg==',
  'base64',
);

// Each as Consul 1.22.2 and Vault 1.21.0 answered when a method and a mount were given the key.
test.each([
  ['P-224', curve('P-224')],
  ['P-256', curve('P-256')],
  ['P-521', curve('P-521')],
  ['Ed25519', generateKeyPairSync('ed25519').publicKey],
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey],
])('a key of the sort %s is taken', (_, key) => {
  expect(publicKeyFault(pemOf(key))).toBeUndefined();
  expect(publicKeyOf(pemOf(key))?.equals(key)).toBe(true);
});

test.each([
  ['secp256k1', curve('secp256k1'), 'x509: malformed serial number'],
  ['a curve that is written out', curve('P-256', 'explicit'), 'x509: malformed serial number'],
  ['Ed448', generateKeyPairSync('ed448').publicKey, 'x509: malformed serial number'],
  [
    'RSA for PSS only',
    generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).publicKey,
    'x509: malformed serial number',
  ],
  ['X25519', generateKeyPairSync('x25519').publicKey, 'none'],
])('a key of the sort %s is refused', (_, key, fault) => {
  expect(publicKeyFault(pemOf(key))).toBe(fault);
  expect(publicKeyOf(pemOf(key))).toBeUndefined();
});

test('a certificate with a curve that Go does not have is refused', () => {
  const pem = `-----BEGIN CERTIFICATE-----\n${onOtherCurve.toString('base64')}\n-----END CERTIFICATE-----\n`;
  expect(publicKeyFault(pem)).toBe('x509: unsupported elliptic curve');
  expect(goCertificateKey(onOtherCurve)).toBeUndefined();
});
