import { describe, expect, test } from 'vitest';
import { vaultPredictor } from '../../../src/commands/predict-vault.ts';
import { predictVault, type VaultAnswer, type VaultQuestion } from '../../../src/simulate/vault-login/predict.ts';
import { signJwt, testKey } from '../../support/jwt.ts';

const key = testKey('e1', 'ed25519');
const now = 1_800_000_000.25;
const good = { sub: 's', aud: 'vault.io', ns: 'default', job: 'web', iat: now - 5, exp: now + 600 };

interface Changes extends Omit<Partial<VaultQuestion>, 'login'> {
  readonly role?: object;
  readonly claims?: object;
  readonly asked?: VaultQuestion['login'];
}

function question({ role, claims, asked, ...more }: Changes = {}): VaultQuestion {
  return {
    mount: { path: 'jwt', accessor: 'auth_jwt_1' },
    config: { jwt_validation_pubkeys: [key.pem] },
    roles: { Web: { role_type: 'jwt', user_claim: 'sub', bound_audiences: 'vault.io', token_policies: 'p', ...role } },
    policies: {},
    login: { role: 'web', jwt: signJwt({ alg: 'EdDSA' }, { ...good, ...claims }, key, 'EdDSA'), ...asked },
    now,
    paths: [],
    ...more,
  };
}

const predict = (changes?: Changes): VaultAnswer => predictVault(question(changes));
const inProducts = (changes: Changes): Record<string, VaultAnswer['login']> => ({
  vault: predict({ product: 'vault', ...changes }).login,
  openbao: predict({ product: 'openbao', ...changes }).login,
});
const let_in = { ok: true, status: 200, errors: [] };
const refused = (error: string, status = 400): object => ({ ok: false, status, errors: [error] });

test('a prediction has the members that others rely on, in full', () => {
  const { trace: _, ...answer } = predict({ paths: ['a'] });
  expect(answer).toEqual({
    config: { accepted: true, errors: [] },
    roles: { Web: { accepted: true, errors: [], warnings: [] } },
    login: let_in,
    auth: {
      policies: ['default', 'p'],
      tokenPolicies: ['default', 'p'],
      metadata: { role: 'web' },
      leaseDuration: 2_764_800,
      renewable: true,
      tokenType: 'service',
      numUses: 0,
      alias: 's',
    },
    capabilities: { a: ['deny'] },
  });
});

describe('where OpenBao differs from Vault', () => {
  const unbound = { bound_audiences: [], bound_subject: 's' };

  test('an empty audience counts as one', () => {
    expect(inProducts({ role: unbound, claims: { aud: '' } })).toEqual({
      vault: let_in,
      openbao: refused('audience claim found in JWT but no audiences bound to the role'),
    });
  });

  test('a lone audience is a list, which cannot be mapped', () => {
    expect(inProducts({ role: { claim_mappings: { aud: 'aud' } } })).toEqual({
      vault: let_in,
      openbao: refused("error converting claim 'aud' to string"),
    });
    expect(inProducts({ role: { claim_mappings: { '/aud': 'aud' } } })).toEqual({ vault: let_in, openbao: let_in });
  });

  test('a mount for browsers takes JWTs too', () => {
    const config = { oidc_discovery_url: 'https://i', oidc_client_id: 'a', oidc_client_secret: 'b' };
    expect(inProducts({ config, jwks: { keys: [key.jwk] } })).toEqual({
      vault: refused('error configuring token validator: unsupported config type'),
      openbao: let_in,
    });
  });

  test('names of policies hold claims', () => {
    const role = { token_policies: ['ns-{{.ns}}', '{{ .job }}', '{{.empty}}'], token_policies_template_claims: true };
    const claims = { empty: '' };
    expect(predict({ product: 'openbao', role, claims }).auth?.policies).toEqual(['default', 'ns-default', 'web']);
    expect(predict({ product: 'vault', role, claims }).auth?.policies).toEqual(['default', 'ns-{{.ns}}', '{{ .job }}', '{{.empty}}'].toSorted()); // prettier-ignore
    const missing = { ...role, token_policies: '{{.none}}' };
    expect(predict({ product: 'openbao', role: missing }).login.status).toBe(500);
    const beyond = { ...role, token_policies: '{{ if .ns }}a{{ end }}' };
    expect(predict({ product: 'openbao', role: beyond }).login).toMatchObject({ ok: false, status: null });
  });

  const template = '{{identity.entity.aliases.auth_jwt_1.metadata.job}}';
  const mapped = { claim_mappings: { job: 'job' } };
  test.each([
    ['a/b', 'kv/a/b', ['read'], ['deny']],
    ['*', 'kv/x', ['read'], ['deny']],
    ['+', 'kv/x', ['read'], ['deny']],
    ['web', 'kv/web', ['read'], ['read']],
    ['', 'kv/', ['read'], ['read']],
  ])('a job %j in a path is a value, not a pattern', (job, path, vault, openbao) => {
    const policies = { p: `path "kv/${template}" { capabilities = ["read"] }` };
    const ask = (product: 'vault' | 'openbao'): unknown =>
      predict({ product, policies, role: mapped, claims: { job }, paths: [path] }).capabilities[path];
    expect([ask('vault'), ask('openbao')]).toEqual([vault, openbao]);
  });

  test('a LIST looks at the path with its slash first', () => {
    const policies = { p: 'path "ap*" { capabilities = ["list"] } path "app/*" { capabilities = ["deny"] }' };
    const ask = (product: 'vault' | 'openbao'): unknown => predict({ product, policies, paths: ['app/'] }).capabilities;
    expect([ask('vault'), ask('openbao')]).toEqual([{ 'app/': ['list'] }, { 'app/': ['deny'] }]);
  });

  test('the default policy has no paths of old clients', () => {
    const ask = (product: 'vault' | 'openbao'): unknown => predict({ product, paths: ['sys/renew'] }).capabilities;
    expect([ask('vault'), ask('openbao')]).toEqual([{ 'sys/renew': ['update'] }, { 'sys/renew': ['deny'] }]);
  });
});

describe('what decides about paths', () => {
  test('a path that cannot be filled falls away with what it denies', () => {
    const policies = {
      p: 'path "kv/*" { capabilities = ["read"] } path "kv/{{identity.entity.aliases.auth_jwt_1.metadata.none}}*" { policy = "deny" }',
    };
    const { capabilities, trace } = predict({ policies, paths: ['kv/a'] });
    expect(capabilities).toEqual({ 'kv/a': ['read'] });
    expect(trace).toContainEqual({
      step: 'dropped path',
      policy: 'p',
      path: 'kv/{{identity.entity.aliases.auth_jwt_1.metadata.none}}*',
      reason: 'no value could be found for one of the template directives',
    });
  });

  test('a value that makes a forbidden pattern ends all answers', () => {
    const policies = { p: 'path "kv/{{identity.entity.aliases.auth_jwt_1.metadata.job}}*" { policy = "read" }' };
    const { capabilities } = predict({ policies, role: { claim_mappings: { job: 'job' } }, claims: { job: '+' }, paths: ['a'] }); // prettier-ignore
    expect(capabilities).toEqual({});
  });

  test('policies that the server refuses or that do not exist give nothing', () => {
    const { capabilities, trace } = predict({
      policies: { P: 'path "a" {' },
      role: { token_policies: 'p,x' },
      paths: ['a'],
    });
    expect(capabilities).toEqual({ a: ['deny'] });
    expect(trace).toContainEqual({ step: 'policy', name: 'x', exists: false });
  });

  /** As a Vault 1.21.0 decides: a login gives an alias `metadata`, never `custom_metadata`, and no groups. */
  test.each([
    ['identity.entity.aliases.auth_jwt_1.metadata.job', ['read']],
    ['identity.entity.aliases.auth_jwt_1.custom_metadata.job', ['deny']],
    ['identity.entity.metadata.job', ['read']],
    ['identity.entity.metadata.none', ['deny']],
    ['identity.groups.names.g.id', ['deny']],
    ['identity.groups.ids.g.name', ['deny']],
    ['identity.groups.names.g.metadata.job', ['deny']],
  ])('{{%s}} in a path gives a token of a login with an entity %j', (directive, expected) => {
    const policies = { p: `path "kv/{{${directive}}}" { capabilities = ["read"] }` };
    const entity = { id: 'i', name: 'n', metadata: { job: 'web' } };
    const { capabilities } = predict({ policies, entity, role: { claim_mappings: { job: 'job' } }, paths: ['kv/web'] });
    expect(capabilities).toEqual({ 'kv/web': expected });
  });

  test('an entity that is known fills its templates', () => {
    const policies = { p: 'path "kv/{{identity.entity.name}}" { policy = "read" }' };
    const entity = { id: 'i', name: 'n' };
    expect(predict({ policies, entity, paths: ['kv/n'] }).capabilities).toEqual({
      'kv/n': ['read', 'list'].toSorted(),
    });
    expect(predict({ policies, paths: ['kv/n'] }).capabilities).toEqual({ 'kv/n': ['deny'] });
  });
});

test('blanks around paths and names are what Go takes for blanks', () => {
  const policies = { p: 'path "a\uFEFF" { capabilities = ["read"] }' };
  expect(predict({ policies, paths: ['\u0085a\uFEFF '] }).capabilities).toEqual({ 'a\uFEFF': ['read'] });
  expect(predict({ role: { token_policies: [' İ\u0085'] } }).auth?.policies).toEqual(['default', 'i']);
});

test('an empty object is a list of no pairs', () => {
  const config = { jwt_validation_pubkeys: [key.pem], jwks_pairs: {} };
  expect(predict({ config }).config).toEqual({ accepted: true, errors: [] });
});

test('of several bound claims that fail, the other texts are given too', () => {
  const { login } = predict({ role: { bound_claims: { ns: 'x', none: 'y' } } });
  expect([...login.errors, ...(login.alternatives ?? [])]).toEqual([
    'error validating claims: claim "ns" does not match any associated bound claim values',
    'error validating claims: claim "none" is missing',
  ]);
});

/** Seen on a Vault 1.21.0: the goroutine of the request panics. */
test.each([
  [[['x']], { m: [['x']] }],
  [[{ a: 1 }], { m: [{ a: 1 }] }],
])('a bound claim %j makes Vault close the connection', (m, claims) => {
  expect(predict({ role: { bound_claims: { m } }, claims }).login).toMatchObject({ ok: false, status: null });
});

test('a bound value that is no text does not become a glob', () => {
  const roles = {
    g: { role_type: 'jwt', user_claim: 'sub', bound_claims: { m: 5 } },
    G: { role_type: 'jwt', bound_claims_type: 'glob', bound_audiences: 'vault.io' },
  };
  const { login } = predict({
    roles,
    claims: { m: 'a' },
    asked: { ...question({ claims: { m: 'a' } }).login, role: 'g' },
  });
  const error = 'error validating claims: received claim is not a glob string: %!e(json.Number=5)xpVal';
  expect(login).toEqual(refused(error));
});

test('metadata that an alias may not have fail a first login, and pass when the alias is there', () => {
  const changes = { role: { claim_mappings: { long: 'long' } }, claims: { long: 'x'.repeat(513) } };
  expect(predict(changes).login).toMatchObject({ status: 500 });
  expect(predict({ ...changes, entity: { id: 'i', name: 'n' } }).login).toEqual(let_in);
});

test('without the keys that a mount fetches the answer is not known, except where they do not matter', () => {
  const config = { jwks_url: 'https://i/jwks' };
  expect(predict({ config }).login).toMatchObject({ ok: false, status: null, errors: [] });
  expect(predict({ config, asked: { role: 'none', jwt: 'x' } }).login).toEqual(
    refused('role "none" could not be found'),
  );
});

test.each([
  ['10.0.0.0/8', '10.1.2.3', true],
  ['10.0.0.0/8', '11.1.2.3', false],
  ['10.0.0.0/33', '10.1.2.3', false],
  ['fd00::/8', 'fd12::1', true],
  ['::1', '::1', true],
  ['::/0', '127.0.0.1', false],
  ['127.0.0.1:80', '127.0.0.1', true],
  ['/socket', '127.0.0.1', false],
])('a role bound to %s lets in a caller from %s: %j', (bound, remoteAddress, ok) => {
  const { login } = predictVault(question({ role: { token_bound_cidrs: bound } }));
  const from = { ...question({ role: { token_bound_cidrs: bound } }) };
  expect(predictVault({ ...from, login: { ...from.login, remoteAddress } }).login).toEqual(
    ok ? let_in : refused('permission denied', 403),
  );
  expect(login.status).toBe(bound.startsWith('127.') ? 200 : 403);
});

describe('a question', () => {
  const ask = vaultPredictor();

  test('may leave out what has a meaning of its own when it is left out', () => {
    expect(ask({ mount: {}, login: {}, now })).toMatchObject({
      login: refused('could not load configuration'),
      auth: null,
      capabilities: {},
    });
  });

  test.each([
    [{}, 'mount is missing: it must be an object'],
    [{ mount: {}, login: {} }, 'now is missing: it must be a number'],
    [{ mount: {}, login: { jwt: 5 }, now }, 'login.jwt must be text'],
    [{ mount: {}, login: {}, now, paths: [5] }, 'paths[0] must be text'],
    [{ mount: {}, login: {}, now, product: 'x' }, 'product must be one of "vault", "openbao"'],
    [{ mount: {}, login: {}, now, policies: { p: 5 } }, 'policies.p must be text'],
    [{ mount: {}, login: {}, now, entity: { id: 'x' } }, 'entity.name is missing: it must be text'],
  ])('%j is refused with the member at fault', (input, message) => {
    expect(() => ask(input)).toThrow(message);
  });
});

describe('what the server keeps about whom an alias belongs to', () => {
  const policies = {
    p: 'path "a" { capabilities = ["read"] }',
    more: 'path "b" { capabilities = ["read"] }',
  };
  const known = (disabled: boolean, names: readonly string[]): VaultAnswer =>
    predict({
      policies,
      paths: ['a', 'b'],
      entityOf: (alias) => (alias === good.sub ? { disabled, policies: names } : undefined),
    });

  test('lets nobody in whose entity is disabled', () => {
    expect(known(true, [])).toMatchObject({ login: refused('permission denied', 403), auth: null, capabilities: {} });
  });

  test('gives its policies beside those of the token', () => {
    const { auth, capabilities } = known(false, ['more']);
    expect(auth).toMatchObject({ policies: ['default', 'more', 'p'], tokenPolicies: ['default', 'p'] });
    expect(capabilities).toEqual({ a: ['read'], b: ['read'] });
  });

  test('is nothing to other aliases', () => {
    const { auth } = predict({ policies, entityOf: () => undefined });
    expect(auth?.policies).toEqual(['default', 'p']);
  });
});
