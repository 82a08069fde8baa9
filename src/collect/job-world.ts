import type { Agent, AgentSettings, NomadLogins } from '../model/agent.ts';
import type { JobWorld } from '../model/job-world.ts';
import type { Job, Part, World } from '../model/world.ts';
import { WidError } from '../support/errors.ts';
import { isObject } from '../validation/object.ts';
import { agentOf, defaultLogins, usualAgent } from './agent.ts';

/** What decides about one job of the world. */
export function jobWorldOf(world: World, job: Pick<Job, 'job' | 'stored'>): JobWorld {
  const { consul, vault } = world;
  const { settings, assumed } = settingsIn(world, regionOf(job));
  return {
    nomad: { agent: settings, job: job.job, stored: job.stored },
    ...(consul && { consul }),
    ...(vault && { vault }),
    assumed: [...assumed, ...world.assumed, ...gapsOf(world), 'the signature of the JWT is right'],
  };
}

const deciding: ReadonlySet<Part> = new Set(['nomad/agents', 'consul/objects', 'vault/objects']);

function gapsOf({ notRead }: World): readonly string[] {
  return notRead
    .filter(({ part }) => deciding.has(part))
    .map(({ what, reason, permission }) => {
      const needs = permission === undefined ? '' : `; the token needs ${permission}`;
      return `nothing is known of ${what}, which could not be read: ${reason}${needs}`;
    });
}

/** The job of that id. Without a namespace there must be only one. */
export function jobIn({ nomad, notRead }: World, id: string, namespace: string | undefined): Job {
  const named = nomad?.jobs.filter((job) => job.id === id) ?? [];
  const found = namespace === undefined ? named : named.filter((job) => job.namespace === namespace);
  const [job, second] = found;
  if (job !== undefined && second === undefined) return job;
  if (job !== undefined) {
    const names = found.map((one) => one.namespace).join(', ');
    throw new WidError('usage', `there are jobs ${id} in several namespaces: ${names}`, {
      hint: 'say which, by --namespace or NOMAD_NAMESPACE',
    });
  }
  const gap = notRead.find(({ part }) => part === 'nomad/jobs');
  if (gap !== undefined) {
    const { reason, permission } = gap;
    throw new WidError(
      'usage',
      `the job ${id} could not be read: ${reason}`,
      permission === undefined ? {} : { hint: `the token needs ${permission}` },
    );
  }
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  throw new WidError('usage', `Nomad has no job ${id}${where}`, {
    hint: '--namespace or NOMAD_NAMESPACE names another namespace; for a file, give its path with the ending',
  });
}

export function regionOf({ job }: Pick<Job, 'job'>): string | undefined {
  const { Region: region } = job;
  return typeof region === 'string' && region !== '' ? region : undefined;
}

/**
 * Servers give identities and clients log in, so what a job meets is made of both.
 * @param region whose agents count; those of all when none is of that region
 */
export function settingsIn(
  world: World,
  region?: string,
): { readonly settings: AgentSettings; readonly assumed: readonly string[] } {
  const all = world.nomad?.agents ?? [];
  const own = all.filter((one) => one.region === region);
  const agents = own.length === 0 ? all : own;
  const server = agents.find((one) => one.server) ?? agents[0];
  if (server === undefined) {
    const { value, assumed } = usualAgent(issuerOf(world));
    return { settings: value, assumed };
  }
  const client = agents.find((one) => one.client);
  const { value, assumed } = settingsOf(server);
  const { logins, useClientConsulToken } = client === undefined ? value : settingsOf(client).value;
  // Hardly anybody names clusters, and this is asked for each of thousands of jobs.
  const naming = agents.filter((one) => one.client && namesClusters(one));
  const clients = naming.map((one) => settingsOf(one).value);
  return {
    settings: {
      ...value,
      consul: withLogins(
        value.consul,
        clients.map(({ consul }) => consul.clusters ?? {}),
        {},
      ),
      vault: withLogins(
        value.vault,
        clients.map(({ vault }) => vault.clusters ?? {}),
        { enabled: false },
      ),
      logins,
      ...(useClientConsulToken === undefined ? {} : { useClientConsulToken }),
    },
    // Of several, each has told of itself.
    assumed: agents.length > 1 ? assumed.slice(0, -1) : assumed,
  };
}

function namesClusters({ config }: Agent): boolean {
  return [config['Consuls'], config['Vaults']].some((blocks) => Array.isArray(blocks) && blocks.length > 1);
}

type Named<S> = Readonly<Record<string, S & { readonly logins: NomadLogins }>>;

/**
 * Named clusters as servers have them, with the logins of the first client that knows them: not every client need be near
 * every cluster.
 * @param unknown what the servers give in a cluster that only clients have
 */
function withLogins<S extends object>(
  of: S & { readonly clusters?: Named<S> },
  clients: readonly Named<S>[],
  unknown: S,
): S & { readonly clusters?: Named<S> } {
  const own = of.clusters ?? {};
  const names = [...new Set([own, ...clients].flatMap((one) => Object.keys(one)))];
  if (names.length === 0) return of;
  const clusters = names.map((name) => {
    const logins = (clients.find((one) => Object.hasOwn(one, name)) ?? own)[name]?.logins ?? defaultLogins;
    return [name, { ...(own[name] ?? unknown), logins }] as const;
  });
  return { ...of, clusters: Object.fromEntries(clusters) };
}

/** What one agent's configuration decides. */
export function settingsOf({ config, version }: Agent): ReturnType<typeof agentOf> {
  return agentOf({ config, member: { Tags: { build: version } } });
}

/** Of the auth methods and mounts: what they want as `iss` is what Nomad's servers are taken to say. */
function issuerOf({ consul, vault }: World): string | undefined {
  const bound = [
    ...(consul?.authMethods ?? []).map(({ Config }) => (isObject(Config) ? Config['BoundIssuer'] : undefined)),
    ...(vault?.mounts ?? []).map(({ config }) => config?.['bound_issuer']),
  ];
  return bound.find((one): one is string => typeof one === 'string' && one !== '');
}
