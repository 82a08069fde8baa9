import type { Chain, Explanation, Link } from '../../../src/simulate/explain/explanation.ts';

export const hostile = `</script></style><img src=x onerror=alert(1)>"'&\u202e`;

export function identity(name: string | null = 'consul_default'): Link {
  if (name === null) return { state: 'broken', link: 'identity', identity: null, why: 'no consul block' };
  return { state: 'ok', link: 'identity', identity: name };
}

export function claims(over: Readonly<Record<string, unknown>> = {}): Link {
  return {
    state: 'ok',
    link: 'claims',
    from: 'prediction',
    claims: {
      aud: 'consul.io',
      nomad_namespace: 'prod',
      nomad_job_id: 'shop',
      nomad_task: 'server',
      sub: 'global:prod:shop:api:server:consul_default',
      ...over,
    },
    unknown: ['exp', 'iat', 'jti'].map((claim) => ({ claim, reason: 'it is given when the JWT is signed' })),
  };
}

export const login: Link = {
  state: 'ok',
  link: 'login',
  at: { authMethod: 'nomad-workloads' },
  error: null,
  mapped: [
    { claim: 'nomad_namespace', target: 'value.nomad_namespace', value: 'prod' },
    { claim: 'nomad_job_id', target: 'value.nomad_job_id', value: 'shop' },
    { claim: 'nomad_service', target: 'value.nomad_service', value: null },
  ],
  bound: [],
};

export const refused: Link = {
  ...login,
  state: 'broken',
  error: 'error validating claims: aud claim does not match any bound audience',
  mapped: [],
};

export const rules: Link = {
  state: 'ok',
  link: 'rules',
  error: null,
  tried: [
    {
      selector: '"nomad_service" in value',
      matched: false,
      sees: { 'value.nomad_service': null },
      bindType: 'service',
      bindName: '${value.nomad_service}',
    },
    {
      selector: '"nomad_service" not in value',
      matched: true,
      sees: { 'value.nomad_service': null },
      bindType: 'role',
      bindName: 'nomad-${value.nomad_namespace}-tasks',
      name: 'nomad-prod-tasks',
      exists: true,
    },
  ],
};

export const grant: Link = {
  state: 'ok',
  link: 'grant',
  policies: [],
  roles: [{ name: 'nomad-prod-tasks', policies: ['policy-nomad-tasks'] }],
  identities: [],
  missing: [],
  left: [],
  error: null,
};

export function needs(key: string, allow = true): Link {
  return {
    state: allow ? 'ok' : 'broken',
    link: 'need',
    need: `key ${JSON.stringify(key)}`,
    origin: 'template 1',
    request: { product: 'consul', resource: 'key', segment: key, access: 'read' },
    conditional: false,
    unknown: [],
    lack: 'denied',
    allow,
    decidedBy: allow
      ? { policy: 'policy policy-nomad-tasks', rule: 'key_prefix', name: 'shop/', access: 'read' }
      : { defaultPolicy: 'deny' },
  };
}

export function unreached(link: Link): Link {
  return link.link === 'need'
    ? { ...link, state: 'unreached', allow: null, decidedBy: null }
    : { ...link, state: 'unreached' };
}

const vaultLogin: Link = {
  state: 'ok',
  link: 'login',
  at: { mount: 'jwt-nomad', role: 'nomad-workloads' },
  error: null,
  mapped: [{ claim: '/nomad_job_id', target: 'alias', value: 'shop' }],
  bound: [{ claim: 'nomad_namespace', ok: true }],
};

const vaultGrant: Link = { ...grant, roles: [], policies: ['default', 'nomad-workloads'] };

export function secret(path: string, allow: boolean | null = true): Link {
  return {
    state: allow === null ? 'unknown' : allow ? 'ok' : 'broken',
    link: 'need',
    need: `secret ${JSON.stringify(`secret/${path}`)}`,
    origin: 'template 2',
    request: allow === null ? null : { product: 'vault', path: `secret/data/${path}`, capability: 'read' },
    conditional: allow === null,
    unknown: allow === null ? [{ because: 'environment', name: 'NOMAD_META_tenant' }] : [],
    lack: 'denied',
    allow,
    decidedBy:
      allow === null
        ? null
        : allow
          ? { path: 'secret/data/prod/shop/*', policies: ['nomad-workloads'], capabilities: ['read'] }
          : { path: null, policies: [], capabilities: ['deny'] },
  };
}

export function chain(
  links: readonly Link[],
  workload: Partial<Chain['workload']> = {},
  product: Chain['product'] = 'consul',
): Chain {
  const broken = links.findIndex(({ state }) => state === 'broken');
  return {
    workload: { group: 'api', task: 'server', service: null, ...workload },
    product,
    links,
    broken: broken === -1 ? null : broken,
  };
}

const serviceRules: Link = {
  ...rules,
  tried: [
    {
      selector: '"nomad_service" in value',
      matched: true,
      sees: { 'value.nomad_service': 'shop' },
      bindType: 'service',
      bindName: '${value.nomad_service}',
      name: 'shop',
    },
  ],
};

const registers: Link = {
  state: 'ok',
  link: 'need',
  need: 'register service',
  origin: '',
  request: { product: 'consul', resource: 'service', segment: 'shop', access: 'write' },
  conditional: false,
  unknown: [],
  lack: 'denied',
  allow: true,
  decidedBy: { policy: 'service identity shop', rule: 'service', name: 'shop', access: 'write' },
};

const keys = ['shop/config', 'shop/features', 'powerdns/mysql/password'].map((key) => needs(key));
const vaultClaims = claims({ aud: 'vault.io', sub: 'global:prod:shop:api:server:vault_default' });

/** A job of which something breaks at every stage. */
export const sample: Explanation = {
  job: { id: 'shop', namespace: 'prod' },
  registration: {
    accepted: true,
    error: null,
    warnings: ['Group "api" task "server": identity "aws" has no TTL, so its JWT never ends'],
  },
  chains: [
    chain(
      [
        identity('consul-service_shop-http'),
        claims({ nomad_task: undefined, nomad_service: 'shop' }),
        login,
        serviceRules,
        { ...grant, roles: [], identities: ['service identity shop'] },
        registers,
      ],
      { task: null, service: 'shop' },
    ),
    chain([identity(), claims(), refused, ...[rules, grant, ...keys].map(unreached)]),
    chain(
      [
        identity('vault_default'),
        vaultClaims,
        vaultLogin,
        vaultGrant,
        ...['db', 'smtp', 'stripe', 'sessions', 'cdn', 'search', 'mail'].map((name) => secret(`prod/shop/${name}`)),
        secret('shared/tls', false),
        secret('prod/tenants', null),
      ],
      {},
      'vault',
    ),
    chain([identity(null), unreached(needs('shop/metrics'))], { task: 'metrics' }),
    chain(
      [
        identity(),
        claims({ nomad_task: 'migrate' }),
        login,
        rules,
        {
          ...grant,
          state: 'broken',
          roles: [],
          missing: ['role nomad-prod-tasks'],
          error: 'Permission denied',
        },
        unreached(needs('shop/a-very-long-name-of-a-key/that-nobody-would-fit/into-the-picture/password')),
      ],
      { task: 'migrate', group: 'jobs-with-a-rather-long-name-that-goes-on' },
    ),
    chain(
      [
        identity(),
        claims({ nomad_task: 'cache' }),
        login,
        rules,
        grant,
        needs('shop/config'),
        needs('cache/size', false),
      ],
      { task: 'cache' },
    ),
    chain(
      [
        identity('vault_default'),
        vaultClaims,
        { ...vaultLogin, state: 'unknown', reason: 'not known yet: nomad_allocation_id' },
        { ...vaultGrant, state: 'unknown' },
        {
          ...(secret('prod/shop/db') as Extract<Link, { link: 'need' }>),
          state: 'unknown',
          allow: null,
          decidedBy: null,
        },
      ],
      { task: 'report' },
      'vault',
    ),
  ],
  problems: [
    {
      group: 'api',
      task: 'server',
      template: 1,
      message: 'template: :3: unexpected "}" in operand',
      conditional: false,
    },
  ],
  assumed: ['the servers are of version 1.11.1', "the agents' configuration is what nomad setup writes"],
};

const hostileRule = {
  selector: hostile,
  matched: true,
  sees: { [hostile]: hostile },
  bindType: 'role',
  bindName: hostile,
  name: hostile,
  error: hostile,
};

/** The same names everywhere, and all of them an attack. */
export const attack: Explanation = {
  job: { id: hostile, namespace: hostile },
  registration: { accepted: true, error: null, warnings: [hostile] },
  chains: [
    chain(
      [
        identity(hostile),
        claims({ [hostile]: hostile, aud: hostile }),
        { ...refused, at: { authMethod: hostile }, error: hostile, reason: hostile, alternatives: [hostile] },
        unreached(needs(hostile)),
      ],
      { group: hostile, task: hostile },
    ),
    chain(
      [
        { ...rules, tried: [hostileRule] },
        { ...grant, policies: [hostile], missing: [hostile], left: [{ what: hostile, error: hostile }] },
        needs(hostile, false),
      ],
      { service: hostile },
    ),
  ],
  problems: [{ group: hostile, task: hostile, template: 0, message: hostile, conditional: true }],
  assumed: [hostile],
};
