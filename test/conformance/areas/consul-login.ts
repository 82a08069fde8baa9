import { compileConsul, predictConsul, type ConsulPrediction } from '../../../src/simulate/consul.ts';
import { compileMappings, mapLists, mapValues } from '../../../src/simulate/consul-login/mappings.ts';
import { bind, compileRule } from '../../../src/simulate/consul-login/bind.ts';
import { audienceError } from '../../../src/simulate/consul-login/verify.ts';
import { claimOf, claimPath } from '../../../src/simulate/jwt/claim.ts';
import { timeFault, timesOf } from '../../../src/simulate/jwt/times.ts';
import { GoObject, parseGoJson, type GoJson } from '../../../src/syntax/go-json.ts';
import type { Vector } from '../../fixtures/vectors.ts';
import { signJwt, testKey, type TestKey } from '../../support/jwt.ts';
import { equal, type Areas, type Run } from './area.ts';
import { consulLabVerdict } from './consul-lab.ts';

type Loose = Vector['input'];

const noClaims = new GoObject([]);

function read(claims: unknown): GoObject {
  const parsed = parseGoJson(Buffer.from(JSON.stringify(claims)));
  return parsed.ok && parsed.value instanceof GoObject ? parsed.value : noClaims;
}

function plain(value: GoJson | undefined): unknown {
  if (value instanceof GoObject)
    return Object.fromEntries(value.members.map(({ name, value: member }) => [name, plain(member)]));
  return Array.isArray(value) ? (value as readonly GoJson[]).map(plain) : (value ?? null);
}

const mapping =
  (map: typeof mapValues | typeof mapLists): Run =>
  ({ input, expected }) => {
    const mapped = map(read(input.claims), compileMappings(input.mappings ?? {}));
    return equal(mapped.ok ? mapped.value : { error: mapped.error }, expected);
  };

const leeway: Run = ({ input, expected }) => {
  const now = 1_700_000_000;
  const given = input.claimsRelativeToNowSeconds as Readonly<Record<string, number>>;
  // A relative time of 0 means "absent" for exp in the suite that these come from, and "now" elsewhere.
  const at = (name: string): number =>
    given[name] === undefined || (name === 'exp' && given[name] === 0) ? 0 : now + given[name];
  const claims = {
    issuer: '',
    subject: '',
    audience: [],
    expiry: at('exp'),
    notBefore: at('nbf'),
    issuedAt: at('iat'),
  };
  const times = timesOf(claims, {
    expiration: input.expirationLeewaySeconds * 1e9,
    notBefore: input.notBeforeLeewaySeconds * 1e9,
    clockSkew: input.clockSkewLeewaySeconds * 1e9,
  });
  return equal({ valid: times !== undefined && timeFault(times, now) === undefined }, expected);
};

let keys: Readonly<Record<'r1' | 'c1' | 'e1' | 'other', TestKey>> | undefined;

/** The methods of the vectors' server, as its observer made them. */
function predict(name: string, input: Loose, rules: readonly Loose[]): ConsulPrediction {
  keys ??= {
    r1: testKey('r1', 'rsa'),
    c1: testKey('c1', 'P-256'),
    e1: testKey('e1', 'ed25519'),
    other: testKey('r1', 'rsa'),
  };
  const { r1, c1, e1, other } = keys;
  const same = ['nomad_namespace', 'nomad_job_id', 'nomad_task', 'nomad_service', 'num', 'flt', 'bl', 'obj'];
  const ClaimMappings = { ...Object.fromEntries(same.map((claim) => [claim, claim])), '/nested/x': 'nx' };
  const common = { ClaimMappings, ListClaimMappings: { groups: 'groups' } };
  const issuer = 'http://127.0.0.1:38599';
  const BoundAudiences = ['consul.io'];
  const configs: Readonly<Record<string, object>> = {
    'm-static': { JWTValidationPubKeys: [r1.pem, c1.pem], BoundIssuer: 'iss-a', BoundAudiences, ...common },
    'm-ttl': { JWTValidationPubKeys: [r1.pem], BoundAudiences, ...common },
    'm-jwks': { JWKSURL: `${issuer}/jwks`, JWTSupportedAlgs: ['RS256'], BoundAudiences, ...common },
    'm-oidc': { OIDCDiscoveryURL: issuer, BoundAudiences, ...common },
    'm-noaud': { JWTValidationPubKeys: [r1.pem, e1.pem], ...common },
  };
  const method = input.method ?? 'm-static';
  const consul = compileConsul({
    authMethod: {
      Name: method,
      Type: 'jwt',
      Config: configs[method],
      ...(method === 'm-ttl' ? { TokenLocality: 'global', MaxTokenTTL: '1h' } : {}),
    },
    bindingRules: rules.map((rule) => ({ AuthMethod: method, ...rule })),
    roles: [{ Name: 'nomad-tasks-default' }, { Name: 'nomad-tasks-Prod' }],
    policies: [
      { Name: 'p1', Rules: '' },
      { Name: 'a/b', Rules: '' },
    ],
    jwks: { keys: [r1.jwk, c1.jwk, e1.jwk] },
    discoveryAlgorithms: ['RS256'],
  });
  // A little before the one absolute time in the vectors.
  const now = 1_795_362_000;
  const at = (value: unknown): unknown =>
    typeof value === 'string' && /^now[+-]\d+$/.test(value) ? now + Number(value.slice(3)) : value;
  const claims: unknown =
    typeof input.claims !== 'object' || Array.isArray(input.claims)
      ? input.claims
      : Object.fromEntries(Object.entries(input.claims as object).map(([claim, value]) => [claim, at(value)]));
  const algorithm = String(input.header?.alg ?? '');
  const key = name.includes('wrong key') ? other : algorithm === 'EdDSA' ? e1 : algorithm === 'ES256' ? c1 : r1;
  const jwt = input.header === null ? String(claims) : signJwt(input.header, claims, key, algorithm);
  return predictConsul(consul, { jwt, now, ...(input.meta === undefined ? {} : { meta: input.meta }) });
}

const login: Run = (vector) => {
  const { name, input, expected } = vector;
  // About a server of keys that fails, and about requests that are no logins.
  if (name === 'jwks unknown kid while JWKS 500' || (input.claims === undefined && expected.status === 400))
    return consulLabVerdict(vector);
  const given =
    input.claims === undefined
      ? {
          method: 'm-static',
          header: { alg: 'RS256' },
          claims: { iss: 'iss-a', aud: 'consul.io', iat: 'now+0', nomad_job_id: 'web' },
        }
      : input;
  const usual = name === 'no rules' ? [] : [{ BindType: 'service', BindName: 'svc-${value.nomad_job_id}' }];
  const { login: answer, token } = predict(name, given, given.rules ?? usual);
  const body = answer.error?.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \+0000 UTC/g, (time) =>
    time.startsWith('0001') ? time : '<time>',
  );
  if (token === null) return equal({ status: answer.status, body }, expected);
  const lists = {
    ServiceIdentities: token.serviceIdentities,
    NodeIdentities: token.nodeIdentities,
    TemplatedPolicies: token.templatedPolicies,
    Roles: token.roles,
    Policies: token.policies,
  };
  const answered = {
    status: answer.status,
    Description: token.description,
    Local: token.local,
    AuthMethod: token.authMethod,
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
  };
  return equal(answered, expected);
};

const binder: Run = ({ input, expected }) => {
  // The suite's own variables and fields have no `value.` before their names, which no login leaves out.
  const dotted = (text: string): string => text.replaceAll('${', '${value.');
  const rules = input.rules.map((rule: Loose, index: number) =>
    compileRule(index, {
      id: '',
      authMethod: 'm',
      selector: rule.Selector === '' ? '' : `value.${rule.Selector}`,
      bindType: rule.BindType,
      bindName: dotted(rule.BindName),
      bindVars: undefined,
    }),
  );
  const names = (list: readonly string[] = []): Map<string, string> =>
    new Map(list.map((name) => [name.toLowerCase(), name]));
  const variables = Object.fromEntries(
    Object.entries(input.vars).map(([name, value]) => [`value.${name}`, String(value)]),
  );
  const existing = { roles: names(input.existingRoles), policies: names(input.existingPolicies) };
  const bound = bind(rules, { value: input.selectable, list: {} }, variables, existing, []);
  if (!bound.ok) return equal({ error: bound.error }, expected);
  return equal(Object.fromEntries(Object.keys(expected).map((sort) => [sort, bound.value[sort as 'roles']])), expected);
};

function token(claims: object, method = 'm-static', iss = 'iss-a'): object {
  return {
    method,
    header: { alg: 'RS256' },
    claims: { iss, aud: 'consul.io', iat: 'now+0', exp: 'now+60', ...claims },
  };
}

/** Tokens of the library's own tests, which the vectors tell in words. */
const suite: Run = ({ name, input, expected }) => {
  if (expected.serviceName !== undefined) return endToEnd(input, expected);
  const discovery = 'http://127.0.0.1:38599';
  const answers: Readonly<Record<string, () => ConsulPrediction>> = {
    'unusable claims (/nested/Size is a list)': () => predict('', token({ nested: { x: [1] } }), []),
    'bad signature, static': () => predict('wrong key', token({}), []),
    'bad signature, jwks/discovery': () => predict('wrong key', token({}, 'm-jwks'), []),
    'bad issuer, static': () => predict('', token({}, 'm-static', 'other'), []),
    'bad issuer, discovery': () => predict('', token({}, 'm-oidc', 'other'), []),
    'bad audience': () => predict('', token({ aud: 'z' }, 'm-oidc', discovery), []),
  };
  const error = answers[name]?.().login.error ?? '';
  // The one mapped list of the vectors' methods here is /nested/x.
  const agrees = error.includes(expected.errorContains.replace('/nested/Size', '/nested/x'));
  return agrees ? { agrees } : { agrees, answered: error };
};

function endToEnd(input: Loose, expected: Loose): ReturnType<Run> {
  const key = testKey('k', 'P-256');
  const jwt = signJwt({ alg: 'ES256' }, { ...input.claims, iat: 1000, exp: 2000 }, key, 'ES256');
  const ask = (bindingRules: readonly object[]): ConsulPrediction =>
    predictConsul(
      compileConsul({
        authMethod: {
          Name: 'm',
          Type: 'jwt',
          Config: {
            JWTValidationPubKeys: [key.pem],
            BoundAudiences: [input.claims.aud],
            ClaimMappings: input.mappings,
            ListClaimMappings: input.listMappings,
          },
        },
        bindingRules,
      }),
      { jwt, now: 1000 },
    );
  const rule = { AuthMethod: 'm', Selector: input.selector, BindType: input.bindType, BindName: input.bindName };
  const { token: made } = ask([rule]);
  return equal(
    {
      serviceName: made?.serviceIdentities[0]?.ServiceName,
      description: made?.description,
      local: made?.local,
      withoutRule: ask([]).login.error,
    },
    expected,
  );
}

export const consulLoginAreas: Areas = {
  'consul.claimMappings': mapping(mapValues),
  'consul.listClaimMappings': mapping(mapLists),
  'consul.getClaim': ({ input, expected }) =>
    equal({ value: plain(claimOf(read(input.claims), claimPath(input.claim))) }, expected),
  'consul.validateAudience': ({ input, expected }) =>
    equal(
      {
        errorLax: audienceError(input.bound, input.aud, 'lax') !== undefined,
        errorStrict: audienceError(input.bound, input.aud, 'strict') !== undefined,
      },
      expected,
    ),
  'jwt.expiryLeeway': leeway,
  'jwt.notBeforeLeeway': leeway,
  'consul.binder': binder,
  'consul.jwtLogin': suite,
  'consul.live.login': login,
};
