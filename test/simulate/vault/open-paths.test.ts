import { expect, it } from 'vitest';
import { isOpenPath } from '../../../src/simulate/explain/open-paths.ts';

const engines = { pki: 'pki', 'team/pki': 'pki', ssh: 'ssh', secret: 'kv', identity: 'identity', sys: 'system' };
const known = { mounts: [], policies: {}, kv: { secret: 2 as const }, engines };
const unknown = { mounts: [], policies: {}, kv: { secret: 2 as const } };

// Each asked of Vault 1.21.0 with a token that has the policy default only.
it.each([
  ['pki/ca', true],
  ['pki/ca/pem', true],
  ['pki/ca_chain', true],
  ['pki/crl', true],
  ['pki/cert/ca', true],
  ['pki/cert/crl', true],
  ['pki/certs', false],
  ['pki/issuer/default', false],
  ['pki/issuer/default/json', true],
  ['pki/issuer/default/pem', true],
  ['pki/config/urls', false],
  ['team/pki/cert/ca', true],
  ['ssh/public_key', true],
  ['identity/oidc/.well-known/keys', true],
  ['sys/health', true],
  ['sys/mounts', false],
  ['secret/ca', false],
  ['elsewhere/cert/ca', false],
])('%s is read with any token: %s', (path, open) => {
  expect(isOpenPath(known, path, 'read')).toBe(open);
});

it('is told by the path alone where nobody knows what is mounted', () => {
  expect(isOpenPath(unknown, 'pki/cert/ca', 'read')).toBe(true);
  expect(isOpenPath(unknown, 'pki/issue/web', 'read')).toBe(false);
  expect(isOpenPath(unknown, 'secret/cert/ca', 'read')).toBe(false);
});

it('is for reading only', () => {
  expect(isOpenPath(known, 'pki/cert/ca', 'update')).toBe(false);
});
