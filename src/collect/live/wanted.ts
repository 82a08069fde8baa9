import type { Api, Clients } from '../../clients/api.ts';
import type { Connection } from '../../clients/connect.ts';
import type { Product } from '../../clients/api.ts';
import type { Job, Part, World } from '../../model/world.ts';
import type { JobMemory } from '../job-memory.ts';

/** The servers, and how other agents of the same Nomad are asked. */
export interface LiveReach extends Clients {
  readonly nomadAt?: Connection['nomadAt'];
  readonly nomadTls?: Connection['nomadTls'];
  readonly signal?: AbortSignal | undefined;
}

/** How much of the world is read. */
export interface WorldWanted {
  /** Of Nomad; `*` for all, which is the default. */
  readonly namespace?: string | undefined;
  /** Of Nomad; `*` for all of the federation. The agent's own when left out. */
  readonly region?: string | undefined;
  /** All when left out. */
  readonly parts?: readonly Part[];
  /** Only these jobs, by their ids. */
  readonly jobs?: readonly string[];
  /** Whether only the agent that is asked tells of itself, and no other one. */
  readonly askedAgentOnly?: boolean;
  /** Products without which there is no point in going on: that they cannot be reached is an error, not a gap. */
  readonly required?: readonly Product[];
  /** What jobs were when they were read last. */
  readonly memory?: JobMemory | undefined;
  /**
   * Told what decides about jobs as soon as it is known, mostly before most jobs: a world with agents and with what Consul
   * and Vault have. Of a federation it is known at the end only, so nothing is told.
   */
  readonly onSurroundings?: (world: World) => void;
  /** Told each job as it arrives, before others are there. */
  readonly onJob?: (job: Job) => void;
  /** Told how far the reading is: `jobs`, 120, 5000. */
  readonly onProgress?: (what: string, done: number, of: number) => void;
}

export const allParts: readonly Part[] = [
  'nomad/agents',
  'nomad/jobs',
  'nomad/allocations',
  'nomad/namespaces',
  'nomad/nodes',
  'nomad/keyring',
  'consul/objects',
  'consul/tokens',
  'consul/agent',
  'consul/services',
  'vault/objects',
  'vault/audit',
  'vault/aliases',
  'key-sets',
];

/** One region of Nomad, as requests name it. */
export interface Region {
  readonly name: string;
  readonly nomad: Api;
  /** For requests that are to go to this region. */
  readonly query: Readonly<Record<string, string>>;
}
