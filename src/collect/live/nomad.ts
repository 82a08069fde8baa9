import { z } from 'zod';
import type { ApiObject } from '../../model/api-object.ts';
import type { NomadWorld, Part } from '../../model/world.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { Gaps } from './gaps.ts';
import { listAllocations, readAllocations } from './nomad-allocations.ts';
import { askAgent, type SeenAgent } from './nomad-agents.ts';
import { listJobs, readJobs } from './nomad-jobs.ts';
import { regionsOf } from './nomad-regions.ts';
import { tellUnseenNamespaces } from './nomad-sight.ts';
import { readNodes, withAttributes, type Node } from './nomad-nodes.ts';
import { otherAgents } from './other-agents.ts';
import type { LiveReach, Region, WorldWanted } from './wanted.ts';

/** What was read of Nomad, and which regions and addresses of keys it has. */
export interface SeenNomad {
  readonly world: NomadWorld;
  readonly regions: readonly Region[];
  /** Of the agent that was asked. */
  readonly http: string | undefined;
}

const object = z.looseObject({});

/**
 * Reads what is wanted of Nomad, each region after the other.
 * @param onAgents told the agents when they are known, if there is but one region
 */
export async function readNomad(
  reach: LiveReach,
  wanted: WorldWanted,
  parts: ReadonlySet<Part>,
  gaps: Gaps,
  onAgents?: (agents: NomadWorld['agents']) => void,
): Promise<SeenNomad> {
  const { nomad } = reach;
  const asks = parts.has('nomad/agents') || parts.has('key-sets');
  const asked = asks ? await askAgent(nomad, 'the agent that was asked', gaps) : undefined;
  const regions = await regionsOf(reach, wanted, asks ? (asked ?? 'refused') : undefined, gaps);
  if ((wanted.namespace ?? '*') === '*' && wanted.jobs === undefined) await tellUnseenNamespaces(nomad, parts, gaps);
  tellOtherNamespaces(wanted, parts, gaps);
  const tell = (agents: RegionWorld['agents']): void => {
    if (regions.length === 1) onAgents?.(inOrder(agents));
  };
  const readRegions = async (): Promise<readonly RegionWorld[]> => {
    const read: RegionWorld[] = [];
    for (const region of regions) read.push(await readRegion(reach, region, wanted, parts, asked, gaps, tell));
    return read;
  };
  const [all, namespaces] = await Promise.all([
    readRegions(),
    parts.has('nomad/namespaces') ? readNamespaces(reach, gaps) : undefined,
  ]);
  const some = <T>(of: (one: RegionWorld) => readonly T[] | undefined): readonly T[] | undefined => {
    const read = all.map(of).filter((one) => one !== undefined);
    return read.length === 0 ? undefined : read.flat();
  };
  const nodes = some((one) => one.nodes);
  const allocations = some((one) => one.allocations);
  const keyring = some((one) => one.keyring);
  return {
    world: {
      agents: inOrder(all.flatMap(({ agents }) => agents)),
      jobs: sortedBy(some((one) => one.jobs) ?? [], ({ namespace, id }) => JSON.stringify([namespace, id])),
      ...(namespaces && { namespaces }),
      ...(nodes && { nodes }),
      ...(allocations && { allocations }),
      ...(keyring && { keyring }),
    },
    regions,
    http: asked?.http,
  };
}

/** Consul's tokens are those of all namespaces, so whoever counts them must know that not all allocations were read. */
function tellOtherNamespaces({ namespace = '*' }: WorldWanted, parts: ReadonlySet<Part>, gaps: Gaps): void {
  if (namespace === '*' || !parts.has('nomad/allocations')) return;
  gaps.add({
    part: 'nomad/allocations',
    what: 'allocations of other namespaces',
    reason: `only namespace ${namespace} was asked for`,
  });
}

function inOrder(agents: RegionWorld['agents']): NomadWorld['agents'] {
  return sortedBy(agents, ({ name }) => name);
}

interface RegionWorld extends Partial<Omit<NomadWorld, 'agents'>> {
  readonly agents: NomadWorld['agents'];
}

async function readRegion(
  reach: LiveReach,
  region: Region,
  wanted: WorldWanted,
  parts: ReadonlySet<Part>,
  asked: SeenAgent | undefined,
  gaps: Gaps,
  onAgents: (agents: RegionWorld['agents']) => void,
): Promise<RegionWorld> {
  // The agent that is asked says nothing about the agents of another region.
  const elsewhere = asked !== undefined && asked.agent.region !== region.name;
  const allAgents = parts.has('nomad/agents') && (wanted.askedAgentOnly !== true || elsewhere);
  const readClients = async (): Promise<{
    readonly nodes: readonly Node[] | undefined;
    readonly agents: RegionWorld['agents'];
  }> => {
    const listed = parts.has('nomad/nodes') || allAgents ? await readNodes(region, gaps) : undefined;
    const nodes = listed && (await withAttributes(region, listed, gaps));
    if (!parts.has('nomad/agents')) return { nodes, agents: [] };
    const own = asked === undefined || elsewhere ? [] : [asked];
    const others = allAgents ? await otherAgents(reach, region, nodes ?? [], asked, wanted, gaps) : [];
    const agents = [...own, ...others].map((one) => named(one, nodes ?? []));
    onAgents(agents);
    return { nodes, agents };
  };
  const listing = parts.has('nomad/jobs') ? listJobs(region, wanted, gaps) : undefined;
  const reading = async (): Promise<RegionWorld['jobs']> => {
    const stubs = await listing;
    return stubs && (await readJobs(region, stubs, wanted, gaps));
  };
  /** Behind the list of jobs, for which most of the reading waits. */
  const listingAllocations = async (): ReturnType<typeof listAllocations> => {
    await listing;
    return listAllocations(region, wanted, gaps);
  };
  const [clients, jobs, listed, keyring] = await Promise.all([
    readClients(),
    reading(),
    parts.has('nomad/allocations') ? listingAllocations() : undefined,
    parts.has('nomad/keyring') ? readKeyring(region, gaps) : undefined,
  ]);
  const allocations = listed && (await readAllocations(region, listed, jobs ?? [], gaps));
  return {
    agents: clients.agents,
    ...(clients.nodes && parts.has('nomad/nodes') && { nodes: clients.nodes }),
    ...(jobs && { jobs }),
    ...(keyring && { keyring }),
    ...(allocations && { allocations }),
  };
}

function readNamespaces({ nomad }: LiveReach, gaps: Gaps): Promise<readonly ApiObject[] | undefined> {
  return gaps.attempt(
    { part: 'nomad/namespaces', what: 'namespaces', permission: 'any permission in each namespace' },
    async () => (await nomad.list(['namespaces'], z.array(object))) ?? [],
  );
}

/** A client knows its node's id; people know the node's name. */
function named({ agent, nodeId }: SeenAgent, nodes: readonly Node[]): SeenAgent['agent'] {
  const node = agent.server ? undefined : nodes.find(({ ID }) => ID === nodeId);
  if (node === undefined) return agent;
  return { ...agent, name: node.Name, origin: { from: 'server', request: `nomad GET /v1/agent/self (${node.Name})` } };
}

async function readKeyring({ name, nomad, query }: Region, gaps: Gaps): Promise<readonly ApiObject[] | undefined> {
  const permission = 'operator:read since Nomad 2.0, a management token before';
  return gaps.attempt({ part: 'nomad/keyring', what: `keyring of region ${name}`, permission }, async () =>
    ((await nomad.get(['operator', 'keyring', 'keys'], z.array(object), { query })) ?? []).map((key) => ({
      ...key,
      Region: name,
    })),
  );
}
