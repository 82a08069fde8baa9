import { z } from 'zod';
import type { Api } from '../../clients/api.ts';
import { WidError } from '../../support/errors.ts';
import type { Gaps } from './gaps.ts';
import type { SeenAgent } from './nomad-agents.ts';
import type { LiveReach, Region, WorldWanted } from './wanted.ts';

/**
 * The regions that are read. Throws `usage` when the federation has no region of a name that was asked for.
 * @param asked what the agent told of itself, if it was asked
 */
export async function regionsOf(
  { nomad }: Pick<LiveReach, 'nomad'>,
  { region }: Pick<WorldWanted, 'region'>,
  asked: SeenAgent | 'refused' | undefined,
  gaps: Gaps,
): Promise<readonly Region[]> {
  if (region === undefined) {
    const name = asked === 'refused' ? await ownRegion(nomad) : (asked?.agent.region ?? usual);
    return [{ name, nomad, query: {} }];
  }
  if (region === '*') {
    const names = await gaps.attempt({ part: 'nomad/agents', what: 'regions' }, () => federation(nomad));
    return (names ?? []).map((name) => inRegion(nomad, name));
  }
  const wanted = region.split(',');
  // Reads of a region that is named tell themselves when it cannot be reached.
  const known = await unlessRefused(() => federation(nomad));
  const missing = wanted.find((name) => known !== undefined && !known.includes(name));
  if (missing !== undefined)
    throw new WidError('usage', `Nomad has no region ${missing}`, { hint: `it has ${(known ?? []).join(', ')}` });
  return wanted.map((name) => inRegion(nomad, name));
}

/**
 * What the region of the agent is called, when it tells nothing of itself to this token: the only one that there is, or
 * the one whose leader is that of the agent, which Nomad tells to anybody.
 */
async function ownRegion(nomad: Api): Promise<string> {
  const names = (await unlessRefused(() => federation(nomad))) ?? [];
  if (names.length <= 1) return names[0] ?? usual;
  const own = await unlessRefused(() => leader(nomad, {}));
  for (const name of names)
    if (own !== undefined && (await unlessRefused(() => leader(nomad, { region: name }))) === own) return name;
  return usual;
}

const usual = 'global';

function inRegion(nomad: Api, name: string): Region {
  return { name, nomad, query: { region: name } };
}

async function federation(nomad: Api): Promise<readonly string[]> {
  return (await nomad.get(['regions'], z.array(z.string()))) ?? [];
}

function leader(nomad: Api, query: Region['query']): Promise<string | undefined> {
  return nomad.get(['status', 'leader'], z.string(), { query });
}

async function unlessRefused<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof WidError) || error.code === 'cancelled') throw error;
    return undefined;
  }
}
