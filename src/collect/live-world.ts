import { NetworkError } from '../clients/network-error.ts';
import type { Api, Product } from '../clients/api.ts';
import { remembering } from '../clients/remembering.ts';
import type { NomadWorld, NotRead, Part, World } from '../model/world.ts';
import { systemClock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { z } from 'zod';
import { readConsul, type SeenConsul } from './live/consul.ts';
import { sortedBy } from '../support/sorted-by.ts';
import { newGaps, type Gaps } from './live/gaps.ts';
import { guessedLogins } from './live/guessed-logins.ts';
import { readKeySets } from './live/key-sets.ts';
import { readNomad } from './live/nomad.ts';
import { readVault, type SeenVault } from './live/vault.ts';
import { allParts, type LiveReach, type WorldWanted } from './live/wanted.ts';

export type { LiveReach, WorldWanted } from './live/wanted.ts';

/**
 * Reads the world from the servers. What a token may not read, and a product that does not answer, stands in `notRead`;
 * nothing is left out in silence. No secret is in the result.
 * @param reach the servers; jobs are not remembered, other reads are shared
 */
export async function readLiveWorld(reach: LiveReach, wanted: WorldWanted, log: Log): Promise<World> {
  const parts = new Set(wanted.parts ?? allParts);
  const gaps = newGaps();
  const takenAt = Math.floor(systemClock.now() / 1000);
  const wants = (product: Product): boolean => [...parts].some((part) => part.startsWith(`${product}/`));
  const clients = remembering(reach);
  const kinds = { clients, accessors: new Map<string, string>(), secret: () => '' };
  /** Each product by itself: none waits for another to be found. */
  const reading = async <T>(product: Product, read: () => Promise<T>): Promise<T | undefined> =>
    (await answers(reach, product, parts, wanted, gaps)) ? read() : undefined;
  const around = async (agents: NomadWorld['agents']): Promise<void> => {
    const relyingParties = await Promise.all([readingConsul, readingVault]);
    wanted.onSurroundings?.(worldOf(takenAt, { agents, jobs: [] }, ...relyingParties));
  };
  // That Consul or Vault cannot be read is told where their own reading is waited for.
  const onAgents = (agents: NomadWorld['agents']): void => void around(agents).catch(() => undefined);
  const readingNomad =
    wants('nomad') || parts.has('key-sets')
      ? reading('nomad', () => readNomad(reach, wanted, parts, gaps, onAgents))
      : undefined;
  const readingConsul = wants('consul') ? reading('consul', () => readConsul(kinds, parts, gaps)) : undefined;
  const readingVault = wants('vault') ? reading('vault', () => readVault(clients.vault, parts, gaps)) : undefined;
  const [nomad, consul, vault] = await Promise.all([readingNomad, readingConsul, readingVault]);
  const keySets = parts.has('key-sets') ? await readKeySets(reach, nomad, consul?.world, vault?.world) : [];
  for (const { what, reason } of gaps.found) log.info('not read', { what, reason });
  const world = worldOf(takenAt, wants('nomad') ? nomad?.world : undefined, consul, vault);
  const doubtful = [...gaps.doubtful, ...(parts.has('nomad/agents') ? guessedLogins(world) : [])];
  return {
    ...world,
    keySets,
    ...(doubtful.length > 0 && { doubtful: doubtful.toSorted() }),
    notRead: sortedBy(gaps.found, ({ part, what }) => JSON.stringify([part, what])),
  };
}

function worldOf(
  takenAt: number,
  nomad: NomadWorld | undefined,
  consul: SeenConsul | undefined,
  vault: SeenVault | undefined,
): World {
  return {
    schemaVersion: 1,
    takenAt,
    ...(nomad && { nomad }),
    ...(consul?.world && { consul: consul.world }),
    ...(vault?.world && { vault: vault.world }),
    keySets: [],
    notRead: [],
    assumed: [...(consul?.assumed ?? []), ...(vault?.assumed ?? [])],
  };
}

const probe: Readonly<Record<Product, readonly string[]>> = {
  nomad: ['status', 'leader'],
  consul: ['status', 'leader'],
  vault: ['sys', 'health'],
};

/** Whether a product can be reached at all; if not, that is said once for each of its parts and not asked again. */
async function answers(
  clients: LiveReach,
  product: Product,
  parts: ReadonlySet<Part>,
  { required = [] }: WorldWanted,
  gaps: Gaps,
): Promise<boolean> {
  // A getter, which reads the environment when it is first used.
  const api: Api = clients[product];
  try {
    await api.get(probe[product], z.unknown());
    return true;
  } catch (error) {
    // What answers with an error is there: each read finds out for itself.
    if (!(error instanceof NetworkError)) {
      if (error instanceof Error && 'code' in error && (error.code === 'api' || error.code === 'answer')) return true;
      throw error;
    }
    if (required.includes(product)) throw error;
    const own = [...parts].filter((part) => part.startsWith(`${product}/`));
    for (const gap of own.map((part): NotRead => ({ part, what: titles[product], reason: error.message })))
      gaps.add(gap);
    return false;
  }
}

const titles: Readonly<Record<Product, string>> = { nomad: 'Nomad', consul: 'Consul', vault: 'Vault' };
