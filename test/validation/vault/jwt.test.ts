import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { jwtConfigError } from '../../../src/validation/vault/jwt-config.ts';
import { judgeJwtRole, jwtRoleError } from '../../../src/validation/vault/jwt-role.ts';
import { vectors } from '../../fixtures/vectors.ts';

const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
const dialects = ['vault', 'openbao'] as const;
/** What the vectors' issuer answers with keys. */
const good: readonly string[] = ['URL/jwks', 'URL/empty', 'URL'];

describe.each(dialects)('mount configs, as %s answers them', (dialect) => {
  test.each(vectors('vault.jwt.config'))('$name', ({ input, expected }) => {
    const config: unknown = JSON.parse(input.config.replaceAll(/"E?PEM"/g, JSON.stringify(pem)));
    const outcome = expected[dialect] ?? expected;
    const tail = /^error checking oidc discovery URL: (.*)$/.exec(outcome.error ?? '')?.[1] ?? 'it failed';
    const fetched = ({ url }: { url: string }): string | undefined => (good.includes(url) ? undefined : tail);
    expect(jwtConfigError(config, { dialect, fetched })?.text).toBe(outcome.error);
  });
});

describe.each(dialects)('roles, as %s answers them', (dialect) => {
  // Claims in policy names are a matter of Go's template language, which is not read here.
  const roles = vectors('vault.jwt.role').filter(({ name }) => name !== 'template policies bad');
  test.each(roles)('$name', ({ input, expected }) => {
    const outcome = expected[dialect] ?? expected;
    // The vectors come from the plugin alone; a whole server leaves these words out, and HTTP has no second error.
    const text = outcome.error?.replace(' [go error: invalid request]', '').replace('Field validation failed: ', '');
    expect(jwtRoleError(JSON.parse(input.role), { dialect })?.text).toBe(text);
  });

  test.each(vectors('vault.role'))('$name', ({ input, expected }) => {
    expect(jwtRoleError({ role_type: 'jwt', ...input }, { dialect })?.text).toContain(expected.errorContains);
  });
});

describe('writes over a stored role', () => {
  const [create, partial, typed] = ['role create', 'role partial update keeps?', 'role update role_type only'].map(
    (name) => vectors('vault.live').find((vector) => vector.name === name),
  );

  test('a write without role_type makes it a role for browsers', () => {
    expect(jwtRoleError(partial?.input, { existing: create?.input })?.text).toBe(partial?.expected.body.errors[0]);
  });

  test('what a write leaves out keeps its value, except the type of bound claims', () => {
    const existing = { ...create?.input, bound_claims_type: 'glob' };
    const { role, refused } = judgeJwtRole(typed?.input, { existing });
    expect(refused).toBeUndefined();
    expect(role).toMatchObject({ user_claim: '/nomad_job_id', token_period: 1800, bound_claims_type: 'string' });
  });
});

test('of several faults that Vault finds in an order of chance, the others are given too', () => {
  const { text, alternatives } = jwtRoleError({ ttl: 'zz', user_claim_json_pointer: 'x' }) ?? {};
  expect([text, ...(alternatives ?? [])].map((fault) => /field "(\w+)"/.exec(fault ?? '')?.[1])).toEqual([
    'ttl',
    'user_claim_json_pointer',
  ]);
});

test('stored bound claims that are no text are not looked at when the type becomes glob', () => {
  const existing = { role_type: 'jwt', user_claim: 'sub', bound_claims: { a: 5 } };
  expect(jwtRoleError({ role_type: 'jwt', bound_claims_type: 'glob' }, { existing })).toBeUndefined();
});

test('an empty config is refused as the live server refuses it', () => {
  const [vector] = vectors('vault.live').filter(({ name }) => name === 'config none');
  expect(jwtConfigError({ default_role: 'x' })).toMatchObject({ status: 400, text: vector?.expected.body.errors[0] });
});

test.each(vectors('vault.supportedAlgs'))('the algorithms of "$name" are accepted', ({ input }) => {
  expect(
    jwtConfigError({ jwt_validation_pubkeys: [pem], jwt_supported_algs: input.jwt_supported_algs }),
  ).toBeUndefined();
});

/** Each seen on a Vault 1.21.0. */
test.each([
  [{ token_ttl: 1.5 }, 'error converting input for field "token_ttl": time: missing unit in duration "1.5"'],
  [{ token_num_uses: -1 }, "'token_num_uses' cannot be negative"],
  [{ num_uses: -1 }, undefined],
  [{ token_bound_cidrs: '10.0.0.0/33' }, undefined],
  [
    { token_bound_cidrs: '1.2.3.4, x' },
    'error parsing address "x": Unable to convert "x" to an IPv4 or IPv6 address, or a UNIX Socket',
  ],
  [{ bound_claims: [1] }, `error converting input for field "bound_claims": '[0]' expected a map, got 'string'`],
  [{ claim_mappings: ['a=b', 'c=b'] }, 'multiple keys are mapped to metadata key "b"'],
  [{ claim_mappings: '=b' }, 'error converting input for field "claim_mappings": invalid key pair "=b"'],
  [{ ttl: '2h', max_ttl: '1h' }, 'ttl should not be greater than max ttl'],
  [{ token_type: 'batch', period: '1h' }, undefined],
  [{ period: '1000h' }, `'period' of '"1000h0m0s"' is greater than the backend's maximum lease TTL of '"768h0m0s"'`],
  [{ bound_claims_type: 'glob', bound_claims: { a: null } }, 'claim is not a string or list: <nil>'],
  [
    { user_claim_json_pointer: [1] },
    `error converting input for field "user_claim_json_pointer": '' expected type 'bool', got unconvertible type '[]interface {}', value: '[1]'`,
  ],
])('%j', (fields, text) => {
  expect(jwtRoleError({ role_type: 'jwt', user_claim: 'sub', bound_audiences: 'a', ...fields })?.text).toBe(text);
});
