import type { Json } from './parts.ts';
import { bareJobs, carelessJobs, refusedJobs } from './refused-jobs.ts';
import { refusedSettings } from './refused-settings.ts';
import { parentJobs, runningJobs, storedJobs } from './running-jobs.ts';
import type { agents } from './servers.ts';

/** One job of the table: on which agent it is registered, and how far it goes there. */
export interface Entry {
  readonly name: string;
  readonly agent: keyof typeof agents;
  /** `runs`: its tokens are looked at; `child`: those of a job made from it; `stored`: what the server keeps, if it is accepted. */
  readonly until: 'runs' | 'child' | 'stored';
  readonly job: Json;
}

function entries(jobs: Readonly<Record<string, Json>>, agent: Entry['agent'], until: Entry['until']): readonly Entry[] {
  return Object.entries(jobs).map(([name, job]) => ({ name, agent, until, job: { ID: idOf(name), ...job } }));
}

function idOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .slice(0, 40);
}

export const table: readonly Entry[] = [
  ...entries(runningJobs, 'full', 'runs'),
  ...entries(parentJobs, 'full', 'child'),
  ...entries(storedJobs, 'full', 'stored'),
  ...entries(refusedJobs, 'full', 'stored'),
  ...entries(refusedSettings, 'full', 'stored'),
  ...entries(bareJobs, 'bare', 'stored'),
  ...entries(carelessJobs, 'careless', 'stored'),
];
