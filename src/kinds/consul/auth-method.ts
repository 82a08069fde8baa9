import { z } from 'zod';
import { isObject } from '../../validation/object.ts';
import { choice, mapping, objects, set, span, text, whenSet } from '../field.ts';
import { fromApi, toApi, type Kind } from '../kind.ts';
import { pem, pems } from '../pem.ts';
import { present, scopeOf } from '../scope.ts';
import { everyNamespace, withScope } from './scope.ts';

const rule = z.strictObject({ selector: z.string().default(''), bind_namespace: z.string() });

/** A write replaces the whole method, so what is unset is left out and Consul stores just what the spec says. */
const fields = {
  display_name: whenSet(text(['DisplayName'], 'What people see instead of the name.')),
  description: whenSet(text(['Description'], 'What the method is for.')),
  type: choice(['Type'], 'Kind of the method; cannot change.', ['jwt', 'oidc', 'kubernetes', 'aws-iam'], 'jwt', {
    replaces: true,
  }),
  max_token_ttl: whenSet(span(['MaxTokenTTL'], 'How long its tokens live; until logout when unset.', 'go-text')),
  token_locality: choice(
    ['TokenLocality'],
    'Whether its tokens hold in this datacenter or in all.',
    ['local', 'global'],
    'local',
  ),
  jwks_url: whenSet(text(['Config', 'JWKSURL'], 'Where the keys are that JWTs are checked with.')),
  jwks_ca_cert: whenSet(pem(['Config', 'JWKSCACert'], 'CA certificates (PEM) for the JWKS URL.')),
  oidc_discovery_url: whenSet(
    text(['Config', 'OIDCDiscoveryURL'], 'Issuer whose discovery document leads to the keys.'),
  ),
  oidc_discovery_ca_cert: whenSet(
    pem(['Config', 'OIDCDiscoveryCACert'], 'CA certificates (PEM) for the discovery URL.'),
  ),
  jwt_validation_pub_keys: whenSet(pems(['Config', 'JWTValidationPubKeys'], 'Public keys (PEM) instead of a URL.')),
  jwt_supported_algs: whenSet(
    set(['Config', 'JWTSupportedAlgs'], 'Signature algorithms; counts with a discovery URL only.'),
  ),
  bound_issuer: whenSet(text(['Config', 'BoundIssuer'], 'The `iss` that a JWT must have; any when empty.')),
  bound_audiences: whenSet(set(['Config', 'BoundAudiences'], 'Values of `aud`, one of which a JWT must have.')),
  claim_mappings: whenSet(
    mapping(['Config', 'ClaimMappings'], 'Claims to names that selectors and bind names see as `value.<name>`.'),
  ),
  list_claim_mappings: whenSet(
    mapping(['Config', 'ListClaimMappings'], 'List claims to names that selectors see as `list.<name>`.'),
  ),
  expiration_leeway: whenSet(
    span(
      ['Config', 'ExpirationLeeway'],
      'Assumed life of a JWT without `exp`; 150s when unset, negative for none.',
      'nanoseconds',
    ),
  ),
  not_before_leeway: whenSet(
    span(
      ['Config', 'NotBeforeLeeway'],
      'Assumed start before `exp` without `nbf`; 150s when unset, negative for none.',
      'nanoseconds',
    ),
  ),
  clock_skew_leeway: whenSet(
    span(
      ['Config', 'ClockSkewLeeway'],
      'Clock difference that is tolerated; 60s when unset, negative for none.',
      'nanoseconds',
    ),
  ),
  namespace_rules: objects(
    ['NamespaceRules'],
    'Enterprise: which namespace a token is made in, as `{selector, bind_namespace}`.',
    {
      schema: rule,
      toApi: ({ selector, bind_namespace }) => ({ Selector: selector, BindNamespace: bind_namespace }),
      fromApi: (one) => ({
        selector: isObject(one) && typeof one.Selector === 'string' ? one.Selector : '',
        bind_namespace: isObject(one) ? String(one.BindNamespace) : '',
      }),
    },
    { needs: 'enterprise' },
  ),
};

const whole = z.looseObject({ Name: z.string(), Type: z.string(), CreateIndex: z.number() });
const stub = z.looseObject({ Name: z.string(), Type: z.string() });

export const authMethod: Kind<typeof fields> = {
  id: 'consul/auth-method',
  title: 'Consul auth method',
  fields,
  cascadesTo: ['consul/binding-rule'],

  async read({ clients: { consul } }, wanted) {
    const found = wanted.map(async ({ identity }) => {
      const one = await consul.get(['acl', 'auth-method', identity.name], whole, scopeOf(identity));
      return one === undefined ? undefined : { identity, id: String(one.CreateIndex), body: bodyOf(one) };
    });
    return present(await Promise.all(found));
  },

  /** Methods of other types are left out: a spec has no words for their settings. */
  async list({ clients: { consul } }) {
    const found = (await everyNamespace(consul)).map(async (scope) => {
      const stubs = (await consul.get(['acl', 'auth-methods'], z.array(stub), scope)) ?? [];
      const own = stubs.filter(({ Type }) => Type === 'jwt');
      return Promise.all(own.map(({ Name }) => consul.get(['acl', 'auth-method', Name], whole, scope)));
    });
    return present((await Promise.all(found)).flat()).map((one) => ({
      identity: withScope(one.Name, one),
      id: String(one.CreateIndex),
      body: bodyOf(one),
    }));
  },

  /** Consul takes this for an update when there is a method of the name; nothing in its API tells the two apart. */
  async create({ clients: { consul } }, { identity, body }) {
    const request = { Name: identity.name, ...toApi(fields, body) };
    const made = await consul.put(['acl', 'auth-method'], request, whole, { ...scopeOf(identity), idempotent: true });
    return String(made.CreateIndex);
  },

  async update({ clients: { consul } }, { identity, body }, live) {
    const request = { Name: identity.name, ...toApi(fields, body, live.body) };
    await consul.put(['acl', 'auth-method', identity.name], request, whole, { ...scopeOf(identity), idempotent: true });
  },

  async remove({ clients: { consul } }, { identity }) {
    await consul.delete(['acl', 'auth-method', identity.name], scopeOf(identity));
  },

  keySources(body) {
    if (body.jwks_url !== '') return [{ via: 'jwks', url: body.jwks_url, ca: body.jwks_ca_cert }];
    if (body.oidc_discovery_url !== '')
      return [{ via: 'discovery', url: body.oidc_discovery_url, ca: body.oidc_discovery_ca_cert }];
    return [];
  },
};

/** Consul reads the names in Config whatever their case, and keeps them as they were written. */
const spelling = new Map(
  Object.values(fields)
    .filter(({ api }) => api[0] === 'Config')
    .map(({ api: [, name = ''] }) => [name.toLowerCase(), name]),
);

function bodyOf(method: z.infer<typeof whole>): ReturnType<typeof fromApi<typeof fields>> {
  const written = isObject(method.Config) ? Object.entries(method.Config) : [];
  const Config = Object.fromEntries(written.map(([name, value]) => [spelling.get(name.toLowerCase()) ?? name, value]));
  return fromApi(fields, { ...method, Config });
}
