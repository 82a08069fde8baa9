import { regionOf, settingsIn, settingsOf } from '../collect/job-world.ts';
import type { Agent, AgentSettings } from '../model/agent.ts';
import type { Origin } from '../model/origin.ts';
import type { Job as JobReading, World } from '../model/world.ts';
import { sameName } from '../simulate/explain/consul-logins.ts';
import type { Source } from '../syntax/source.ts';
import type { JobLook, Look } from './look.ts';
import { SeenJob } from './seen-job.ts';
import { about } from './about.ts';

export interface LookOptions {
  /** Seconds since 1970. */
  readonly now: number;
  /** Texts of the files that the world was read from, by name. */
  readonly sources?: ReadonlyMap<string, Source>;
  /** Jobs of this world that were looked at while the others were still on their way. */
  readonly seen?: Pick<ReadonlyMap<JobReading, JobLook>, 'get'>;
  /** Jobs that are in order as another one is, which stands for them. */
  readonly spared?: Pick<ReadonlySet<JobReading>, 'has'>;
}

/** Makes a look at a world. Nothing is worked out before a rule asks for it, and nothing twice. */
export function lookAt(world: World, { now, sources = new Map(), seen, spared }: LookOptions): Look {
  const agents = world.nomad?.agents ?? [];
  const servers = agents.filter(({ server }) => server);
  const clients = agents.filter(({ client }) => client);
  const own = memo((agent: Agent): AgentSettings => settingsOf(agent).value);
  const looking = jobsIn(world, now);
  const settings = once(() => settingsIn(world).settings);
  const jobs = once(() => (world.nomad?.jobs ?? []).map((reading) => seen?.get(reading) ?? looking(reading)));
  const replaced = once(() => (world.nomad?.replaced ?? []).map(looking));
  const workloads = once(() => jobs().flatMap((job) => job.workloads));
  const sampledJobs = once(() => jobs().filter(({ reading }) => spared?.has(reading) !== true));
  const sampledWorkloads = once(() => sampledJobs().flatMap((job) => job.workloads));
  return {
    world,
    now,
    consul: world.consul,
    source: (file) => sources.get(file),
    servers,
    clients,
    settingsOf: own,
    get settings() {
      return settings();
    },
    get jobs() {
      return jobs();
    },
    get replaced() {
      return replaced();
    },
    get workloads() {
      return workloads();
    },
    get sampledJobs() {
      return sampledJobs();
    },
    get sampledWorkloads() {
      return sampledWorkloads();
    },
    originOf: (address) =>
      world.origins?.[address] ?? rulesInFile(world, address) ?? { from: 'server', request: requestFor(address) },
    authMethod: (name) => world.consul?.authMethods.find((one) => sameName(one['Name'], name)),
    bindingRulesOf: (method) => world.consul?.bindingRules.filter((one) => sameName(one['AuthMethod'], method)) ?? [],
    mount: (path) => world.vault?.mounts.find((one) => one.path === path),
  };
}

/** Looks at one job after the other in the same surroundings. */
export function jobsIn(world: World, now: number): (reading: JobReading) => JobLook {
  const around = byText((region) => ({ world, settings: settingsIn(world, region).settings, now }));
  return (reading) => new SeenJob(reading, around(regionOf(reading) ?? ''));
}

/** Of all binding rules of a method, the first that a file has; of a method without rules, that. */
function rulesInFile({ origins = {} }: World, address: string): Origin | undefined {
  const [, method] = /^consul\/binding-rule\/([^/]+)$/.exec(address) ?? [];
  if (method === undefined) return undefined;
  const first = Object.keys(origins).find((one) => one.startsWith(`${address}/`));
  return origins[first ?? about.authMethod(method)];
}

const apiPaths: Readonly<Record<string, string>> = {
  'consul/auth-method': 'consul GET /v1/acl/auth-method/',
  'consul/binding-rule': 'consul GET /v1/acl/binding-rules?authmethod=',
  'consul/role': 'consul GET /v1/acl/role/name/',
  'consul/policy': 'consul GET /v1/acl/policy/name/',
  'consul/token': 'consul GET /v1/acl/token/',
  'consul/tokens-of': 'consul GET /v1/acl/tokens?authmethod=',
  'vault/auth-mount': 'vault GET /v1/sys/auth/',
  'vault/policy': 'vault GET /v1/sys/policies/acl/',
};

/** What a server is asked to see an object: the words of its API, as they can be typed. */
function requestFor(address: string): string {
  const [product = '', kind = '', name = '', ...rest] = address.split('/');
  const path = apiPaths[`${product}/${kind}`];
  if (path !== undefined) return path + [name, ...rest].join('/');
  if (address.startsWith('vault/jwt-config/')) return `vault GET /v1/auth/${[name, ...rest].join('/')}/config`;
  if (address.startsWith('vault/jwt-role/'))
    return `vault GET /v1/auth/${[name, ...rest.slice(0, -1)].join('/')}/role/${rest.at(-1) ?? ''}`;
  if (address.startsWith('vault/engine/')) return 'vault GET /v1/sys/mounts';
  return address;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function memo<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

function byText<V>(make: (key: string) => V): (key: string) => V {
  const made = new Map<string, { readonly value: V }>();
  return (key) => {
    const known = made.get(key) ?? { value: make(key) };
    made.set(key, known);
    return known.value;
  };
}
