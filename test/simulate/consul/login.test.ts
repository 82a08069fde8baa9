import { describe, expect, test } from 'vitest';
import { compileConsul, predictConsul, type ConsulPrediction } from '../../../src/simulate/consul.ts';
import { signJwt, testKey } from '../../support/jwt.ts';

const key = testKey('k', 'P-256');
const now = 1_700_000_000;

interface Given {
  readonly config?: object;
  readonly method?: object;
  readonly rules?: readonly object[];
  readonly roles?: readonly object[];
  readonly policies?: readonly object[];
  readonly claims?: unknown;
  readonly header?: unknown;
  readonly jwt?: string;
  readonly meta?: Record<string, string>;
  readonly checks?: { resource: string; segment: string; access: string }[];
}

function login(given: Given): ConsulPrediction {
  const { claims = {}, header = { alg: 'ES256', kid: 'k' } } = given;
  const payload = typeof claims === 'object' ? { exp: now + 60, job: 'web', ...claims } : claims;
  const consul = compileConsul({
    authMethod: {
      Name: 'm',
      Type: 'jwt',
      Config: { JWTValidationPubKeys: [key.pem], ClaimMappings: { job: 'job' }, ...given.config },
      ...given.method,
    },
    bindingRules: given.rules ?? [{ AuthMethod: 'M', BindType: 'service', BindName: '${value.job}' }],
    roles: given.roles ?? [],
    policies: given.policies ?? [],
    jwks: { keys: [key.jwk] },
  });
  const { jwt = signJwt(header, payload, key, 'ES256'), meta, checks } = given;
  return predictConsul(consul, {
    jwt,
    now,
    ...(meta === undefined ? {} : { meta }),
    ...(checks === undefined ? {} : { checks }),
  });
}

describe('a login that succeeds', () => {
  test('gives the token that the rules make', () => {
    const { login: answer, token } = login({
      method: { TokenLocality: 'global', MaxTokenTTL: '90s' },
      rules: [
        { AuthMethod: 'm', BindType: 'role', BindName: 'TASKS' },
        { AuthMethod: 'm', BindType: 'policy', BindName: 'p' },
        { AuthMethod: 'm', BindType: 'policy', BindName: 'missing' },
        { AuthMethod: 'm', BindType: 'node', BindName: 'n' },
        { AuthMethod: 'm', BindType: 'templated-policy', BindName: 'builtin/dns' },
      ],
      roles: [{ Name: 'tasks' }],
      policies: [{ Name: 'P', Rules: '' }],
      meta: { b: '<', a: 'é' },
    });
    expect(answer).toEqual({ ok: true, status: 200, error: null });
    expect(token).toEqual({
      description: String.raw`token created via login: {"a":"é","b":"\u003c"}`,
      local: false,
      authMethod: 'm',
      policies: ['P'],
      roles: ['tasks'],
      serviceIdentities: [],
      nodeIdentities: [{ NodeName: 'n', Datacenter: 'dc1' }],
      templatedPolicies: [{ TemplateID: '00000000-0000-0000-0000-000000000005', TemplateName: 'builtin/dns' }],
      expiresIn: 90,
    });
  });

  test('tells its steps', () => {
    expect(login({}).trace).toEqual([
      { step: 'method', name: 'm', ok: true },
      { step: 'token', ok: true },
      { step: 'mapping', claim: 'job', target: 'job', sort: 'value', result: 'web' },
      { step: 'rule', rule: 0, selector: '', matched: true, bindType: 'service', bound: { name: 'web' } },
    ]);
  });

  // A service identity that holds everywhere is narrowed by one of the same name that does not.
  test('holds an identity only where a role confines it', () => {
    const checks = [{ resource: 'service', segment: 'web', access: 'write' }];
    const rules = [
      { AuthMethod: 'm', BindType: 'service', BindName: 'web' },
      { AuthMethod: 'm', BindType: 'role', BindName: 'r' },
    ];
    const allowed = (Datacenters: readonly string[]): boolean | undefined =>
      login({ checks, rules, roles: [{ Name: 'r', ServiceIdentities: [{ ServiceName: 'web', Datacenters }] }] })
        .checks[0]?.allow;
    expect([allowed([]), allowed(['dc1']), allowed(['dc2'])]).toEqual([true, true, false]);
  });
});

describe('a login that fails', () => {
  const static_ = 'no known key successfully validated the token signature';
  const jwks = { JWTValidationPubKeys: [], JWKSURL: 'http://127.0.0.1/jwks' };
  test.each<[string, Given, number, string]>([
    ['has no method', { method: { MaxTokenTTL: '1s' } }, 403, 'ACL not found: auth method "m" not found'],
    ['has an empty token', { jwt: '' }, 500, 'missing jwt'],
    [
      'has a header that says a thing twice',
      { header: '{"alg":"ES256","alg":"ES256"}' },
      500,
      "error parsing token: json: duplicate key 'alg' in object",
    ],
    [
      'has a key id that is a number',
      { header: { alg: 'ES256', kid: 5 } },
      500,
      'error parsing token: failed to unmarshal key ID: json: cannot unmarshal number into Go value of type string: "5"',
    ],
    ['has a member twice, with static keys', { claims: `{"exp":${String(now)},"a":1,"a":2}` }, 500, static_],
    [
      'has an issuer that is no text, by JWKS',
      { config: jwks, claims: { iss: 5 } },
      500,
      'failed to unmarshal claims: json: cannot unmarshal number into Go struct field Claims.iss of type string',
    ],
    [
      'has a number beyond a double, by JWKS',
      { config: jwks, claims: `{"exp":${String(now)},"a":1e999}` },
      500,
      'failed to unmarshal claims: json: cannot unmarshal number 1e999 into Go value of type float64',
    ],
    [
      'has words in its error by which Consul tells statuses',
      { config: { ClaimMappings: { 'ACL not found': 'job' } }, claims: { 'ACL not found': {} } },
      403,
      "error converting claim 'ACL not found' to string from unknown type map[string]interface {}",
    ],
  ])('%s', (_, given, status, error) => {
    expect(login(given)).toMatchObject({ login: { ok: false, status, error }, token: null });
  });

  test('lists what else the server might have said', () => {
    const claims = { job: {}, other: [] };
    const answer = login({ config: { ClaimMappings: { job: 'job', other: 'other' } }, claims }).login;
    expect([answer.error, ...(answer.alternatives ?? [])].map((text) => text?.slice(0, 29))).toEqual([
      "error converting claim 'job' ",
      "error converting claim 'other",
    ]);
  });
});

test('a role may name a policy that every Consul has by its id', () => {
  const { checks } = login({
    rules: [{ AuthMethod: 'm', BindType: 'role', BindName: 'r' }],
    roles: [{ Name: 'r', Policies: [{ ID: '00000000-0000-0000-0000-000000000002' }] }],
    checks: [
      { resource: 'key', segment: 'a', access: 'read' },
      { resource: 'key', segment: 'a', access: 'write' },
    ],
  });
  expect(checks.map(({ allow }) => allow)).toEqual([true, false]);
});

test('what Consul refuses takes no part, and the trace says why', () => {
  const {
    trace,
    bindingRules,
    login: answer,
  } = login({
    rules: [
      { AuthMethod: 'm', BindType: 'role', BindName: 'r' },
      { BindType: 'service', BindName: 'x' },
    ],
    roles: [{ Name: 'r', Policies: [{ Name: 'broken' }] }],
    policies: [{ Name: 'broken', Rules: 'key "a" {' }],
  });
  expect(bindingRules.map(({ accepted }) => accepted)).toEqual([true, false]);
  expect(trace.filter(({ step }) => step === 'object')).toHaveLength(2);
  expect(answer).toEqual({ ok: false, status: 403, error: 'Permission denied' });
});
