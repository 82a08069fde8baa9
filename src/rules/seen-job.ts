import type { AgentSettings } from '../model/agent.ts';
import type { JobWorld } from '../model/job-world.ts';
import type { Job as JobReading, World } from '../model/world.ts';
import { explain } from '../simulate/explain.ts';
import type { Chain, Explanation } from '../simulate/explain/explanation.ts';
import type { Group, Job, Service, Task } from '../simulate/nomad-claims/job.ts';
import { decodedJob } from '../simulate/nomad-claims/decoded-job.ts';
import { storedJob } from '../simulate/nomad-claims/stored-job.ts';
import type { JobLook, WorkloadLook } from './look.ts';

/** What is around the jobs of a region. */
export interface Around {
  readonly world: World;
  readonly settings: AgentSettings;
  /** Seconds since 1970. */
  readonly now: number;
}

/** A job with what is worked out about it when somebody asks. A class, for there are thousands, and all do the same. */
export class SeenJob implements JobLook {
  readonly reading: JobReading;
  readonly #around: Around;
  #job: Job | undefined;
  #explanation: Explanation | undefined;
  #ifTaken: Explanation | undefined;
  #workloads: readonly WorkloadLook[] | undefined;

  constructor(reading: JobReading, around: Around) {
    this.reading = reading;
    this.#around = around;
  }

  get job(): Job {
    const { job, stored } = this.reading;
    return (this.#job ??= stored ? storedJob(job, this.#around.settings.region) : decodedJob(job));
  }

  get explanation(): Explanation {
    return (this.#explanation ??= this.#explain(false));
  }

  get explanationIfTaken(): Explanation {
    if (this.explanation.registration.accepted) return this.explanation;
    return (this.#ifTaken ??= this.#explain(true));
  }

  get workloads(): readonly WorkloadLook[] {
    return (this.#workloads ??= workloadsOf(this));
  }

  #explain(evenIfRefused: boolean): Explanation {
    const { world, settings, now } = this.#around;
    const stored = this.reading.stored ? this.job : undefined;
    return explain(jobWorldWith(this.reading, world, settings), { now, stored, evenIfRefused });
  }
}

/** What decides about one job of the world, with settings that are known. */
export function jobWorldWith({ job, stored }: JobReading, world: World, agent: AgentSettings): JobWorld {
  const { consul, vault, assumed } = world;
  return { nomad: { agent, job, stored }, ...(consul && { consul }), ...(vault && { vault }), assumed };
}

function workloadsOf(of: JobLook): readonly WorkloadLook[] {
  return of.job.groups.flatMap((group, index): readonly WorkloadLook[] => {
    const path = `TaskGroups/${String(index)}`;
    const services = (all: readonly Service[], task: Task | undefined, around: string): readonly WorkloadLook[] =>
      all.map((service, at) => new SeenWorkload(of, group, task, service, `${around}/Services/${String(at)}`));
    return [
      ...services(group.services, undefined, path),
      ...group.tasks.flatMap((task, place) => {
        const taskPath = `${path}/Tasks/${String(place)}`;
        return [new SeenWorkload(of, group, task, undefined, taskPath), ...services(task.services, task, taskPath)];
      }),
    ];
  });
}

type Chains = Partial<Record<Chain['product'], Chain>>;

class SeenWorkload implements WorkloadLook {
  readonly of: JobLook;
  readonly group: Group;
  readonly task: Task | undefined;
  readonly service: Service | undefined;
  readonly path: string;
  #own: Chains | undefined;
  #ifTaken: Chains | undefined;

  constructor(of: JobLook, group: Group, task: Task | undefined, service: Service | undefined, path: string) {
    this.of = of;
    this.group = group;
    this.task = task;
    this.service = service;
    this.path = path;
  }

  chain(product: Chain['product']): Chain | undefined {
    return (this.#own ??= this.#chainsOf(this.of.explanation))[product];
  }

  chainIfTaken(product: Chain['product']): Chain | undefined {
    return (this.#ifTaken ??= this.#chainsOf(this.of.explanationIfTaken))[product];
  }

  #chainsOf(explanation: Explanation): Chains {
    if (explanation === this.of.explanation && this.#own !== undefined) return this.#own;
    const found: Chains = {};
    for (const chain of explanation.chains) {
      const { group, service, task } = chain.workload;
      if (group !== this.group.name || service !== (this.service?.name ?? null)) continue;
      if (this.service !== undefined || task === (this.task?.name ?? null)) found[chain.product] ??= chain;
    }
    return found;
  }
}
