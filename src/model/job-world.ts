import type { AgentSettings } from './agent.ts';
import type { ConsulWorld, VaultWorld } from './world.ts';

/** What decides about one job: the part of the world that an explanation is made from. */
export interface JobWorld {
  readonly nomad: {
    readonly agent: AgentSettings;
    /** As `PUT /v1/jobs` takes it or `GET /v1/job/:id` gives it. */
    readonly job: unknown;
    /** Whether a server keeps the job so, with the identities that it added at registration. */
    readonly stored: boolean;
  };
  /** Absent when nothing was read about it. */
  readonly consul?: ConsulWorld;
  readonly vault?: VaultWorld;
  /** What was not read but taken for given, in sentences. */
  readonly assumed: readonly string[];
}
