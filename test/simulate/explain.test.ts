import { describe, expect, it } from 'vitest';
import { usualAgent } from '../../src/collect/agent.ts';
import { consulObjects, vaultObjects } from '../../src/collect/world-of-objects.ts';
import type { JobWorld } from '../../src/model/job-world.ts';
import { explain, type Chain, type Link } from '../../src/simulate/explain.ts';
import { loadSpec } from '../../src/spec/load.ts';
import { WidError } from '../../src/support/errors.ts';

const now = 1_760_000_000;

const template = ['{{ key "app/config" }}', '{{ with secret "secret/default/web/config" }}{{ .Data }}{{ end }}'].join(
  '\n',
);

interface Parts {
  readonly spec?: string;
  readonly namespace?: string;
  readonly task?: object;
  readonly group?: object;
  readonly agent?: (agent: JobWorld['nomad']['agent']) => JobWorld['nomad']['agent'];
}

const presets = `version: 1
issuers: { nomad: { jwks_url: "http://127.0.0.1:1/jwks.json" } }
presets:
  - { preset: nomad-consul, issuer: nomad, namespaces: [default] }
  - { preset: nomad-vault, issuer: nomad }
`;

/** The world of the presets and one job with a service, keys and secrets, but for what a test changes. */
function worldWith({
  spec = presets,
  namespace = 'default',
  task = {},
  group = {},
  agent = (one) => one,
}: Parts): JobWorld {
  const { resources } = loadSpec([{ name: 'wid.yaml', text: spec }], {}, () => {
    throw new Error('no other file');
  });
  const job = {
    ID: 'web',
    Namespace: namespace,
    TaskGroups: [
      {
        Name: 'api',
        Networks: [{ DynamicPorts: [{ Label: 'http' }] }],
        Services: [{ Name: 'web', PortLabel: 'http', Provider: 'consul' }],
        Tasks: [
          {
            Name: 'server',
            Driver: 'exec',
            Config: { command: '/bin/true' },
            Consul: {},
            Vault: {},
            Templates: [{ EmbeddedTmpl: template, DestPath: 'local/config' }],
            ...task,
          },
        ],
        ...group,
      },
    ],
  };
  return {
    nomad: { agent: agent(usualAgent(undefined).value), job, stored: false },
    consul: { ...consulObjects(resources), datacenter: 'dc1', defaultPolicy: 'deny', stored: false },
    vault: { ...vaultObjects(resources), kv: { secret: 2 } },
    assumed: [],
  };
}

type Who = 'service' | 'task at Consul' | 'task at Vault';

function chainOf(world: JobWorld, who: Who, token?: string): Chain {
  const question = {
    service: { service: 'web' },
    'task at Consul': { task: 'server', product: 'consul' },
    'task at Vault': { task: 'server', product: 'vault' },
  } as const;
  const { chains, registration } = explain(world, { ...question[who], token, now });
  expect(registration).toMatchObject({ accepted: true, error: null });
  expect(chains).toHaveLength(1);
  return chains[0] as Chain;
}

function firstBroken({ links, broken }: Chain): Link | undefined {
  return broken === null ? undefined : links[broken];
}

/** The world with one object of Consul or Vault changed. */
function edited(world: JobWorld, edit: (world: Mutable) => void): JobWorld {
  const copy = structuredClone(world) as unknown as Mutable;
  edit(copy);
  return copy as unknown as JobWorld;
}

type Loose = Record<string, any>; // oxlint-disable-line no-explicit-any -- what a test changes is of any shape
type Some = [Loose, ...Loose[]];

interface Mutable {
  consul: Record<'authMethods' | 'bindingRules' | 'roles' | 'policies', Some> & { stored: boolean };
  vault: { mounts: Some; policies: Record<string, string> };
}

const healthy = worldWith({});
/** With a Consul that holds its objects already, so that it does not look at them again. */
const kept = edited(healthy, ({ consul }) => {
  consul.stored = true;
});

describe('a workload in order', () => {
  it.each<[Who, string, object]>([
    ['service', 'register service', { policy: 'service identity web', rule: 'service', name: 'web', access: 'write' }],
    ['task at Consul', 'key "app/config"', { policy: 'policy policy-nomad-tasks', rule: 'key_prefix', name: '' }],
    ['task at Vault', 'secret "secret/default/web/config"', { policies: ['nomad-workloads'], capabilities: ['read'] }],
  ])('has no broken link: %s', (who, need, decidedBy) => {
    const chain = chainOf(healthy, who);
    expect(chain.broken).toBeNull();
    expect(chain.links.map(({ state }) => state)).toEqual(chain.links.map(() => 'ok'));
    expect(chain.links.find((link) => link.link === 'need')).toMatchObject({ need, allow: true, decidedBy });
  });

  it('shows every rule with what its selector sees', () => {
    const rules = chainOf(healthy, 'service').links.find(({ link }) => link === 'rules');
    expect(rules).toMatchObject({
      tried: [
        { matched: true, sees: { 'value.nomad_service': 'web' }, bindType: 'service', name: 'web' },
        { matched: false, sees: { 'value.nomad_service': 'web' }, bindType: 'role' },
      ],
    });
  });
});

describe('the first broken link', () => {
  it.each<[string, JobWorld, Who, object]>([
    [
      'is the login when the audience is wrong',
      edited(healthy, ({ consul }) => {
        consul.authMethods[0]['Config'].BoundAudiences = ['consul.example'];
      }),
      'task at Consul',
      { link: 'login', error: 'error validating claims: aud claim does not match any bound audience' },
    ],
    [
      'is the login when the auth method does not exist',
      edited(healthy, ({ consul }) => {
        consul.authMethods[0]['Name'] = 'other';
      }),
      'service',
      { link: 'login', error: 'ACL not found: auth method "nomad-workloads" not found' },
    ],
    [
      'is the rules when there is none for services',
      edited(healthy, ({ consul }) => {
        consul.bindingRules.shift();
      }),
      'service',
      { link: 'rules', error: 'Permission denied' },
    ],
    [
      'is the need when the mapping is lost that tells a service from a task',
      edited(kept, ({ consul }) => {
        delete consul.authMethods[0]['Config'].ClaimMappings.nomad_service;
      }),
      'service',
      { link: 'need', need: 'register service', decidedBy: { rule: 'service_prefix', access: 'read' } },
    ],
    [
      'is the rules when the claim of a bind name is not mapped',
      edited(kept, ({ consul }) => {
        delete consul.authMethods[0]['Config'].ClaimMappings.nomad_namespace;
      }),
      'task at Consul',
      { link: 'rules' },
    ],
    [
      'is the grant when there is no role for the namespace',
      worldWith({ namespace: 'prod' }),
      'task at Consul',
      { link: 'grant', error: 'Permission denied', missing: ['role nomad-prod-tasks'] },
    ],
    [
      'is the need when no policy covers the key',
      edited(healthy, ({ consul }) => {
        consul.policies[0]['Rules'] = 'key_prefix "other/" { policy = "read" }';
      }),
      'task at Consul',
      { link: 'need', need: 'key "app/config"', allow: false, decidedBy: { defaultPolicy: 'deny' } },
    ],
    [
      'is the identity when there is no consul block',
      worldWith({ task: { Consul: null } }),
      'task at Consul',
      { link: 'identity', identity: null, why: 'no consul block' },
    ],
    [
      'is the identity when there is no vault block',
      worldWith({ task: { Vault: null } }),
      'task at Vault',
      { link: 'identity', identity: null, why: 'no vault block' },
    ],
    [
      'is the identity when the servers add none',
      worldWith({ agent: (agent) => ({ ...agent, consul: {} }) }),
      'service',
      { link: 'identity', identity: null, why: 'not configured' },
    ],
    [
      'is the login when a bound claim of the role does not fit',
      edited(healthy, ({ vault }) => {
        vault.mounts[0]['roles']['nomad-workloads'].bound_claims = { nomad_namespace: 'prod' };
      }),
      'task at Vault',
      {
        link: 'login',
        error: 'error validating claims: claim "nomad_namespace" does not match any associated bound claim values',
      },
    ],
    [
      'is the login when the job names a role that does not exist',
      worldWith({ task: { Vault: { Role: 'payments' } } }),
      'task at Vault',
      { link: 'login', error: 'role "payments" could not be found' },
    ],
    [
      'is the login when the mount does not exist',
      edited(healthy, ({ vault }) => {
        vault.mounts[0]['path'] = 'jwt';
      }),
      'task at Vault',
      { link: 'login', reason: 'there is no JWT mount at auth/jwt-nomad' },
    ],
    [
      'is the need when no path of a policy fits',
      edited(healthy, ({ vault }) => {
        vault.policies['nomad-workloads'] = 'path "secret/data/other" { capabilities = ["read"] }';
      }),
      'task at Vault',
      { link: 'need', allow: false, decidedBy: { path: null, capabilities: ['deny'] } },
    ],
  ])('%s', (_, world, who, expected) => {
    const chain = chainOf(world, who);
    expect(firstBroken(chain)).toMatchObject({ state: 'broken', ...expected });
    const behind = chain.links.slice((chain.broken ?? 0) + 1).filter(() => firstBroken(chain)?.link !== 'need');
    for (const link of behind) {
      expect(link.state).toBe('unreached');
      if (link.link === 'need') expect(link.allow).toBeNull();
    }
  });
});

describe('a token that is given', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = (claims: object): string => `${part({ alg: 'RS256', kid: 'k', typ: 'JWT' })}.${part(claims)}.c2ln`;
  const good = {
    aud: 'consul.io',
    iat: now,
    nbf: now,
    exp: now + 60,
    nomad_namespace: 'default',
    nomad_task: 'server',
  };

  it('is what the chain starts from', () => {
    const chain = chainOf(healthy, 'task at Consul', jwt(good));
    expect(chain.broken).toBeNull();
    expect(chain.links[1]).toMatchObject({ link: 'claims', from: 'token', claims: good });
  });

  it('breaks the login when it has expired', () => {
    const chain = chainOf(healthy, 'task at Consul', jwt({ ...good, exp: now - 3600 }));
    expect(firstBroken(chain)).toMatchObject({
      link: 'login',
      error: 'error validating claims: go-jose/go-jose/jwt: validation failed, token is expired (exp)',
    });
  });

  it('is refused when it is no JWT, and not repeated in the error', () => {
    const ask = (): Chain => chainOf(healthy, 'task at Consul', 'hvs.nothing');
    expect(ask).toThrow(WidError);
    expect(ask).not.toThrow(/hvs/);
  });
});

it('gives no chain for a job that Nomad refuses, but its error', () => {
  const { chains, registration } = explain(worldWith({ group: { Tasks: [] } }), { now });
  expect(chains).toEqual([]);
  expect(registration.accepted).toBe(false);
  expect(registration.error).toContain('Missing tasks for task group');
});

it('does not know a need that depends on the answer to another', () => {
  const nested = '{{ range ls "apps" }}{{ key (print "app/" .Key) }}{{ end }}';
  const world = worldWith({ task: { Templates: [{ EmbeddedTmpl: nested, DestPath: 'local/x' }] } });
  const { links, broken } = chainOf(world, 'task at Consul');
  expect(broken).toBeNull();
  expect(links.at(-1)).toMatchObject({ link: 'need', state: 'unknown', allow: null, request: null });
});

it('says which template fails, for its needs are not known', () => {
  const world = worldWith({ task: { Templates: [{ EmbeddedTmpl: '{{ key }', DestPath: 'local/x' }] } });
  const { problems } = explain(world, { now });
  expect(problems).toMatchObject([{ group: 'api', task: 'server', template: 0 }]);
});

describe('a workload without an identity', () => {
  const without = (version: string, useClientConsulToken?: boolean): JobWorld => {
    const world = worldWith({
      agent: ({ consul: _, ...rest }) => ({
        ...rest,
        version,
        consul: {},
        ...(useClientConsulToken === undefined ? {} : { useClientConsulToken }),
      }),
    });
    return world;
  };

  it.each([
    ['1.9.7', undefined, 'agent'],
    ['1.11.1', undefined, 'environment of the agent'],
    ['1.11.8', undefined, 'invalid-token'],
    ['1.11.8', true, 'agent'],
  ] as const)(
    'is asked for by Nomad %s with use_client_consul_token %s with another token',
    (version, use, instead) => {
      const { consul, ...world } = without(version, use);
      const job = structuredClone(world.nomad.job) as { TaskGroups: { Services?: unknown }[] };
      for (const group of job.TaskGroups) delete group.Services;
      const [link] = chainOf(
        { ...world, ...(consul && { consul }), nomad: { ...world.nomad, job } },
        'task at Consul',
      ).links;
      expect(link).toMatchObject({ link: 'identity', state: 'broken', identity: null, instead });
    },
  );
});

it('does not judge what Vault has already as if somebody wrote it now', () => {
  const oidc = (stored: boolean): JobWorld =>
    edited(worldWith({}), ({ vault }) => {
      Object.assign(vault, { stored });
      // Vault shows the client's id and not its secret, without which it would refuse the id.
      const provider = { jwks_url: '', oidc_discovery_url: 'https://idp.example.com', oidc_client_id: 'wid' };
      Object.assign(vault.mounts[0].config as object, provider);
    });
  const refusal = (stored: boolean): Link | undefined => firstBroken(chainOf(oidc(stored), 'task at Vault'));
  const reason = expect.stringContaining("Vault refuses this mount's config") as unknown;
  expect(refusal(false)).toMatchObject({ link: 'login', reason });
  expect(refusal(true)).toMatchObject({ error: 'error configuring token validator: unsupported config type' });
  expect(refusal(true)).not.toHaveProperty('reason');
});
