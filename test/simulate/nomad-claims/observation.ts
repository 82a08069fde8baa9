import type { Job } from '../../../src/simulate/nomad-claims/job.ts';

/** What the real Nomad made of a job, without any token: payloads only, and ids and times replaced. */
export interface Observation {
  readonly error: string | null;
  /** As `PUT /v1/jobs` gives them together; `/v1/validate/job` has texts of its own. */
  readonly warnings: string;
  readonly validation: { readonly error: string; readonly warnings: string };
  readonly stored: readonly StoredGroup[] | null;
  readonly tokens: readonly { readonly header: string; readonly payload: string }[];
}

/** What is compared of a stored job. */
export interface StoredGroup {
  readonly name: string;
  readonly constraints: readonly string[];
  readonly services: readonly string[];
  readonly tasks: readonly StoredTask[];
}

export interface StoredTask {
  readonly name: string;
  readonly kind: string;
  readonly constraints: readonly string[];
  readonly identities: readonly string[];
  readonly services: readonly string[];
}

/** Ids and times that stand for the real ones. */
export const standIns = {
  allocationId: '00000000-0000-4000-8000-000000000001',
  nodeId: '00000000-0000-4000-8000-000000000002',
  jti: '00000000-0000-4000-8000-000000000003',
  keyId: '00000000-0000-4000-8000-000000000004',
  now: 1_700_000_000,
};

/** The predicted job in the form that is compared. */
export function predictedStored({ groups }: Job): readonly StoredGroup[] {
  const constraint = (one: Job['constraints'][number]): string => `${one.LTarget} ${one.Operand} ${one.RTarget}`;
  const identity = (one: NonNullable<Job['groups'][number]['tasks'][number]['identity']>): string =>
    `${one.name} ${JSON.stringify(one.audience)} ${String(one.ttl)}`;
  const service = (one: Job['groups'][number]['services'][number]): string =>
    `${one.name} ${one.taskName}:${one.portLabel} ${one.identity === undefined ? '-' : identity(one.identity)}`;
  return groups.map((group) => ({
    name: group.name,
    constraints: group.constraints.map(constraint),
    services: group.services.map(service),
    tasks: group.tasks.map((task) => ({
      name: task.name,
      kind: task.kind,
      constraints: task.constraints.map(constraint),
      identities: [...(task.identity === undefined ? [] : [task.identity]), ...task.identities].map(identity),
      services: task.services.map(service),
    })),
  }));
}
