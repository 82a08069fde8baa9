import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/kinds/field.ts';
import { kinds } from '../../src/kinds/index.ts';
import { fromApi, toApi, type KindId } from '../../src/kinds/kind.ts';
import { bodyOf } from './samples/bodies.ts';

describe("what a spec says reaches the API in the API's own form", () => {
  it.each<[KindId, string, Value, unknown]>([
    ['consul/auth-method', 'expiration_leeway', '60s', { Config: { ExpirationLeeway: 60_000_000_000 } }],
    ['consul/auth-method', 'expiration_leeway', 60, { Config: { ExpirationLeeway: 60_000_000_000 } }],
    ['consul/auth-method', 'clock_skew_leeway', '-1s', { Config: { ClockSkewLeeway: -1_000_000_000 } }],
    ['consul/auth-method', 'clock_skew_leeway', '60ns', { Config: { ClockSkewLeeway: 60 } }],
    ['consul/auth-method', 'max_token_ttl', 5400, { MaxTokenTTL: '1h30m' }],
    ['consul/role', 'policies', ['b', 'a', 'b'], { Policies: [{ Name: 'a' }, { Name: 'b' }] }],
    ['vault/jwt-role', 'token_period', '30m', { token_period: 1800 }],
    ['vault/jwt-role', 'token_policies', ['Web', 'api'], { token_policies: ['api', 'web'] }],
    ['vault/jwt-config', 'default_role', 'Web', { default_role: 'web' }],
  ])('%s %s %j', (id, name, value, sent) => {
    const { fields } = kinds[id];
    expect(toApi(fields, bodyOf(kinds[id], { [name]: value }))).toMatchObject(sent as object);
  });
});

describe('what people and servers wrote in other ways means the same', () => {
  it.each<[KindId, string, Value, Value]>([
    ['vault/jwt-role', 'token_ttl', '1h', 3600],
    ['vault/jwt-role', 'bound_claims', { a: 'x' }, { a: ['x'] }],
    ['vault/jwt-role', 'bound_claims', { a: ['y', 'x', 'y'] }, { a: ['x', 'y'] }],
    ['vault/jwt-role', 'token_bound_cidrs', ['10.0.0.1/32', 'FD00::1/128'], ['fd00::1', '10.0.0.1']],
    ['vault/jwt-role', 'bound_audiences', [' a '], ['a']],
    ['vault/jwt-config', 'jwks_ca_pem', 'one\ntwo\n', 'one\r\ntwo'],
    ['consul/auth-method', 'jwt_validation_pub_keys', ['b\n', 'a'], ['a\n', 'b']],
    ['consul/binding-rule', 'selector', ' a in value\n', 'a in value'],
    ['consul/binding-rule', 'bind_vars', {}, { name: '' }],
    ['consul/policy', 'rules', 'key "a" { policy = "read" }', '# text\nkey "a" {\n  policy = "read"\n}'],
  ])('%s %s %j', (id, name, one, other) => {
    const field = kinds[id].fields[name];
    expect(field?.same(field.schema.parse(one), field.schema.parse(other))).toBe(true);
  });

  it.each<[KindId, string, Value, Value]>([
    ['vault/jwt-role', 'bound_claims', { a: '5' }, { a: 5 }],
    ['vault/jwt-role', 'bound_claims', { a: [] }, {}],
    ['consul/policy', 'rules', 'key "a" { policy = "read" }', 'key "a" { policy = "write" }'],
    ['consul/auth-method', 'clock_skew_leeway', '60ns', '60s'],
  ])('but not %s %s %j', (id, name, one, other) => {
    const field = kinds[id].fields[name];
    expect(field?.same(field.schema.parse(one), field.schema.parse(other))).toBe(false);
  });
});

describe('a mistake in a value', () => {
  it.each<[KindId, string, Value]>([
    ['consul/auth-method', 'type', 'ldap'],
    ['consul/auth-method', 'expiration_leeway', 'a minute'],
    ['consul/role', 'service_identities', [{ service_name: 'web', datacentres: ['dc1'] }]],
    ['consul/binding-rule', 'bind_vars', { names: 'a' }],
    ['vault/jwt-config', 'oidc_client_secret', 'written in clear'],
    ['vault/jwt-role', 'bound_claims', { a: { b: 'c' } }],
  ])('%s %s %j is refused', (id, name, value) => {
    expect(kinds[id].fields[name]?.schema.safeParse(value).success).toBe(false);
  });
});

it('shows a live word that the spec has no name for, rather than the default', () => {
  const { fields } = kinds['vault/auth-mount'];
  expect(fromApi(fields, { type: 'userpass', config: { token_type: 'new-word' } })).toMatchObject({
    type: 'userpass',
    token_type: 'new-word',
  });
});

it.each<[KindId, Record<string, Value>, readonly [via: string, url: string, ca: string][]]>([
  ['consul/auth-method', { jwks_url: 'u', jwks_ca_cert: 'c' }, [['jwks', 'u', 'c']]],
  ['consul/auth-method', { oidc_discovery_url: 'd', oidc_discovery_ca_cert: 'c' }, [['discovery', 'd', 'c']]],
  ['consul/auth-method', { jwt_validation_pub_keys: ['k'] }, []],
  ['vault/jwt-config', { jwks_url: 'u', jwks_ca_pem: 'c' }, [['jwks', 'u', 'c']]],
  ['vault/jwt-config', { oidc_discovery_url: 'd' }, [['discovery', 'd', '']]],
  [
    'vault/jwt-config',
    { jwks_pairs: [{ jwks_url: 'a', jwks_ca_pem: 'c' }, { jwks_url: 'b' }] },
    [
      ['jwks', 'a', 'c'],
      ['jwks', 'b', ''],
    ],
  ],
  ['vault/jwt-config', { jwt_validation_pubkeys: ['k'] }, []],
])('%s with %j fetches its keys from %j', (id, spec, expected) => {
  const sources = kinds[id].keySources?.(bodyOf(kinds[id], spec)) ?? [];
  expect(sources.map(({ via, url, ca }) => [via, url, ca])).toEqual(expected);
});
