import type { Random } from '../random.ts';
import type { TestKey } from '../../support/jwt.ts';

/**
 * One configuration of a Consul and tokens to log in with. What varies: keys (static, JWKS, discovery), bound issuers and
 * audiences, the three leeways, algorithms, MaxTokenTTL, TokenLocality, mappings of nested, listed and absent claims, all
 * bind types with functions and conditions in bind names, roles with policies, identities and templates, times that are
 * absent or odd, headers with `jwk`, `x5c`, `jku` and `crit`, and damaged tokens. Consul 1.22 knows no TokenNameFormat,
 * and so refuses it. `@` stands for a text that is new in every run: Consul keeps
 * policies by their content, and what one login merges into them shows in others (see `run.ts`).
 */
export interface Case {
  readonly authMethod: Record<string, unknown>;
  readonly bindingRules: Record<string, unknown>[];
  readonly roles: Record<string, unknown>[];
  readonly policies: Record<string, unknown>[];
  readonly tokens: Token[];
  readonly checks: { resource: string; segment: string; access: string }[];
  readonly meta?: Record<string, string>;
}

export interface Token {
  readonly header: unknown;
  /** An object, whose times are relative to now, or a text. */
  readonly payload: Record<string, unknown> | string;
  /** The name of a key. */
  readonly key: string;
  readonly algorithm: string;
  /** What is done to the finished token. */
  readonly mangled?:
    | 'cut'
    | 'space'
    | 'padded'
    | 'character'
    | 'signature'
    | 'empty'
    | 'object'
    | 'opening'
    | 'four'
    | 'unsigned'
    | 'flat'
    | 'listed'
    | 'open header'
    | 'open kid'
    | 'two signatures';
}

export interface Surroundings {
  readonly keys: Readonly<Record<string, TestKey>>;
  /** Names of keys in the JWKS at `jwks`. */
  readonly jwks: readonly string[];
  readonly jwksUrl: string;
  readonly issuer: string;
}

const claimNames = [
  'nomad_namespace',
  'nomad_job_id',
  'nomad_task',
  'num',
  'flag',
  '/obj/x',
  '/obj/list/0',
  'a.b',
  'sub',
  '/none/x',
  'obj',
  'mixed',
  'odd',
  '/a~1b',
  'aud',
];
/** Those that can be mapped whatever they hold, nearly always. */
const kindClaims = [
  'nomad_namespace',
  'nomad_job_id',
  'nomad_task',
  'num',
  'flag',
  '/obj/x',
  'a.b',
  'sub',
  '/none/x',
  '/a~1b',
];
const targets = ['ns', 'job', 'task', 'num', 'x', 'a b', 'flag', 'deep', 'role'];

export function randomCase(r: Random, around: Surroundings): Case {
  const mapped = shuffled(r, targets).slice(0, 1 + r.below(5));
  const names = shuffled(r, r.chance(0.75) ? kindClaims : claimNames);
  const claims = Object.fromEntries(mapped.map((target, index) => [names[index] ?? target, target]));
  const lists = r.chance(0.5)
    ? { [r.pick(['groups', 'mixed', 'nomad_task', '/obj/list', 'obj', 'num'])]: 'groups' }
    : {};
  const source = r.pick(['static', 'static', 'jwks', 'jwks', 'oidc']);
  const policies = r
    .some(4, () => policy(r))
    .map((rules, index) => ({
      Name: `@p${String(index)}`,
      Rules: rules,
      ...(r.chance(0.1) ? { Datacenters: [r.pick(['dc1', 'dc2'])] } : {}),
    }));
  const roles = r
    .some(3, () => role(r, policies.length))
    .map((content, index) => ({ Name: r.pick([`@r${String(index)}`, `@R${String(index)}`]), ...content }));
  const constant = r.pick(['builtin/dns', 'builtin/nomad-client', 'builtin/nomad-server']);
  const authMethod = method(r, around, source, claims, lists);
  return {
    authMethod,
    bindingRules: [0, ...r.some(4, () => 0)].map(() => rule(r, mapped, constant)),
    roles,
    policies,
    tokens: [0.2, 0.4, 0.6, 1].map((kindness) =>
      r.chance(kindness) ? fittingToken(r, around, authMethod) : token(r, around, source),
    ),
    checks: Array.from({ length: 12 }, () => check(r)),
    ...(r.chance(0.3)
      ? { meta: r.pick([{ a: 'b' }, { z: '<&>', a: 'é"\\ \n' }, { 'x<': '\u2028\u0001' }, { ä: '𝒳', b: '' }]) }
      : {}),
  };
}

function shuffled<T>(r: Random, items: readonly T[]): T[] {
  return items
    .map((item) => [r.below(1e6), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
}

function method(
  r: Random,
  around: Surroundings,
  source: string,
  claims: Record<string, string>,
  lists: Record<string, string>,
): Record<string, unknown> {
  const { keys } = around;
  const pems = shuffled(r, Object.keys(keys))
    .slice(0, 1 + r.below(4))
    .map((name) => keys[name]?.pem);
  const Config: Record<string, unknown> = {
    ...(source === 'static'
      ? { JWTValidationPubKeys: pems }
      : source === 'jwks'
        ? { JWKSURL: around.jwksUrl }
        : { OIDCDiscoveryURL: around.issuer }),
    ...(r.chance(0.85) ? { BoundAudiences: r.pick([['consul.io'], ['x', 'consul.io'], 'consul.io', ['']]) } : {}),
    ...(r.chance(0.3) ? { BoundIssuer: r.pick(['iss-a', around.issuer]) } : {}),
    ClaimMappings: claims,
    ListClaimMappings: lists,
  };
  if (r.chance(0.25)) Config['ClockSkewLeeway'] = r.pick([-1, 60, 10e9, '5000000000', 0]);
  if (r.chance(0.25)) Config['ExpirationLeeway'] = r.pick([-1, 60, 10e9, 300e9]);
  if (r.chance(0.25)) Config['NotBeforeLeeway'] = r.pick([-1, 60, 10e9, 300e9]);
  if (r.chance(0.3)) Config['JWTSupportedAlgs'] = r.pick([['RS256'], ['ES256', 'RS256'], ['PS512']]);
  if (r.chance(0.02)) Config['VerboseOIDCLogging'] = r.pick<unknown>([true, 'x']);
  if (r.chance(0.03)) Config[r.pick(['Foo', 'JWKSCACert', 'OIDCDiscoveryCACert'])] = 'x';
  return {
    Name: '@m',
    Type: 'jwt',
    Config,
    ...(r.chance(0.02)
      ? { [r.pick(['TokenNameFormat', 'Namespace', 'NamespaceRules', 'Partition'])]: r.pick<unknown>(['x', '', []]) }
      : {}),
    ...(r.chance(0.1) ? { DisplayName: r.pick(['M', '']), Description: 'd' } : {}),
    ...(r.chance(0.3) ? { TokenLocality: r.pick(['local', 'global', 'global']) } : {}),
    ...(r.chance(0.3)
      ? { MaxTokenTTL: r.pick(['1h', '90s', '48h', '2m', 120e9, '1h30m0.5s', r.pick(['10s', '2m'])]) }
      : {}),
  };
}

function rule(r: Random, mapped: readonly string[], constant: string): Record<string, unknown> {
  const target = r.pick(mapped);
  const variable = `\${value.${r.chance(0.97) ? target : 'nope'}}`;
  const BindType = r.pick(['service', 'service', 'node', 'role', 'role', 'policy', 'policy', 'templated-policy']);
  const common = { AuthMethod: r.chance(0.95) ? '@m' : '@M', Selector: selector(r, mapped) };
  if (BindType === 'templated-policy') {
    const BindName = r.pick([
      'builtin/service',
      'builtin/node',
      'builtin/api-gateway',
      constant,
      constant,
      'builtin/zz',
    ]);
    const BindVars = r.pick([
      undefined,
      { Name: `${variable}@` },
      { Name: `@${variable}` },
      { Name: '@gw' },
      { Name: `@x${variable}` },
      {},
    ]);
    return { ...common, BindType, BindName, ...(BindVars === undefined ? {} : { BindVars }) };
  }
  const names: Readonly<Record<string, readonly string[]>> = {
    service: [
      '@web',
      `@${variable}`,
      `@svc-${variable}`,
      `${variable}@`,
      `@\${value.${target} != "" ? value.${target} : "none"}`,
      `@\${${r.pick(['lower', 'upper', 'title', 'md5'])}(value.${target})}`,
      `@\${"a" == value.${target} ? "b" : "c"}$\${x}`,
    ],
    node: ['@n1', `@n-${variable}`, `${variable}@`],
    role: [`@r${String(r.below(3))}`, `@R${String(r.below(3))}`, `@r${variable}`, '@nope', variable],
    policy: [`@p${String(r.below(4))}`, `@P${String(r.below(4))}`, `@p${variable}`, '@nope', '@a/b'],
  };
  return { ...common, BindType, BindName: r.pick(names[BindType] ?? ['x']) };
}

function selector(r: Random, mapped: readonly string[]): string {
  if (r.chance(0.5)) return '';
  const target = r.pick([...mapped, 'nope']);
  const value = /^\w+$/.test(target) ? `value.${target}` : `value["${target}"]`;
  const one = (): string =>
    r.pick([
      `${value} == web`,
      `${value} != "web"`,
      `${value} == ""`,
      `"${target}" in value`,
      `"${target}" not in value`,
      `${value} matches "^[a-z0-9]+$"`,
      `${value} not matches \`e\``,
      'admin in list.groups',
      '"7" not in list.groups',
      'list.groups is empty',
      `${value} contains "e"`,
      'value is not empty',
    ]);
  return r.pick([one(), one(), `${one()} and ${one()}`, `${one()} or not ${one()}`, `not (${one()})`]);
}

function role(r: Random, policies: number): Record<string, unknown> {
  return {
    ...(policies > 0 && r.chance(0.7)
      ? { Policies: r.some(2, () => ({ Name: `@${r.pick(['p', 'P'])}${String(r.below(policies))}` })) }
      : {}),
    ...(r.chance(0.3)
      ? {
          ServiceIdentities: [
            {
              ServiceName: r.pick(['@web', '@db']),
              ...(r.chance(0.4) ? { Datacenters: r.pick([['dc1'], ['dc2'], ['dc2', 'dc1']]) } : {}),
            },
          ],
        }
      : {}),
    ...(r.chance(0.2) ? { NodeIdentities: [{ NodeName: '@n1', Datacenter: r.pick(['dc1', 'dc2']) }] } : {}),
    ...(r.chance(0.2)
      ? {
          TemplatedPolicies: [
            {
              TemplateName: r.pick(['builtin/service', 'builtin/node', 'builtin/api-gateway']),
              TemplateVariables: { Name: r.pick(['@web', '@t']) },
              ...(r.chance(0.3) ? { Datacenters: [r.pick(['dc1', 'dc2'])] } : {}),
            },
          ],
        }
      : {}),
  };
}

const names = ['', '@', '@web', '@we', '@web-sidecar-proxy', '@db', '@a/', '@a/b', '@a/b/c', '@n1', 'é', '@"\\'];
const blocks = ['key', 'key', 'key', 'service', 'service', 'node', 'session', 'event', 'query', 'agent'];
const scalars = ['acl', 'operator', 'keyring', 'mesh', 'peering'];
const accesses = ['read', 'write', 'deny', 'read', 'write', 'READ'];

function policy(r: Random): string {
  const parts = r.some(8, () => {
    if (r.chance(0.12)) return `${r.pick(scalars)} = "${r.pick(accesses)}"`;
    const block = r.pick(blocks);
    const label = JSON.stringify(r.pick(names));
    const access = block === 'key' && r.chance(0.3) ? 'list' : r.pick(accesses);
    const intentions = block === 'service' && r.chance(0.4) ? `\n  intentions = "${r.pick(accesses)}"` : '';
    return `${block}${r.chance(0.5) ? '_prefix' : ''} ${label} {\n  policy = "${access}"${intentions}\n}`;
  });
  if (r.chance(0.03))
    parts.push(
      r.pick(['key "x" {', 'key "x" { policy = "zed" }', 'foo "a" { b = 1 }', 'service "a" { policy = "list" }']),
    );
  return parts.join('\n');
}

function check(r: Random): { resource: string; segment: string; access: string } {
  const resource = r.pick([...blocks, ...scalars, 'intention', 'intention']);
  const access =
    resource === 'key' ? r.pick(['read', 'write', 'list', 'write-prefix', 'READ']) : r.pick(['read', 'write']);
  const segment =
    resource === 'intention' && r.chance(0.3) ? '*' : r.pick([...names, '@svc-web', '@gw', '@a/bc', 'zz', '@n-web']);
  return { resource, segment: scalars.includes(resource) ? '' : segment, access };
}

/** Values of `x5c`, in base64: nothing, no DER, sequences that hold too little, and what is no list of texts. */
export const chains: readonly unknown[] = [
  5, null, 'x', [], [5], [null], ['!!'], ['AQAB'], ['MAA='], [''], ['MAA', 'x'], [['x']], {}, ['MIIB'], ['MII='], true,
  ['MAUGA1UEAw=='], ['MAA=='], ['MA==='], ['MA=\n='], ['MAA=x'], ['é'], ['MAIwAA=='], ['MAIwAA==', 'AA=='], [{}], ['MAMBAQE'],
]; // prettier-ignore

const oddTokens: readonly NonNullable<Token['mangled']>[] = [
  'cut',
  'space',
  'padded',
  'character',
  'signature',
  'empty',
  'object',
  'opening',
  'four',
  'unsigned',
  'flat',
  'listed',
  'open header',
  'open kid',
  'two signatures',
];

function token(r: Random, around: Surroundings, source: string): Token {
  const known = source === 'static' ? Object.keys(around.keys) : around.jwks;
  const key = r.chance(0.85) ? r.pick(known) : r.pick(Object.keys(around.keys));
  const pair = around.keys[key];
  const algorithm = r.chance(0.97) ? r.pick(pair?.algorithms ?? ['RS256']) : 'none';
  const header: Record<string, unknown> = {
    alg: r.chance(0.97) ? algorithm : r.pick(['HS256', 'none', 'RS256', 'rs256', '']),
    typ: 'JWT',
  };
  if (r.chance(0.7)) header['kid'] = r.chance(0.9) ? key : r.pick(['zzz', 5, '', null]);
  if (r.chance(0.03))
    header['jwk'] = r.pick<unknown>([
      pair?.jwk,
      { kty: 'RSA' },
      { kty: 'zz' },
      5,
      null,
      { kty: 'oct', k: 'AQAB' },
      { kty: 'oct' },
    ]);
  if (r.chance(0.04)) header['x5c'] = r.pick<unknown>(chains);
  if (r.chance(0.04))
    header[r.pick(['jku', 'x5u', 'x5t', 'cty'])] = r.pick<unknown>(['http://127.0.0.1:1/x', 5, null, ['x']]);
  if (r.chance(0.03))
    header[r.pick(['crit', 'b64', 'nonce', 'alg', 'kid', 'x'])] = r.pick<unknown>([
      ['b64'],
      ['zz'],
      5,
      true,
      false,
      {},
      'RS256',
      null,
    ]);
  const text = r.chance(0.015)
    ? r.pick([
        '{',
        'null',
        '[]',
        '{"alg":"RS256","alg":"RS256"}',
        '"x"',
        '',
        '{"alg":"RS256"} x',
        '{"a":01}',
        '{"x":{"a":1,"a":2},"alg":"RS256"}',
      ])
    : undefined;
  return {
    header: text ?? header,
    payload: r.chance(0.03) ? oddPayload(r) : payload(r, around, source),
    key,
    algorithm,
    ...(r.chance(0.1) ? { mangled: r.pick(oddTokens) } : {}),
  };
}

/** A token that the method takes, as far as its own settings are concerned. */
function fittingToken(r: Random, around: Surroundings, { Config }: Record<string, unknown>): Token {
  const config = Config as Record<string, string | readonly string[] | undefined>;
  const pems = config['JWTValidationPubKeys'];
  const discovered = config['OIDCDiscoveryURL'] !== undefined;
  const allowed = config['JWTSupportedAlgs'] ?? ['RS256', 'ES256'];
  const usable = Object.entries(around.keys).filter(([name, { pem }]) =>
    pems === undefined ? around.jwks.includes(name) : pems.includes(pem),
  );
  const pairs = usable.flatMap(([name, { algorithms }]) => algorithms.map((algorithm) => ({ key: name, algorithm })));
  const fitting = discovered ? pairs.filter(({ algorithm }) => allowed.includes(algorithm)) : pairs;
  const { key, algorithm } = r.pick(fitting.length > 0 ? fitting : [{ key: 'r1', algorithm: 'RS256' }]);
  const claims = payload(r, around, discovered ? 'oidc' : 'static');
  for (const name of ['nbf', 'EXP', 'aud']) delete claims[name];
  claims['iss'] = config['BoundIssuer'] ?? (discovered ? around.issuer : 'iss-a');
  if (discovered) claims['iss'] = around.issuer;
  const audiences = config['BoundAudiences'];
  if (audiences !== undefined) claims['aud'] = r.chance(0.5) ? audiences : ['y', audiences].flat();
  Object.assign(claims, { iat: '@now+0', exp: '@now+600', flag: true, num: r.pick([1, 42, 7.9]) });
  const form = r.chance(0.1) ? { mangled: r.pick(['flat', 'listed'] as const) } : {};
  return { header: { alg: algorithm, kid: key, typ: 'JWT' }, payload: claims, key, algorithm, ...form };
}

function oddPayload(r: Random): string {
  return r.pick([
    'null', '[1]', '"x"', '5', 'true', '{', '{"a"}', '{"exp":1e999}', '', '{"exp":99999999999,"aud":"consul.io","aud":"x"}',
    '{"exp":99999999999,"EXP":5,"aud":"consul.io"}', '{"exp":99999999999,"aud":["consul.io"],"iss":5}', '{"exp":tru}', '{"exp":1.}', '{"é":"\\ud800"} ',
    '{"exp":99999999999,"aud":"consul.io","nomad_job_id":"a","x":{"b":1,"b":2}}', '{"a":"\u0001"}', '{"a":"\\x"}', "{'a':1}", '{"a":1,}', '[1,]', '{"a" 1}', '-', '01',
  ]); // prettier-ignore
}

function payload(r: Random, around: Surroundings, source: string): Record<string, unknown> {
  const odd = ['Web', 'default', 'a/b', '', 'a-', '0', '1', 'é', 'x'.repeat(257), 'a b', 7, 7.9, -0.5, true];
  const hostile = ['x" { policy = "deny" } service "y', 'q"', 'a${b}', '\\', 'x\ny'];
  const word = (): unknown => (r.chance(0.65) ? 'web' : r.chance(0.9) ? r.pick<unknown>(odd) : r.pick(hostile));
  const claims: Record<string, unknown> = {
    iss: r.chance(0.93)
      ? source === 'oidc' || r.chance(0.2)
        ? around.issuer
        : 'iss-a'
      : r.pick<unknown>(['other', 5, '', null]),
    sub: 'sub-1',
    aud: r.chance(0.85)
      ? r.pick<unknown>(['consul.io', ['consul.io'], ['y', 'consul.io']])
      : r.pick<unknown>(['y', [], '', [''], null, 5, ['consul.io', 5], { a: 1 }]),
    nomad_namespace: word(),
    nomad_job_id: word(),
    num: r.pick<unknown>([1, 42, 7.9, 1e21, -3, '5', 12345678901234567000]),
    flag: r.chance(0.5),
    mixed: r.pick<unknown>([
      ['a', 1, true],
      'a',
      [],
      ['', 'admin'],
      [['a']],
      { b: 1 },
      [{ b: 1e6, a: [1.5, null] }],
      [null],
      null,
    ]),
    groups: r.pick<unknown>(['admin', ['admin', 7], ['x'], [], { a: 1 }]),
    'a.b': 'dotted',
    'a/b': 'slashed',
    odd: r.pick<unknown>([null, 'Prod', [], {}, 0]),
    obj: { x: word(), list: r.pick<unknown>([['l0', 2], [], 'x']) },
  };
  if (r.chance(0.4)) claims['nomad_task'] = word();
  if (r.chance(0.5)) delete claims['mixed'];
  if (r.chance(0.15)) delete claims['aud'];
  const time = (): unknown =>
    r.pick<unknown>([0, -30, 30, -58, -59.5, -62, 58, 62, -100, -155, -215, 100, 155, 215, 310, -400, 0.7]);
  const good = r.chance(0.75);
  if (good) {
    claims['iat'] = '@now+0';
    claims['exp'] = '@now+600';
    if (r.chance(0.5)) claims['nbf'] = '@now+0';
  } else {
    for (const name of ['iat', 'nbf', 'exp'])
      if (r.chance(0.6))
        claims[name] = r.chance(0.92)
          ? `@now+${String(time())}`
          : r.pick<unknown>(['x', null, 0, '5', 1e19, -1e30, true, 9.2e18]);
    if (r.chance(0.05)) claims['EXP'] = '@now+600';
  }
  return claims;
}
