import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authMethodError } from '../../src/validation/consul/auth-method.ts';
import { bindingRuleError } from '../../src/validation/consul/binding-rule.ts';
import { roleError } from '../../src/validation/consul/role.ts';
import { describeWithServers, startConsul, type Server } from '../servers/index.ts';
import { anything, differences, few, patterns, sample, selectors, send, templates } from './writes.ts';

const keys = (['ed25519', 'x25519'] as const).map((type) =>
  generateKeyPairSync(type as 'ed25519')
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString(),
);
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const [ed = '', x = ''] = keys;
const pems = fc.constantFrom(
  ed,
  x,
  ec.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  `text before\n${ed}text behind`,
  ed.replace('PUBLIC', 'ANY'),
  '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  'no key',
);
const claims = ['ns', 'job', 'num', 'a-b'];

describeWithServers(['consul'], 'what Consul refuses', () => {
  let consul: Server;

  beforeAll(async () => {
    consul = await startConsul();
    const ClaimMappings = Object.fromEntries(claims.map((claim) => [claim, claim]));
    await send(consul, 'PUT', 'acl/auth-method', {
      Name: 'm',
      Type: 'jwt',
      Config: { JWTValidationPubKeys: [ed], ClaimMappings },
    });
  }, 60_000);

  afterAll(async () => {
    await consul.stop();
  });

  const context = { mappedClaims: (name: string) => (name.toLowerCase() === 'm' ? claims : undefined) };
  const rule = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
    AuthMethod: 'm',
    BindType: 'service',
    BindName: 'x',
    ...fields,
  });

  test('selectors', { timeout: 120_000 }, async () => {
    const inputs = sample(selectors, 600).map((Selector) => rule({ Selector }));
    const found = await differences(
      inputs,
      (input) => bindingRuleError(input, context),
      (input) => send(consul, 'PUT', 'acl/binding-rule', input),
    );
    expect(found).toEqual([]);
  });

  test('bind names', { timeout: 120_000 }, async () => {
    const types = ['service', 'node', 'role', 'policy'];
    const inputs = sample(templates, 600).map((BindName, index) =>
      rule({ BindName, BindType: types[index % types.length] }),
    );
    const found = await differences(
      inputs,
      (input) => bindingRuleError(input, context),
      (input) => send(consul, 'PUT', 'acl/binding-rule', input),
    );
    expect(found).toEqual([]);
  });

  test('regular expressions', { timeout: 120_000 }, async () => {
    const inputs = sample(patterns, 600).map((pattern) => rule({ Selector: `value.ns matches \`${pattern}\`` }));
    const found = await differences(
      inputs,
      (input) => bindingRuleError(input, context),
      (input) => send(consul, 'PUT', 'acl/binding-rule', input),
    );
    expect(found).toEqual([]);
  });

  test('binding rules', { timeout: 120_000 }, async () => {
    const rules = few(
      {
        AuthMethod: fc.constantFrom<unknown>('m', 'm', 'm', 'm', 'M', 'none', '', 5),
        BindType: fc.constantFrom(
          'service',
          'node',
          'role',
          'policy',
          'templated-policy',
          'templated-policy',
          'zz',
          '',
        ),
        BindName: fc.constantFrom<unknown>(
          'x',
          'X',
          'a/b',
          'builtin/service',
          'builtin/node',
          'builtin/api-gateway',
          'builtin/dns',
          '',
          '${value.ns}',
          7,
        ),
      },
      {
        BindVars: fc.oneof(
          { weight: 3, arbitrary: fc.record({ Name: fc.oneof(templates, fc.constantFrom('', 'x', 'X')) }) },
          fc.constantFrom<unknown>({}, null, { name: 'x' }, { Zed: 1 }, { Name: 5 }, 5),
        ),
        Selector: fc.constantFrom<unknown>('', ' ', 'value.ns == a', 'foo == a', 5),
        Description: fc.constantFrom<unknown>('', 'd', null, 5),
        bindname: fc.constantFrom('y', 'Y'),
        Zed: anything,
        Namespace: fc.constant('default'),
        CreateIndex: fc.constantFrom<unknown>(5, 'x'),
      },
    );
    const inputs = sample(rules, 600);
    const found = await differences(
      inputs,
      (input) => bindingRuleError(input, context),
      (input) => send(consul, 'PUT', 'acl/binding-rule', input),
    );
    expect(found).toEqual([]);
  });

  test('auth methods', { timeout: 120_000 }, async () => {
    const config = few(
      {
        JWTValidationPubKeys: fc.oneof(
          { weight: 5, arbitrary: fc.array(pems, { minLength: 1, maxLength: 2 }) },
          fc.constant([ed]),
          anything,
        ),
      },
      {
        JWTSupportedAlgs: fc.oneof(
          fc.constantFrom<unknown>(['RS256'], 'ES256', ['EdDSA'], ['PS512', 'HS256']),
          anything,
        ),
        BoundAudiences: anything,
        ClaimMappings: fc.oneof(fc.constantFrom<unknown>({ a: 'x', b: 'y' }, { a: 'x', b: 'x' }), anything),
        ListClaimMappings: anything,
        BoundIssuer: anything,
        ClockSkewLeeway: anything,
        expirationleeway: anything,
        JWKSCACert: fc.constantFrom('', 'x'),
        OIDCDiscoveryCACert: fc.constantFrom('', 'x'),
        OIDCClientID: anything,
      },
    );
    const methods = few(
      {
        Name: fc.constant('new'),
        Type: fc.constantFrom<unknown>('jwt', 'jwt', 'jwt', 'jwt', 'oidc', ''),
        Config: fc.oneof({ weight: 9, arbitrary: config }, anything),
      },
      {
        Name: fc.constantFrom<unknown>('a b', '', 'a'.repeat(129), 5),
        MaxTokenTTL: fc.constantFrom<unknown>(
          '5m',
          '59s',
          '90',
          '1d',
          60e9,
          5,
          -1,
          true,
          '',
          '1h1.5s',
          '-1us',
          '1.5ms',
          '99999999h',
        ),
        TokenLocality: fc.constantFrom('local', 'global', '', 'x'),
        Description: fc.constantFrom<unknown>('', 'd', 5),
        Namespace: fc.constant('x'),
        Zed: anything,
      },
      1,
    );
    const inputs = sample(methods, 900).map((method, index) =>
      method.Name === 'new' ? { ...method, Name: `new-${String(index)}` } : method,
    );
    const found = await differences(
      inputs,
      (input) => authMethodError(input),
      (input) => send(consul, 'PUT', 'acl/auth-method', input),
    );
    expect(found).toEqual([]);
  });

  test('roles', { timeout: 120_000 }, async () => {
    const names = fc.constantFrom<unknown>('web', 'web', 'Web', '', 'a_b', '-a', 'a'.repeat(257), 5);
    const variables = fc.oneof(fc.record({ Name: names }, { requiredKeys: [] }), fc.constant(null));
    const templates = fc.constantFrom<unknown>(
      'builtin/service',
      'builtin/node',
      'builtin/dns',
      'builtin/api-gateway',
      'builtin/zz',
      '',
    );
    // A null in these lists makes the server close the connection, so none is tried.
    const list = (item: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> =>
      fc.oneof(
        {
          weight: 9,
          arbitrary: fc.array(fc.record(item, { requiredKeys: [] }), { maxLength: 2 }) as fc.Arbitrary<unknown>,
        },
        fc.constantFrom<unknown>('x', 5, {}),
      );
    const roles = few(
      { Name: fc.constant('role') },
      {
        ServiceIdentities: list({ ServiceName: names, Datacenters: fc.constantFrom<unknown>([], ['dc1'], 'dc1', [5]) }),
        NodeIdentities: list({ NodeName: names, Datacenter: fc.constantFrom('dc1', 'dc1', '') }),
        Policies: list({ Name: fc.constantFrom<unknown>('none', 'global-management', 5) }),
        TemplatedPolicies: list({ TemplateName: templates, TemplateVariables: variables }),
        Name: fc.constantFrom<unknown>('a b', '', 'a'.repeat(257), 5),
        Description: fc.constantFrom<unknown>('d', 5),
        Hash: fc.constantFrom<unknown>('aa', 5),
        Zed: anything,
      },
    );
    const inputs = sample(roles, 600).map((role, index) =>
      role.Name === 'role' ? { ...role, Name: `role-${String(index)}` } : role,
    );
    const policyExists = (name: string): boolean => name === 'global-management';
    const found = await differences(
      inputs,
      (input) => roleError(input, { policyExists }),
      (input) => send(consul, 'PUT', 'acl/role', input),
    );
    expect(found).toEqual([]);
  });
});
