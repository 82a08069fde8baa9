import { describe, expect, test } from 'vitest';
import { signJwt, testKey } from '../support/jwt.ts';
import { predicting } from './predicting.ts';

const key = testKey('k', 'ed25519');
const now = 1_800_000_000.25;
const jwt = signJwt(
  { alg: 'EdDSA', kid: 'k' },
  { iss: 'iss', sub: 's', aud: 'a', job: 'web', groups: ['g'], iat: now - 5, exp: now + 600 },
  key,
  'EdDSA',
);

type Loose = any; // oxlint-disable-line no-explicit-any -- answers are JSON

async function answered(product: string, question: unknown): Promise<Loose> {
  const { code, out } = await predicting(product)(JSON.stringify(question));
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe('wid predict consul', () => {
  const method = {
    Name: 'm',
    Type: 'jwt',
    Config: {
      BoundAudiences: ['a'],
      JWTValidationPubKeys: [key.pem],
      ClaimMappings: { job: 'job' },
      ListClaimMappings: { groups: 'groups' },
    },
  };
  const bindingRules = [{ AuthMethod: 'm', BindType: 'service', BindName: '${value.job}' }];
  const question = { authMethod: method, bindingRules, roles: [], policies: [], jwt, now, checks: [] };
  const consul = (changes: object = {}): Promise<Loose> => answered('consul', { ...question, ...changes });
  const good = { ok: true, status: 200, error: null };

  test('a good login has all members of the contract and no others', async () => {
    const { trace, ...answer } = await consul({ checks: [{ resource: 'key', segment: 'a', access: 'read' }] });
    expect(answer).toEqual({
      authMethod: { accepted: true, error: null },
      bindingRules: [{ accepted: true, error: null }],
      login: good,
      token: {
        description: 'token created via login',
        local: true,
        authMethod: 'm',
        policies: [],
        roles: [],
        serviceIdentities: [{ ServiceName: 'web' }],
        nodeIdentities: [],
        templatedPolicies: [],
        expiresIn: null,
      },
      checks: [{ allow: false, decidedBy: expect.anything() }],
    });
    expect(Array.isArray(trace)).toBe(true);
  });

  test('a login that fails has no token, and every check is denied by nothing', async () => {
    const checks = [{ resource: 'key', segment: 'a', access: 'read' }, { resource: 'operator', access: 'read' }]; // prettier-ignore
    const { trace: _, ...answer } = await consul({ bindingRules: [], checks });
    expect(answer).toEqual({
      authMethod: { accepted: true, error: null },
      bindingRules: [],
      login: { ok: false, status: 403, error: 'Permission denied' },
      token: null,
      checks: [
        { allow: false, decidedBy: null },
        { allow: false, decidedBy: null },
      ],
    });
  });

  test('alternatives stand beside an error that has some, and nowhere else', async () => {
    const Config = { ...method.Config, ClaimMappings: { groups: 'x', iss: 'y', sub: 'z' }, ListClaimMappings: {} };
    const one = await consul({ authMethod: { ...method, Config: { ...Config, ClaimMappings: { groups: 'x' } } }, bindingRules: [] }); // prettier-ignore
    expect(Object.keys(one.login)).toEqual(['ok', 'status', 'error']);
    const two = await consul({
      authMethod: { ...method, Config: { ...Config, ClaimMappings: { '/groups': 'x', groups: 'y' } } },
      bindingRules: [],
    });
    expect(Object.keys(two.login)).toEqual(['ok', 'status', 'error', 'alternatives']);
  });

  test('objects may be as the API answers them, with the members that the server added', async () => {
    const stored = { CreateIndex: 5, ModifyIndex: 7 };
    const answer = await consul({
      authMethod: { ...method, ...stored, MaxTokenTTL: '1h0m0s', TokenLocality: 'global', DisplayName: '' },
      bindingRules: [
        { ...stored, ID: 'b', Description: '', AuthMethod: 'm', Selector: '', BindType: 'role', BindName: 'r' },
        { ...stored, ID: 'a', Description: '', AuthMethod: 'm', Selector: '', BindType: 'policy', BindName: 'P' },
      ],
      policies: [{ ...stored, ID: 'p-id', Name: 'p', Description: '', Rules: 'key_prefix "" { policy = "read" }', Datacenters: null, Hash: 'aGFzaA==' }], // prettier-ignore
      roles: [{ ...stored, ID: 'r-id', Name: 'r', Description: '', Policies: [{ ID: 'p-id', Name: 'p' }], Hash: 'aGFzaA==' }], // prettier-ignore
      checks: [{ resource: 'key', segment: 'x', access: 'read' }],
    });
    expect(answer.login).toEqual(good);
    expect(answer.bindingRules).toEqual([
      { accepted: true, error: null },
      { accepted: true, error: null },
    ]);
    expect(answer.token).toMatchObject({ local: false, policies: ['p'], roles: ['r'], expiresIn: 3600 });
    expect(answer.checks).toEqual([
      { allow: true, decidedBy: { policy: 'policy p', rule: 'key_prefix', name: '', access: 'read' } },
    ]);
  });

  test('links come in the order of the ids of rules where they have ids, as in the token itself', async () => {
    const rule = (ID: string, BindName: string): object => ({ ID, AuthMethod: 'm', BindType: 'service', BindName });
    const names = async (...rules: object[]): Promise<Loose> =>
      (await consul({ bindingRules: rules })).token.serviceIdentities.map(({ ServiceName }: Loose) => ServiceName);
    expect(await names(rule('c', 'x'), rule('a', 'z'), rule('b', 'y'))).toEqual(['z', 'y', 'x']);
    expect(await names(rule('', 'x'), rule('', 'z'), rule('', 'y'))).toEqual(['x', 'z', 'y']);
  });

  test.each<[string, object]>([
    ['lists that are null', { roles: null, policies: null, checks: null, meta: null, jwks: null }],
    ['lists that are absent', { roles: undefined, policies: undefined, checks: undefined }],
    ['mappings that are null', { authMethod: { ...method, Config: { BoundAudiences: ['a'], JWTValidationPubKeys: [key.pem], ClaimMappings: null, ListClaimMappings: null } }, bindingRules: [{ AuthMethod: 'm', BindType: 'service', BindName: 'web' }] }], // prettier-ignore
    ['a role by the name of its policy', { policies: [{ Name: 'p', Rules: '' }], roles: [{ Name: 'r', Policies: [{ Name: 'p' }] }] }], // prettier-ignore
    ['a role whose lists are null', { roles: [{ Name: 'r', Policies: null, ServiceIdentities: null, NodeIdentities: null, TemplatedPolicies: null }] }], // prettier-ignore
    ['keys that the method fetches', { authMethod: { ...method, Config: { BoundAudiences: ['a'], JWKSURL: 'http://127.0.0.1:1/jwks', ClaimMappings: { job: 'job' } } }, jwks: { keys: [key.jwk] } }], // prettier-ignore
    ['an audience as text', { authMethod: { ...method, Config: { ...method.Config, BoundAudiences: 'a' } } }],
    ['leeways as numbers and texts', { authMethod: { ...method, Config: { ...method.Config, ClockSkewLeeway: '60000000000', ExpirationLeeway: 60_000_000_000 } } }], // prettier-ignore
    ['a time with no fraction', { now: Math.floor(now) }],
    ['members that nobody knows', { note: 'x' }],
  ])('takes %s', async (_, changes) => {
    const answer = await consul(changes);
    expect({ login: answer.login, services: answer.token?.serviceIdentities }).toEqual({
      login: good,
      services: [{ ServiceName: 'web' }],
    });
  });

  test('refused rules keep their places', async () => {
    const { bindingRules: verdicts, token } = await consul({
      bindingRules: [{ AuthMethod: 'none', BindType: 'service', BindName: 'x' }, ...bindingRules, { AuthMethod: 'm', BindType: 'zed', BindName: 'x' }], // prettier-ignore
    });
    expect(verdicts.map(({ accepted }: Loose) => accepted)).toEqual([false, true, false]);
    expect(verdicts[0]).toEqual({ accepted: false, error: 'cannot find auth method with name "none"' });
    expect(token.serviceIdentities).toEqual([{ ServiceName: 'web' }]);
  });

  test('a method that is refused lets nobody in', async () => {
    const answer = await consul({ authMethod: { Name: 'm', Type: 'jwt', Config: null } });
    expect(answer.authMethod).toEqual({ accepted: false, error: expect.any(String) });
    expect(answer.login).toEqual({ ok: false, status: 403, error: 'ACL not found: auth method "m" not found' });
    expect(answer.token).toBeNull();
  });

  test.each([
    ['1h', 3600],
    ['1h30m0.5s', 5400.5],
    [120e9, 120],
    ['0s', null],
    [null, null],
    [0, null],
  ])('a MaxTokenTTL of %j is %j seconds', async (MaxTokenTTL, expiresIn) => {
    expect((await consul({ authMethod: { ...method, MaxTokenTTL } })).token?.expiresIn).toBe(expiresIn);
  });

  /** Seen on a Consul 1.22.2. */
  test.each([
    [{ MaxTokenTTL: '' }, 'AuthMethod decoding failed: time: invalid duration ""'],
    [
      { Config: { ...method.Config, ClockSkewLeeway: '60s' } },
      "Invalid Auth Method: error decoding config: decoding failed due to the following error(s):\n\n'ClockSkewLeeway' cannot parse value as 'time.Duration': strconv.ParseInt: invalid syntax",
    ],
  ])('%j is not how a duration is written', async (change, error) => {
    expect((await consul({ authMethod: { ...method, ...change } })).authMethod).toEqual({ accepted: false, error });
  });

  test('every sort of link has the members of the token', async () => {
    const rule = (BindType: string, BindName: string, more = {}): object => ({ AuthMethod: 'm', BindType, BindName, ...more }); // prettier-ignore
    const { token } = await consul({
      bindingRules: [rule('node', 'n'), rule('templated-policy', 'builtin/service', { BindVars: { Name: '${value.job}' } }), rule('templated-policy', 'builtin/dns')], // prettier-ignore
      datacenter: 'dc7',
    });
    expect(token.nodeIdentities).toEqual([{ NodeName: 'n', Datacenter: 'dc7' }]);
    expect(token.templatedPolicies).toEqual([
      { TemplateID: '00000000-0000-0000-0000-000000000003', TemplateName: 'builtin/service', TemplateVariables: { name: 'web' } }, // prettier-ignore
      { TemplateID: '00000000-0000-0000-0000-000000000005', TemplateName: 'builtin/dns' },
    ]);
  });
});

describe('wid predict vault', () => {
  const role = { role_type: 'jwt', user_claim: 'sub', bound_audiences: ['a'], token_policies: ['p'] };
  const question = {
    mount: { path: 'jwt', accessor: 'auth_jwt_1' },
    config: { jwt_validation_pubkeys: [key.pem] },
    roles: { r: role },
    policies: { p: 'path "kv/*" { capabilities = ["read"] }' },
    login: { role: 'r', jwt },
    now,
    paths: ['kv/x', 'sys/x'],
  };
  const vault = (changes: object = {}): Promise<Loose> => answered('vault', { ...question, ...changes });
  const good = { ok: true, status: 200, errors: [] };

  test('a good login has all members of the contract and no others', async () => {
    const { trace, ...answer } = await vault();
    expect(answer).toEqual({
      config: { accepted: true, errors: [] },
      roles: { r: { accepted: true, errors: [], warnings: [] } },
      login: good,
      auth: {
        policies: ['default', 'p'],
        tokenPolicies: ['default', 'p'],
        metadata: { role: 'r' },
        leaseDuration: 2_764_800,
        renewable: true,
        tokenType: 'service',
        numUses: 0,
        alias: 's',
      },
      capabilities: { 'kv/x': ['read'], 'sys/x': ['deny'] },
    });
    expect(Array.isArray(trace)).toBe(true);
  });

  test('a login that fails has no auth and no capabilities', async () => {
    const { trace: _, ...answer } = await vault({ login: { role: 'none', jwt } });
    expect(answer).toEqual({
      config: { accepted: true, errors: [] },
      roles: { r: { accepted: true, errors: [], warnings: [] } },
      login: { ok: false, status: 400, errors: ['role "none" could not be found'] },
      auth: null,
      capabilities: {},
    });
  });

  test.each<[string, object]>([
    ['a mount with slashes', { mount: { path: 'a/b/', accessor: 'x' } }],
    ['no entity and no paths', { entity: null, paths: null }],
    ['no address', { login: { role: 'r', jwt, remoteAddress: null } }],
    ['an entity without metadata', { entity: { id: 'i', name: 'n' } }],
    ['an entity whose metadata are null', { entity: { id: 'i', name: 'n', metadata: null } }],
    ['the default role', { config: { jwt_validation_pubkeys: [key.pem], default_role: 'r' }, login: { role: null, jwt } }], // prettier-ignore
    ['keys that the mount fetches', { config: { jwks_url: 'http://127.0.0.1:1/jwks' }, jwks: { keys: [key.jwk] } }],
    ['keys as one text', { config: { jwt_validation_pubkeys: key.pem } }],
    ['OpenBao', { product: 'openbao' }],
    ['a role as the API answers it', { roles: { r: { ...role, bound_subject: '', bound_claims: null, bound_claims_type: 'string', bound_cidrs: null, claim_mappings: null, clock_skew_leeway: 0, expiration_leeway: 0, not_before_leeway: 0, groups_claim: '', token_bound_cidrs: [], token_explicit_max_ttl: 0, token_max_ttl: 0, token_no_default_policy: false, token_num_uses: 0, token_period: 0, token_ttl: 0, token_type: 'default', user_claim_json_pointer: false, verbose_oidc_logging: false, oidc_scopes: null, allowed_redirect_uris: null, max_age: 0 } } }], // prettier-ignore
    ['a config as the API answers it', { config: { jwt_validation_pubkeys: [key.pem], bound_issuer: '', default_role: '', jwks_ca_pem: '', jwks_url: '', jwt_supported_algs: [], namespace_in_state: true, oidc_client_id: '', oidc_discovery_ca_pem: '', oidc_discovery_url: '', oidc_response_mode: '', oidc_response_types: [], provider_config: {} } }], // prettier-ignore
  ])('takes %s', async (_, changes) => {
    const { login, auth } = await vault(changes);
    expect({ login, policies: auth?.policies }).toEqual({ login: good, policies: ['default', 'p'] });
  });

  test('a mount without a configuration lets nobody in', async () => {
    const { login, auth } = await vault({ config: null });
    expect(login).toEqual({ ok: false, status: 400, errors: ['could not load configuration'] });
    expect(auth).toBeNull();
  });

  test('what a path is asked as is what it is answered as', async () => {
    const { capabilities } = await vault({ paths: ['kv/x/', '/kv/x', 'kv'] });
    expect(Object.keys(capabilities)).toEqual(['kv/x/', '/kv/x', 'kv']);
  });

  test('a refused role says why and is not there', async () => {
    const { roles, login } = await vault({ roles: { r: { role_type: 'jwt' } } });
    expect(roles.r).toMatchObject({ accepted: false, errors: [expect.any(String)], warnings: [] });
    expect(login).toEqual({ ok: false, status: 400, errors: ['role "r" could not be found'] });
  });
});

test('a question that is too deep to be looked through does not end the others', async () => {
  const deep = `{"authMethod":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)},"jwt":"","now":1}`;
  const { code, out } = await predicting('consul')(`${deep}\n{}\n`, { ndjson: true });
  expect(code).toBe(2);
  expect(out.trim().split('\n')).toHaveLength(2);
});

describe.each(['consul', 'vault', 'nomad'])('wid predict %s --ndjson', (product) => {
  test.each(['null', '5', '[]', '"x"', '{}', '{', '{"jwt":{}}'])(
    'answers %s with an error and goes on',
    async (line) => {
      const { code, out } = await predicting(product)(`${line}\n${line}\n`, { ndjson: true });
      const answers = out.trim().split('\n').map((one): Loose => JSON.parse(one)); // prettier-ignore
      expect(code).toBe(2);
      expect(answers).toEqual([{ error: expect.any(String) }, { error: expect.any(String) }]);
    },
  );
});
