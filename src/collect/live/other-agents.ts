import { z } from 'zod';
import { advertisedServers } from './advertised-servers.ts';
import { newGaps, type Gaps } from './gaps.ts';
import { askAgents, type AgentPlace, type SeenAgent } from './nomad-agents.ts';
import type { Node } from './nomad-nodes.ts';
import type { LiveReach, Region, WorldWanted } from './wanted.ts';

const member = z.looseObject({
  Name: z.string(),
  Addr: z.string(),
  Status: z.string(),
  Tags: z.record(z.string(), z.string()),
});
type Member = z.infer<typeof member>;
const members = z.looseObject({ Members: z.array(member) });

/** All servers and clients of a region but the one that was asked already, wherever their APIs are found. */
export async function otherAgents(
  reach: LiveReach,
  region: Region,
  nodes: readonly Node[],
  asked: SeenAgent | undefined,
  { onProgress }: WorldWanted,
  gaps: Gaps,
): Promise<readonly SeenAgent[]> {
  const { Members: all } = (await gaps.attempt({ part: 'nomad/agents', what: 'servers', permission: 'node:read' }, () =>
    reach.nomad.get(['agent', 'members'], members),
  )) ?? { Members: [] };
  const own = all.filter(({ Tags, Name }) => Tags['region'] === region.name && Name !== asked?.agent.name);
  const scheme = reach.nomad.address.startsWith('https:') ? 'https' : 'http';
  const port = /:(\d+)$/.exec(asked?.http ?? '')?.[1] ?? '4646';
  const progress = (done: number, of: number): void => onProgress?.('agents', done, of);
  const places = own.flatMap(({ Name: name, Addr, Status }): readonly AgentPlace[] => {
    if (Status === 'alive') {
      const host = Addr.includes(':') ? `[${Addr}]` : Addr;
      return [{ name, address: `${scheme}://${host}:${port}`, is: ({ agent }) => agent.name === name }];
    }
    gaps.add({ part: 'nomad/agents', what: `agent ${name}`, reason: `the server is ${Status}` });
    return [];
  });
  // Where a server's API is, is a guess; it may turn out to be a client too, of which it is known.
  const unheard = newGaps();
  const guessed = await askAgents(reach, places, unheard, progress);
  const servers = [
    ...guessed,
    ...(await advertised(reach, own, guessed, [...places, { address: `${scheme}://${asked?.http ?? ''}` }])),
  ];
  const known = new Set([asked?.nodeId, ...servers.map(({ nodeId }) => nodeId)]);
  const clientPlaces = nodes.flatMap(({ ID, Name: name, Status, HTTPAddr }): readonly AgentPlace[] => {
    if (known.has(ID)) return [];
    if (Status === 'ready' && typeof HTTPAddr === 'string' && HTTPAddr !== '')
      return [{ name, address: `${scheme}://${HTTPAddr}`, is: ({ nodeId }) => nodeId === ID }];
    const reason = Status === 'ready' ? 'its address is not known' : `the node is ${Status}`;
    gaps.add({ part: 'nomad/agents', what: `agent ${name}`, reason });
    return [];
  });
  const found = [...servers, ...(await askAgents(reach, clientPlaces, gaps, progress))];
  const heard = new Set(found.map(({ agent }) => `agent ${agent.name}`));
  for (const gap of unheard.found) if (!heard.has(gap.what)) gaps.add(gap);
  return found;
}

/** The servers that are not where they were looked for, as several on one machine are. */
async function advertised(
  reach: LiveReach,
  known: readonly Member[],
  found: readonly SeenAgent[],
  tried: readonly Pick<AgentPlace, 'address'>[],
): Promise<readonly SeenAgent[]> {
  const heard = new Set(found.map(({ agent }) => agent.name));
  const silent = known.filter(({ Name, Status }) => Status === 'alive' && !heard.has(Name));
  if (silent.length === 0) return [];
  const names = new Set(silent.map(({ Name }) => Name));
  const scheme = reach.nomad.address.startsWith('https:') ? 'https' : 'http';
  const asked = new Set(tried.map(({ address }) => address));
  const places = (await advertisedServers(reach.consul, new Set(silent.map(({ Addr }) => Addr))))
    .map((at) => `${scheme}://${at}`)
    .filter((address) => !asked.has(address))
    .map((address) => ({ name: address, address, is: ({ agent }: SeenAgent) => names.has(agent.name) }));
  // Of those that do not answer here either, it is told already.
  return askAgents(reach, places, newGaps());
}
