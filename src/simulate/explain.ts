import { WidError } from '../support/errors.ts';
import type { AgentSettings } from '../model/agent.ts';
import type { JobWorld } from '../model/job-world.ts';
import { chainOf } from './explain/chain.ts';
import { givenBearer, predictedBearer, type Bearer } from './explain/bearer.ts';
import { consulLinks, unasked } from './explain/consul-chain.ts';
import type { Chain, Explanation, Link, LoginLink } from './explain/explanation.ts';
import { needsOf, type Need } from './explain/needs.ts';
import { vaultLinks } from './explain/vault-chain.ts';
import { askersOf, type Asker } from './explain/workloads.ts';
import { canonicalizeJob } from './nomad-claims/canonicalize.ts';
import { addImplicitIdentities } from './nomad-claims/implicit-identities.ts';
import { assumedOfClusters } from './nomad-claims/clusters.ts';
import type { Job } from './nomad-claims/job.ts';
import { readJob } from './nomad-claims/read-job.ts';
import { registerJob } from './nomad-claims/register.ts';
import { storedJob } from './nomad-claims/stored-job.ts';
import { readServer, type NomadServer } from './nomad-claims/server.ts';

export type { Chain, Explanation, Link } from './explain/explanation.ts';

export interface Question {
  /** Which workloads of the job; all that these leave. */
  readonly group?: string | undefined;
  readonly task?: string | undefined;
  readonly service?: string | undefined;
  readonly product?: Chain['product'] | undefined;
  /** A real JWT to start from. */
  readonly token?: string | undefined;
  /** What is wanted of the token, instead of what the workload's templates ask. */
  readonly needs?: readonly Need[] | undefined;
  /** Whether workloads of a job that Nomad refuses are looked at all the same, as if it were taken. */
  readonly evenIfRefused?: boolean;
  /** The world's job, if it is a stored one and somebody has read it already. */
  readonly stored?: Job | undefined;
  /** Seconds since 1970. */
  readonly now: number;
}

/**
 * For each workload of a job, the chain from its identity to what its token may do. Signatures are taken for right: that
 * Consul and Vault know Nomad's keys is not looked into.
 */
export function explain(world: JobWorld, question: Question): Explanation {
  const server = serverOf(world.nomad.agent);
  const registered = register(world, server, question);
  const { job } = registered;
  const needs = job === undefined ? undefined : needsOf(world, job);
  const chains =
    job === undefined || needs === undefined
      ? []
      : askersOf(job, server, world, needs)
          .filter((asker) => isMeant(asker, question))
          .map((asker) => chainFor(asker, world, question));
  const { id, namespace } = job ?? readJob(world.nomad.job);
  return {
    job: { id, namespace: namespace || 'default' },
    registration: registered.registration,
    chains,
    problems: needs?.problems ?? [],
    assumed: job === undefined ? world.assumed : [...world.assumed, ...assumedOfClusters(job, server)],
  };
}

/** Settings are never changed, and are those of thousands of jobs. */
const servers = new WeakMap<AgentSettings, NomadServer>();

function serverOf(agent: AgentSettings): NomadServer {
  const known = servers.get(agent) ?? readServer(agent);
  servers.set(agent, known);
  return known;
}

interface Registered {
  readonly registration: Explanation['registration'];
  readonly job: Job | undefined;
}

function register(
  { nomad: { job, stored } }: JobWorld,
  server: NomadServer,
  { evenIfRefused = false, stored: read }: Question,
): Registered {
  if (stored)
    return {
      registration: { accepted: true, error: null, warnings: [] },
      job: read ?? storedJob(job, server.region),
    };
  const answer = registerJob(job, server);
  if (answer.accepted) {
    const { warnings } = answer;
    return { registration: { accepted: true, error: null, warnings }, job: answer.job };
  }
  const registration = { accepted: false, error: answer.error, warnings: [] };
  return { registration, job: evenIfRefused ? completed(job, server) : undefined };
}

/** A job with what registration adds to it, whether or not it is in order. */
function completed(given: unknown, server: NomadServer): Job {
  const job = readJob(given);
  canonicalizeJob(job, server.region);
  addImplicitIdentities(job, server);
  return job;
}

function isMeant({ workload, product }: Asker, { group, task, service, product: only }: Question): boolean {
  return (
    (group === undefined || workload.group === group) &&
    (task === undefined || workload.task === task) &&
    (service === undefined || workload.service === service) &&
    (only === undefined || product === only)
  );
}

function chainFor(asker: Asker, world: JobWorld, { token, needs: wanted, now }: Question): Chain {
  const { workload, product, signing, why, instead } = asker;
  const needs = wanted ?? asker.needs;
  const identity: Link =
    signing === undefined
      ? {
          state: token === undefined ? 'broken' : 'ok',
          link: 'identity',
          identity: null,
          ...(why && { why }),
          ...(instead && { instead }),
        }
      : { state: 'ok', link: 'identity', identity: signing.identity.name };
  const bearer = token === undefined ? signing && predictedBearer(signing, now) : bearerOf(token);
  if (bearer === undefined) return chainOf(workload, product, [identity, ...needs.map(unasked)]);
  const claims: Link = { state: 'ok', link: 'claims', ...bearer.link };
  return chainOf(workload, product, [identity, claims, ...linksAt(asker, world, bearer, needs, now)]);
}

function bearerOf(token: string): Bearer {
  const bearer = givenBearer(token);
  if (bearer === undefined)
    throw new WidError('syntax', 'the token is no JWT', { hint: 'three parts of base64url with dots between' });
  return bearer;
}

function linksAt(
  { product, cluster, login }: Asker,
  { consul, vault }: JobWorld,
  bearer: Bearer,
  needs: readonly Need[],
  now: number,
): readonly Link[] {
  const own = cluster === 'default';
  if (own && product === 'consul' && consul !== undefined) return consulLinks(consul, login.name, bearer, needs, now);
  const at = { mount: login.name, role: login.role };
  if (own && product === 'vault' && vault !== undefined) return vaultLinks(vault, at, bearer, needs, now);
  const link: LoginLink = {
    link: 'login',
    ...(own ? {} : { cluster }),
    at: product === 'consul' ? { authMethod: login.name } : at,
    error: null,
    reason: unread(product, cluster),
    mapped: [],
    bound: [],
  };
  return [{ state: 'unknown', ...link }, ...needs.map(unasked)];
}

/** What is read of Consul and Vault is taken to be of the clusters `default`. */
function unread(product: Chain['product'], cluster: string): string {
  const name = product === 'consul' ? 'Consul' : 'Vault';
  return cluster === 'default' ? `nothing was read about ${name}` : `cluster "${cluster}" of ${name} was not read`;
}
