import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jwtConfigError } from '../../src/validation/vault/jwt-config.ts';
import { jwtRoleError } from '../../src/validation/vault/jwt-role.ts';
import { describeWithServers, startVault, type Server } from '../servers/index.ts';
import { anything, differences, few, sample, send } from './writes.ts';

const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
const x25519 = generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
const pkcs8 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:1/keys';

const spans = fc.constantFrom<unknown>(
  '30m',
  '2h',
  '1000h',
  '1d',
  '90',
  90,
  -5,
  '-5s',
  1.5,
  '1.5h',
  'zz',
  '',
  null,
  true,
  [1],
  '1h1',
  '5 m',
  '1us',
);
const texts = fc.constantFrom<unknown>('a', 'a, b', '', [], ['a'], [1, [2]], { a: 1 }, 5, true, null, [null]);
const flags = fc.constantFrom<unknown>(true, false, 'true', 'T', 'x', 1, 5, '', [1], null, {});
const numbers = fc.constantFrom<unknown>(5, 0, -1, '5', '0x10', 1.5, 'x', true, null, [1]);
const addresses = fc.constantFrom<unknown>(
  '10.0.0.0/8',
  '10.0.0.0/33',
  '1.2.3.4',
  '1.2.3.4:80',
  '::1',
  'fe80::/10',
  '[::1]:80',
  'zz',
  'a.b',
  '.x',
  '/s',
  '1.2.3',
  '1.2.3.4:x',
  ['1.2.3.4', 'x'],
  '',
  5,
);

describeWithServers(['vault'], 'what Vault refuses', () => {
  let vault: Server;

  beforeAll(async () => {
    vault = await startVault();
    await send(vault, 'POST', 'sys/auth/jwt', { type: 'jwt' });
  }, 60_000);

  afterAll(async () => {
    await vault.stop();
  });

  test('configs of JWT mounts', { timeout: 120_000 }, async () => {
    const sources = fc.constantFrom<Record<string, unknown>>(
      { jwt_validation_pubkeys: [pem] },
      { jwt_validation_pubkeys: [pem] },
      { jwt_validation_pubkeys: [pem, 'zz'] },
      { jwt_validation_pubkeys: `${pem},${x25519}` },
      { jwt_validation_pubkeys: pkcs8 },
      { jwt_validation_pubkeys: `${pem}\nmore` },
      { jwt_validation_pubkeys: `before\n${pem}` },
      { jwks_url: nowhere },
      { jwks_url: nowhere, jwks_ca_pem: 'x' },
      { jwks_pairs: [{ jwks_url: nowhere }] },
      { jwks_pairs: [{ jwks_url: nowhere, jwks_ca_pem: 'x' }] },
      { jwks_pairs: ['x'] },
      { oidc_discovery_url: nowhere },
      {},
    );
    const others = few(
      {},
      {
        jwks_url: fc.constantFrom<unknown>(nowhere, '', 5, [1], null),
        jwks_ca_pem: fc.constantFrom('', 'x'),
        jwt_supported_algs: fc.constantFrom<unknown>('RS256', 'RS256,EdDSA', ['HS256'], 'RS256,,ES256', '', 5, {}),
        bound_issuer: fc.constantFrom<unknown>('i', '', 5),
        default_role: anything,
        oidc_client_id: fc.constantFrom('', 'a'),
        oidc_client_secret: fc.constantFrom('', 'a'),
        oidc_response_mode: fc.constantFrom<unknown>('', 'query', 'form_post', 'x', 5),
        oidc_response_types: fc.constantFrom<unknown>('code', 'id_token', 'code,x', ['x', 'y'], ''),
        provider_config: fc.constantFrom<unknown>(
          {},
          { provider: 'azure' },
          { provider: 'zz' },
          { a: 1 },
          { provider: 5 },
          'x',
          null,
          [],
          [1],
        ),
        namespace_in_state: flags,
        zed: anything,
      },
    );
    const inputs = sample(fc.tuple(sources, others), 700).map(([source, other]) => ({ ...source, ...other }));
    const fetched = (): string => 'nobody listens there';
    const found = await differences(
      inputs,
      (input) => jwtConfigError(input, { fetched }),
      (input) => send(vault, 'POST', 'auth/jwt/config', input),
    );
    expect(found).toEqual([]);
  });

  const fields = {
    role_type: fc.constantFrom<unknown>('jwt', 'oidc', '', 'x', 5),
    user_claim: fc.constantFrom<unknown>('sub', '', 5, ['x'], null),
    user_claim_json_pointer: flags,
    bound_audiences: texts,
    bound_subject: fc.constantFrom<unknown>('s', '', 5),
    bound_claims: fc.constantFrom<unknown>(
      { a: 'b' },
      { a: ['b', 5] },
      { a: { b: [1, null] } },
      { a: true },
      { a: null },
      {},
      'x',
      [1],
      [{ a: 1 }],
      5,
      true,
      null,
    ),
    bound_claims_type: fc.constantFrom<unknown>('glob', 'glob', 'string', 'regex', '', 5),
    claim_mappings: fc.constantFrom<unknown>(
      { a: 'b' },
      { a: 'b', c: 'b' },
      { a: 'role' },
      'a=b',
      'a',
      '=b',
      ['a=b', 'c=b'],
      { a: [1] },
      5,
      '',
      null,
      [{ a: 'b' }],
    ),
    groups_claim: fc.constantFrom<unknown>('g', [1]),
    expiration_leeway: spans,
    clock_skew_leeway: spans,
    allowed_redirect_uris: texts,
    verbose_oidc_logging: flags,
    max_age: spans,
    policies: texts,
    ttl: spans,
    max_ttl: spans,
    period: spans,
    num_uses: numbers,
    bound_cidrs: addresses,
    token_ttl: spans,
    token_max_ttl: spans,
    token_explicit_max_ttl: spans,
    token_period: spans,
    token_policies: texts,
    token_bound_cidrs: addresses,
    token_no_default_policy: flags,
    token_num_uses: numbers,
    token_type: fc.constantFrom<unknown>('service', 'batch', 'default', '', 'default-service', 5, null),
    zed: anything,
  };
  test('roles', { timeout: 120_000 }, async () => {
    const base = { role_type: fc.constant('jwt'), user_claim: fc.constant('sub'), bound_audiences: fc.constant('a') };
    const inputs = sample(few(base, fields, 3), 1500);
    const found = await differences(
      inputs,
      (input) => jwtRoleError(input),
      (input, index) => send(vault, 'POST', `auth/jwt/role/new-${String(index)}`, input),
    );
    expect(found).toEqual([]);
  });

  test('writes over a role', { timeout: 120_000 }, async () => {
    const stored = fc.constantFrom<Record<string, unknown>>(
      { role_type: 'jwt', user_claim: 'sub', bound_audiences: 'a', token_period: '1h', token_policies: 'p' },
      { role_type: 'jwt', user_claim: 'sub', bound_subject: 's', token_type: 'batch', token_ttl: '1h' },
      { role_type: 'jwt', user_claim: 'sub', token_bound_cidrs: '1.2.3.4', token_max_ttl: '1h', ttl: '30m' },
      { role_type: 'jwt', user_claim: 'sub', bound_claims: { a: 5 }, num_uses: 3 },
    );
    const inputs = sample(
      fc.tuple(stored, few({ role_type: fc.constantFrom('jwt', 'jwt', 'jwt', 'oidc') }, fields, 3)),
      700,
    );
    const found = await differences(
      inputs,
      ([existing, change]) => jwtRoleError(change, { existing }),
      async ([existing, change], index) => {
        const path = `auth/jwt/role/old-${String(index)}`;
        expect((await send(vault, 'POST', path, existing)).text).toBe('');
        return send(vault, 'POST', path, change);
      },
    );
    expect(found).toEqual([]);
  });
});
