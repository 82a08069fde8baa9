import type { Agent, AgentSettings } from '../model/agent.ts';
import type { ApiObject } from '../model/api-object.ts';
import type { Origin } from '../model/origin.ts';
import type { ConsulWorld, Job as JobReading, VaultMountWorld, World } from '../model/world.ts';
import type { Chain, Explanation } from '../simulate/explain/explanation.ts';
import type { Group, Job, Service, Task } from '../simulate/nomad-claims/job.ts';
import type { Source } from '../syntax/source.ts';

/** The world as rules look at it: everything that several of them need is worked out once, and only when it is asked for. */
export interface Look extends Surroundings {
  readonly world: World;
  readonly jobs: readonly JobLook[];
  /** Jobs that run until one of `jobs` is registered in their place: what is seen of allocations is theirs. */
  readonly replaced: readonly JobLook[];
  /** All tasks and services of all jobs. */
  readonly workloads: readonly WorkloadLook[];
  /**
   * One of all jobs that differ in their ids only and with which nothing is wrong, and every other job: what breaks anywhere
   * breaks here. To explain all jobs of a large cluster takes seconds, so this is where to look for what is wrong; where it
   * matters how many there are, or who, `workloads` tells.
   */
  readonly sampledJobs: readonly JobLook[];
  /** All tasks and services of these. */
  readonly sampledWorkloads: readonly WorkloadLook[];
}

/** What is around jobs: the agents, Consul and Vault. It is known before the jobs are. */
export interface Surroundings {
  /** Seconds since 1970. */
  readonly now: number;
  /** The text of a file that the world was read from, for edits; `undefined` when the world was saved. */
  readonly source: (file: string) => Source | undefined;
  readonly servers: readonly Agent[];
  readonly clients: readonly Agent[];
  /** Of one agent. */
  readonly settingsOf: (agent: Agent) => AgentSettings;
  /** What the servers give to jobs; of the usual configuration when no server was read. */
  readonly settings: AgentSettings;
  readonly consul: ConsulWorld | undefined;
  /** Where an object of Consul or Vault comes from, by its address. */
  readonly originOf: (address: string) => Origin;
  readonly authMethod: (name: string) => ApiObject | undefined;
  readonly bindingRulesOf: (method: string) => readonly ApiObject[];
  readonly mount: (path: string) => VaultMountWorld | undefined;
}

export interface JobLook {
  readonly reading: JobReading;
  /** As Nomad takes it, without what registration adds. */
  readonly job: Job;
  /** What the truth engine says about it. */
  readonly explanation: Explanation;
  /** The same, and of a job that Nomad refuses as if it were taken. */
  readonly explanationIfTaken: Explanation;
  readonly workloads: readonly WorkloadLook[];
}

/** A task, or a service of a group or task. */
export interface WorkloadLook {
  readonly of: JobLook;
  readonly group: Group;
  readonly task: Task | undefined;
  readonly service: Service | undefined;
  /** Where it stands in the job: `TaskGroups/0/Tasks/1`. */
  readonly path: string;
  /** From its identity to its needs at a product; `undefined` when it has nothing to do with it. */
  readonly chain: (product: Chain['product']) => Chain | undefined;
  /** The same, and of a job that Nomad refuses what it would come to if only the reason for that were mended. */
  readonly chainIfTaken: (product: Chain['product']) => Chain | undefined;
}
