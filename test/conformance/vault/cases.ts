import fc from 'fast-check';
import { chains } from '../consul/case.ts';
import type { TokenPlan } from './tokens.ts';
import { few } from '../writes.ts';

/**
 * One login to try: what is written to the server, the token, and the paths to ask about. What varies: sources of keys,
 * user claims by name and by pointer, bound claims as globs and lists, claim mappings, `groups_claim`, leeways and absent
 * times, `token_bound_cidrs` (the caller is 127.0.0.1), types of tokens, uses, TTLs, explicit maximum and period against
 * the mount's maximum, verbose logging, headers with `jwk`, `x5c` and `jku`, and templates of aliases, their metadata and
 * `custom_metadata`, entities and groups.
 */
export interface VaultCase {
  /** `RSA`, `EC` and `ED` in it stand for the keys in PEM, `ISSUER` for the address that serves them. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly roleName: string;
  readonly role: Readonly<Record<string, unknown>>;
  /** `ACCESSOR` in them stands for the mount's. */
  readonly policies: Readonly<Record<string, string>>;
  readonly login: { readonly role: string | null; readonly token: TokenPlan };
  /** Times in `exp`, `nbf` and `iat` are seconds from now when they are numbers. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Text around the claims that makes another payload of them. */
  readonly payload: 'object' | 'list' | 'null' | 'twice' | 'huge' | 'broken' | 'text';
  /** `ENTITY` in them stands for the id, `ENTITYNAME` for the name that the server gave. */
  readonly paths: readonly string[];
  /** Whether the prediction is told of the entity. */
  readonly knowsEntity: boolean;
}

const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const all = ['RSA', 'EC', 'ED'];
const configs = fc
  .tuple(
    fc.constantFrom<Record<string, unknown>>(
      { jwt_validation_pubkeys: all },
      { jwt_validation_pubkeys: all },
      { jwt_validation_pubkeys: ['ED'] },
      { jwt_validation_pubkeys: 'RSA' },
      { jwks_url: 'ISSUER/jwks' },
      { jwks_url: 'ISSUER/jwks' },
      { jwks_url: 'ISSUER/jwks' },
      { oidc_discovery_url: 'ISSUER' },
      { oidc_discovery_url: 'ISSUER', oidc_client_id: 'a', oidc_client_secret: 'b' },
      { jwks_pairs: [{ jwks_url: 'ISSUER/jwks' }, { jwks_url: 'ISSUER/jwks' }] },
    ),
    few(
      {},
      {
        bound_issuer: fc.constantFrom('iss', 'iss', 'other', ''),
        jwt_supported_algs: fc.constantFrom<unknown>(
          ['RS256'],
          ['EdDSA', 'ES256'],
          'RS256,EdDSA,ES256',
          ['HS256'],
          [],
          'PS256',
        ),
        default_role: fc.constantFrom('web', 'WEB', 'none'),
        jwt_validation_pubkeys: fc.constantFrom<unknown>(['ED'], 'x'),
        provider_config: fc.constantFrom<unknown>({}, { provider: 'x' }),
        zed: fc.constant(1),
      },
      2,
    ),
  )
  .map(([source, others]) => ({ ...source, ...others }));

const claimNames = ['sub', 'ns', 'job', 'task', 'num', 'frac', 'yes', 'list', 'obj', 'none', 'blank', 'odd', 'aud', '/obj/a', '/obj/b/c', '/list/0', '/list/x', '/num', 'obj.a', '/aud', '/aud/0', '/', '', '/obj/~1x', 'big', '/mixed/1', 'mixed']; // prettier-ignore
const claimName = fc.constantFrom(...claimNames);
const scalars = fc.constantFrom<unknown>('default', 'web', 'prod', 'a', 'b', '', 'def*', '*', '*b', 'w*b', 5, 5.9, 0, true, false, 'true', '5', '1000000', 1000000, null, 'x'); // prettier-ignore
const boundValue = fc.oneof(
  { weight: 4, arbitrary: scalars },
  { weight: 2, arbitrary: fc.array(scalars, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>({ a: 'b' }, { a: { c: [1, null] } }, [['x']]) },
);
const spans = fc.constantFrom<unknown>('30m', '2h', 90, '1d', '1000h', 0, '768h', '1h30m', 5400, '10s', 59);
const leeways = fc.constantFrom<unknown>(-1, 0, 10, '90s', 30);
const words = fc.constantFrom<unknown>('p0', 'P0', 'p0,p1', ['p1', ' p2 '], ['root'], ['default', 'p0'], ['response-wrapping'], '', ['nope', 'p2'], 'control-group,p0', ['p0', 'p1', 'p2']); // prettier-ignore

const roles = few(
  {
    role_type: mostly('jwt', 'oidc', 'x'),
    user_claim: mostly('sub', 'job', '/obj/a', 'num', 'none', 'blank', 'list', 'odd', 'aud'),
    bound_audiences: fc.constantFrom<unknown>('vault.io', ['vault.io', 'x'], 'vault.io', []),
    token_policies: words,
  },
  {
    bound_audiences: fc.constantFrom<unknown>([], ['other'], ''),
    bound_subject: fc.constantFrom('s', 'zz', ''),
    user_claim_json_pointer: fc.constantFrom<unknown>(true, true, false),
    bound_claims: fc.dictionary(claimName, boundValue, { maxKeys: 2, noNullPrototype: true }),
    bound_claims_type: fc.constantFrom('glob', 'glob', 'string', 'regex'),
    claim_mappings: fc.oneof(
      fc.dictionary(claimName, fc.constantFrom('ns', 'job', 'task', 'num', 'role', 'k.x', 'vault-x', 'a b', ''), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
      fc.constant({ ns: 'ns', job: 'job', task: 'task', odd: 'odd' }),
    ),
    groups_claim: fc.constantFrom('list', 'ns', 'num', 'none', 'obj', 'mixed', '/obj/a', 'blank'),
    expiration_leeway: leeways,
    not_before_leeway: leeways,
    clock_skew_leeway: leeways,
    token_ttl: spans,
    token_max_ttl: spans,
    token_explicit_max_ttl: spans,
    token_period: spans,
    ttl: spans,
    token_no_default_policy: fc.boolean(),
    token_num_uses: fc.constantFrom<unknown>(0, 1, 5),
    token_type: fc.constantFrom('service', 'batch', 'default', 'batch'),
    token_bound_cidrs: fc.constantFrom<unknown>('127.0.0.0/8', '10.0.0.0/8', ['10.0.0.1', '127.0.0.1'], '127.0.0.1/33', '::1', '127.0.0.1:80', '/s', '0.0.0.0/0', '::/0'), // prettier-ignore
    verbose_oidc_logging: fc.boolean(),
    zed: fc.constant('x'),
  },
  5,
);

const alias = 'identity.entity.aliases.ACCESSOR';
const segments = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'ab', 'default', 'web', 'foo') },
  { weight: 2, arbitrary: fc.constantFrom('+', '+', '+a', '*', '', 'é', 'a*', '+b*') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      `{{${alias}.metadata.ns}}`,
      `{{ ${alias}.metadata.job }}`,
      `{{${alias}.metadata.odd}}`,
      `{{${alias}.metadata.role}}`,
      `{{${alias}.metadata.none}}`,
      `{{${alias}.name}}`,
      `x-{{${alias}.metadata.ns}}-{{${alias}.metadata.task}}`,
      '{{identity.entity.id}}',
      '{{identity.entity.name}}',
      '{{identity.entity.metadata.team}}',
      '{{identity.entity.metadata.odd}}',
      '{{identity.entity.metadata.none}}',
      '{{identity.entity.aliases.other.name}}',
      `{{${alias}.custom_metadata.ns}}`,
      `{{${alias}.id}}`,
      '{{identity.groups.names.g.id}}',
      '{{identity.groups.ids.g.name}}',
      '{{identity.groups.names.g.metadata.x}}',
      '{{identity.entity.aliases.ACCESSOR}}',
      '{{foo}}',
      '{{time.now.plus}}',
      '{{time.now.times.5m}}',
    ),
  },
);
const label = fc
  .tuple(
    fc.array(segments, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
    fc.constantFrom('', '', '', '', '/', '*', '/*', '/*', '/+'),
    fc.constantFrom('', '', '', '', '', '/'),
  )
  .map(([path, end, start]) => start + path + end);
const capabilities = fc
  .subarray(['read', 'list', 'create', 'update', 'delete', 'sudo', 'patch', 'recover', 'subscribe', 'deny'], {
    maxLength: 4,
  })
  .map((list) => (list.length === 4 ? list.filter((one) => one !== 'deny') : list));
const stanza = fc
  .tuple(
    label,
    fc.oneof(
      { weight: 5, arbitrary: capabilities },
      { weight: 1, arbitrary: fc.constantFrom('read', 'write', 'sudo', 'deny', 'zz') },
    ),
  ) // prettier-ignore
  .map(([path, what]) => {
    const body =
      typeof what === 'string' ? `policy = ${JSON.stringify(what)}` : `capabilities = ${JSON.stringify(what)}`;
    return `path ${JSON.stringify(path)} { ${body} }`;
  });
const policyText = fc.oneof(
  { weight: 8, arbitrary: fc.array(stanza, { minLength: 1, maxLength: 6 }).map((stanzas) => stanzas.join('\n')) },
  { weight: 1, arbitrary: fc.constantFrom('path "a" {', 'path "a/{{x" { policy = "read" }', 'paths "a" {}') },
);
const policies = fc.record(
  { p0: policyText, p1: policyText, p2: policyText, default: policyText },
  { requiredKeys: ['p0'] },
);

const path = fc
  .tuple(
    fc.array(
      fc.constantFrom('a', 'b', 'ab', 'default', 'web', 'foo', 'prod', 'x', '', 'é', '+', 'ENTITY', 'ENTITYNAME', 'web/x', 'x-default-t'), // prettier-ignore
      { minLength: 1, maxLength: 4 },
    ),
    fc.constantFrom('', '', '/'),
    fc.constantFrom('', '', '', '/'),
  )
  .map(([parts, end, start]) => start + parts.join('/') + end);
const paths = fc.uniqueArray(
  fc.oneof(
    { weight: 8, arbitrary: path },
    { weight: 1, arbitrary: fc.constantFrom('auth/token/lookup-self', 'cubbyhole/x', 'sys/renew', 'identity/entity/id/ENTITY', 'identity/entity/name/ENTITYNAME', 'identity/oidc/provider/x/authorize', 'sys/tools/hash/sha', 'sys/control-group/request') }, // prettier-ignore
  ),
  { minLength: 1, maxLength: 8 },
);

const time = fc.constantFrom<unknown>(-100_000, -216, -204, -156, -144, -96, -84, -66, -54, -34, -26, -14, -5, 5, 14, 26, 34, 54, 66, 84, 96, 144, 156, 600, 100_000); // prettier-ignore
const claims = few(
  {
    sub: mostly('s', 'zz'),
    iss: mostly<unknown>('iss', 'other', 5),
    aud: mostly<unknown>('vault.io', ['vault.io'], ['x', 'other'], [], '', 'zz', 5, ['x', 5], { a: 1 }, null),
    ns: mostly('default', 'prod', ''),
    job: fc.constantFrom('web', 'web/x', 'a', '+', '*', 'a*', ''),
    iat: mostly<unknown>(-5, 5, undefined),
    exp: mostly<unknown>(600, -5, undefined),
    list: fc.constantFrom<unknown>(['a', 'b'], ['default', ''], [], [5], 'a'),
    obj: fc.constantFrom<unknown>({ a: 'deep', b: { c: 'x' }, '/x': 'slash' }, { a: 5 }, { a: null, n: 1000000 }),
    num: fc.constantFrom(5, 5.9, 1000000, -3, 0),
    yes: fc.boolean(),
    blank: fc.constant(''),
  },
  {
    exp: fc.oneof(time, fc.constantFrom<unknown>('x', null, true, 0)),
    nbf: fc.oneof(time, fc.constantFrom<unknown>('5', null, [], 0)),
    iat: fc.oneof(time, fc.constantFrom<unknown>({}, null, 0, undefined)),
    EXP: time,
    Iss: fc.constant('iss'),
    task: fc.constantFrom('t', 'x', ''),
    none: fc.constant(null),
    odd: fc.constantFrom('a/b', '+', '*', 'é', ' ', 'x'.repeat(600), 'y'.repeat(512), 'é'.repeat(257), '', '"\n'),
    mixed: fc.constantFrom<unknown>(['a', 5, { x: 1e21 }], ['a', true], ['', 'b'], [null], [1e6], [[1]]),
    big: fc.constantFrom(1e300, 9007199254740992, 1e20, -1e19, 1e-7),
    '': fc.constant('empty'),
    'obj.a': fc.constant('dotted'),
  },
  3,
);

const token = few(
  { key: fc.constantFrom('rsa', 'ec', 'ed', 'ed', 'rsa'), kid: mostly('own', 'none', 'x', 'ed') },
  {
    key: fc.constantFrom('other'),
    algorithm: fc.constantFrom('RS256', 'RS384', 'PS256', 'ES256', 'ES384', 'EdDSA', 'HS256', 'none', 'zz', ''),
    header: fc.constantFrom<unknown>({ typ: 'JWT' }, { crit: ['x'] }, { kid: 5 }, { b64: false }, { crit: ['b64'], b64: true }, { nonce: 5 }, { jwk: { kty: 'oct', k: 'AQAB' } }, { jwk: { kty: 'RSA' } }, { jwk: 5 }, { jku: 'http://127.0.0.1:1/x', x5u: 5 }, { x5c: [] }, ...chains.map((x5c) => ({ x5c }))), // prettier-ignore
    damage: fc.constantFrom(
      'payload',
      'signature',
      'cut',
      'extra part',
      'padding',
      'blank',
      'garbage',
      'empty',
      'flat',
      'listed',
      'open kid',
    ),
  },
  1,
).chain((plan) =>
  Object.keys(plan).length > 2 ? mostly(plan, plan) : fc.constant(plan),
) as unknown as fc.Arbitrary<TokenPlan>;
/** Mostly good ones: behind a bad token nothing else is seen. */
const tokens = fc.oneof(
  { weight: 2, arbitrary: token },
  {
    weight: 3,
    arbitrary: fc.record({
      key: fc.constantFrom('rsa', 'ec', 'ed' as const),
      kid: fc.constant('own'),
    }) as fc.Arbitrary<TokenPlan>,
  },
);

const wild: fc.Arbitrary<VaultCase> = fc.record({
  config: configs,
  roleName: mostly('web', 'WEB', 'api'),
  role: roles,
  policies,
  login: fc.record({ role: mostly<string | null>('web', 'WEB', null, '', 'none'), token: tokens }),
  claims,
  payload: mostly<VaultCase['payload']>('object', 'list', 'null', 'twice', 'huge', 'broken', 'text'),
  paths,
  knowsEntity: fc.boolean(),
});

const globPiece = fc.constantFrom('*', '*', 'a', 'b', 'de', 'f', 'fault', 'w', 'eb', '/', 'd', 'p', '');
const globs = fc.oneof(
  fc.array(globPiece, { maxLength: 5 }).map((pieces) => pieces.join('')),
  fc.array(
    fc.array(globPiece, { maxLength: 4 }).map((pieces) => pieces.join('')),
    { maxLength: 3 },
  ),
);

/** Roles that let nearly every token in, so that what comes after is seen. */
const openRoles = few(
  {
    role_type: fc.constant('jwt'),
    user_claim: fc.constantFrom('sub', 'sub', 'ns'),
    bound_audiences: fc.constant('vault.io'),
    token_policies: fc.constantFrom<unknown>(['p0', 'p1', 'p2'], 'P0', ['default', 'p2', 'p0'], 'nope,p1', ' p1 ,p1'),
  },
  {
    claim_mappings: fc.constantFrom<unknown>(
      { ns: 'ns', job: 'job', task: 'task', odd: 'odd' },
      { job: 'ns', odd: 'job' },
    ),
    bound_claims: fc.oneof(
      fc.constantFrom<unknown>({ ns: ['default', 'prod', ''] }, { '/list/0': ['a', 'default'] }, { list: 'a' }),
      fc.dictionary(claimName, boundValue, { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
      fc.dictionary(fc.constantFrom('ns', 'job', 'list', '/obj/a', 'odd'), globs, {
        minKeys: 1,
        maxKeys: 2,
        noNullPrototype: true,
      }),
    ),
    bound_claims_type: fc.constantFrom('glob', 'string'),
    user_claim_json_pointer: fc.constant(true),
    groups_claim: fc.constantFrom('ns', 'list'),
    token_ttl: spans,
    token_max_ttl: spans,
    token_explicit_max_ttl: spans,
    token_period: spans,
    ttl: spans,
    max_ttl: spans,
    period: spans,
    num_uses: fc.constantFrom(3, 0),
    policies: fc.constantFrom('p1', ['p0', 'x']),
    token_no_default_policy: fc.boolean(),
    token_num_uses: fc.constantFrom<unknown>(0, 1, 5),
    token_type: fc.constantFrom('service', 'batch', 'default', 'batch'),
    token_bound_cidrs: fc.constantFrom<unknown>('127.0.0.0/8', ['10.0.0.1', '127.0.0.1'], '127.0.0.1:80', '0.0.0.0/0'),
    verbose_oidc_logging: fc.boolean(),
  },
  4,
).map((role) => ({ claim_mappings: { ns: 'ns', job: 'job', task: 'task' }, ...role }));

const open: fc.Arbitrary<VaultCase> = fc
  .tuple(
    wild,
    openRoles,
    fc.constantFrom('rsa' as const, 'ec' as const, 'ed' as const),
    claims,
    fc.constantFrom<unknown>('a/b', '+', '*', 'é', ' ', 'y'.repeat(512), '', 'web'),
  )
  .map(([one, role, key, own, odd]) => ({
    ...one,
    config: one.config['jwks_url'] === undefined ? { jwt_validation_pubkeys: all } : { jwks_url: 'ISSUER/jwks' },
    roleName: 'web',
    role,
    login: { role: 'web', token: { key, kid: 'own' } },
    claims: { ...own, Iss: undefined, EXP: undefined, nbf: undefined, sub: 's', aud: 'vault.io', iss: 'iss', iat: -5, exp: 600, list: ['a', 'default'], odd }, // prettier-ignore
    payload: 'object',
  }));

export const vaultCases: fc.Arbitrary<VaultCase> = fc.oneof(wild, open);
