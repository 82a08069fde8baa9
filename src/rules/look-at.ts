import { regionOf, settingsIn, settingsOf } from '../collect/job-world.ts';
import type { Agent, AgentSettings } from '../model/agent.ts';
import type { JobWorld } from '../model/job-world.ts';
import type { Job as JobReading, World } from '../model/world.ts';
import { explain } from '../simulate/explain.ts';
import { sameName } from '../simulate/explain/consul-logins.ts';
import type { Chain, Explanation } from '../simulate/explain/explanation.ts';
import { readJob } from '../simulate/nomad-claims/read-job.ts';
import { storedJob } from '../simulate/nomad-claims/stored-job.ts';
import type { Source } from '../syntax/source.ts';
import type { JobLook, Look, WorkloadLook } from './look.ts';

export interface LookOptions {
  /** Seconds since 1970. */
  readonly now: number;
  /** Texts of the files that the world was read from, by name. */
  readonly sources?: ReadonlyMap<string, Source>;
  /** Jobs of this world that were looked at while the others were still on their way. */
  readonly seen?: Pick<ReadonlyMap<JobReading, JobLook>, 'get'>;
}

/** Makes a look at a world. Nothing is worked out before a rule asks for it, and nothing twice. */
export function lookAt(world: World, { now, sources = new Map(), seen }: LookOptions): Look {
  const agents = world.nomad?.agents ?? [];
  const servers = agents.filter(({ server }) => server);
  const clients = agents.filter(({ client }) => client);
  const own = memo((agent: Agent): AgentSettings => settingsOf(agent).value);
  const looking = jobsIn(world, now);
  const settings = once(() => settingsIn(world).settings);
  const jobs = once(() => (world.nomad?.jobs ?? []).map((reading) => seen?.get(reading) ?? looking(reading)));
  const workloads = once(() => jobs().flatMap((job) => job.workloads));
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
    get workloads() {
      return workloads();
    },
    originOf: (address) => world.origins?.[address] ?? { from: 'server', request: requestFor(address) },
    authMethod: (name) => world.consul?.authMethods.find((one) => sameName(one['Name'], name)),
    bindingRulesOf: (method) => world.consul?.bindingRules.filter((one) => sameName(one['AuthMethod'], method)) ?? [],
    mount: (path) => world.vault?.mounts.find((one) => one.path === path),
  };
}

/** Looks at one job after the other in the same surroundings. */
export function jobsIn(world: World, now: number): (reading: JobReading) => JobLook {
  const ofRegion = byText((region) => settingsIn(world, region).settings);
  return (reading) => jobLook(reading, world, () => ofRegion(regionOf(reading) ?? ''), now);
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
  return address;
}

function jobLook(reading: JobReading, world: World, settings: () => AgentSettings, now: number): JobLook {
  const stored = reading.stored ? storedJob(reading.job, settings().region) : undefined;
  const job = stored ?? readJob(reading.job);
  let explanation: Explanation | undefined;
  let ifTaken: Explanation | undefined;
  let workloads: readonly WorkloadLook[] | undefined;
  return {
    reading,
    job,
    get explanation() {
      return (explanation ??= explain(jobWorldOf(reading, world, settings()), { now, stored }));
    },
    get explanationIfTaken() {
      if (this.explanation.registration.accepted) return this.explanation;
      return (ifTaken ??= explain(jobWorldOf(reading, world, settings()), { now, evenIfRefused: true }));
    },
    get workloads() {
      return (workloads ??= workloadsOf(this));
    },
  };
}

/** What decides about one job of the world. */
export function jobWorldOf({ job, stored }: JobReading, world: World, agent: AgentSettings): JobWorld {
  const { consul, vault, assumed } = world;
  return { nomad: { agent, job, stored }, ...(consul && { consul }), ...(vault && { vault }), assumed };
}

function workloadsOf(of: JobLook): readonly WorkloadLook[] {
  return of.job.groups.flatMap((group, index): readonly WorkloadLook[] => {
    const path = `TaskGroups/${String(index)}`;
    return [
      ...group.services.map((service, at) =>
        workload({ of, group, task: undefined, service, path: `${path}/Services/${String(at)}` }),
      ),
      ...group.tasks.flatMap((task, place) => {
        const taskPath = `${path}/Tasks/${String(place)}`;
        return [
          workload({ of, group, task, service: undefined, path: taskPath }),
          ...task.services.map((service, at) =>
            workload({ of, group, task, service, path: `${taskPath}/Services/${String(at)}` }),
          ),
        ];
      }),
    ];
  });
}

/** There are many of them, so each keeps no more than it must. */
function workload(parts: Omit<WorkloadLook, 'chain' | 'chainIfTaken'>): WorkloadLook {
  let own: OwnChains | undefined;
  let ifTaken: OwnChains | undefined;
  return {
    ...parts,
    chain: (product) => (own ??= chainsOf(parts, parts.of.explanation))[product],
    chainIfTaken: (product) => (ifTaken ??= chainsOf(parts, parts.of.explanationIfTaken))[product],
  };
}

type OwnChains = Partial<Record<Chain['product'], Chain>>;

function chainsOf({ group, task, service }: Parameters<typeof workload>[0], { chains }: Explanation): OwnChains {
  const found: OwnChains = {};
  for (const chain of chains) {
    const { group: name, service: one, task: around } = chain.workload;
    if (name !== group.name || one !== (service?.name ?? null)) continue;
    if (service !== undefined || around === (task?.name ?? null)) found[chain.product] ??= chain;
  }
  return found;
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
