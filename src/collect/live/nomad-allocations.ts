import pLimit from 'p-limit';
import { z } from 'zod';
import type { ApiObject } from '../../model/api-object.ts';
import type { Allocation, Job } from '../../model/world.ts';
import { isObject } from '../../validation/object.ts';
import type { Gaps } from './gaps.ts';
import { withoutCredentials } from './secret-texts.ts';
import type { Region, WorldWanted } from './wanted.ts';

const event = z.object({
  Type: z.string(),
  DisplayMessage: z.string().nullish(),
  Message: z.string().nullish(),
  Time: z.number(),
});
const stub = z.object({
  ID: z.string(),
  Namespace: z.string(),
  JobID: z.string(),
  TaskGroup: z.string(),
  NodeName: z.string().nullish(),
  NodeID: z.string().nullish(),
  ClientStatus: z.string(),
  ClientDescription: z.string().nullish(),
  DesiredStatus: z.string(),
  JobVersion: z.number().nullish(),
  ModifyTime: z.number().nullish(),
  TaskStates: z.record(z.string(), z.object({ Events: z.array(event).nullish() }).nullable()).nullish(),
});
type Stub = z.infer<typeof stub>;

/** What is over is of interest for a day. */
const recent = 86_400_000;
const eventsKept = 10;
const atOnce = 16;

/** The allocations of the wanted jobs that run, begin, or failed lately. */
export async function listAllocations(
  { nomad, query }: Region,
  { namespace = '*', jobs: only }: WorldWanted,
  gaps: Gaps,
): Promise<readonly Stub[] | undefined> {
  const permission = `read-job in namespace ${JSON.stringify(namespace)}`;
  const listed = await gaps.attempt({ part: 'nomad/allocations', what: 'allocations', permission }, async () => {
    const filter = 'ClientStatus != "complete"';
    const found = await nomad.list(['allocations'], z.array(stub), {
      namespace,
      query: { ...query, filter, resources: 'false', task_states: 'true' },
    });
    return found ?? [];
  });
  if (listed === undefined) return undefined;
  const newest = Math.max(0, ...listed.map(({ ModifyTime }) => ModifyTime ?? 0));
  return listed.filter(
    ({ JobID, ClientStatus, DesiredStatus, ModifyTime }) =>
      (only === undefined || only.includes(JobID)) &&
      ClientStatus !== 'complete' &&
      (DesiredStatus === 'run' || newest - (ModifyTime ?? 0) < recent * 1e6),
  );
}

/** The same with the last events of their tasks, and with the identities that the jobs had in their versions. */
export async function readAllocations(
  region: Region,
  listed: readonly Stub[],
  jobs: readonly Job[],
  gaps: Gaps,
): Promise<readonly Allocation[]> {
  const identities = await identitiesOf(region, listed, jobs, gaps);
  return listed.map((one) => allocation(one, identities(one)));
}

function allocation(one: Stub, identities: Allocation['identities']): Allocation {
  const events = Object.entries(one.TaskStates ?? {}).flatMap(([task, state]) =>
    (state?.Events ?? []).slice(-eventsKept).map(({ Type: type, DisplayMessage, Message, Time }) => ({
      task,
      type,
      message: withoutCredentials(DisplayMessage || Message || ''),
      at: Time / 1e9,
    })),
  );
  return {
    id: one.ID,
    namespace: one.Namespace,
    job: one.JobID,
    group: one.TaskGroup,
    node: one.NodeName || one.NodeID || '',
    clientStatus: one.ClientStatus,
    desiredStatus: one.DesiredStatus,
    jobVersion: one.JobVersion ?? 0,
    ...(identities && { identities }),
    events: events.toSorted((a, b) => a.at - b.at),
  };
}

/** Names of identities by the version that an allocation runs: the job as it is now, or else one of those before. */
async function identitiesOf(
  { nomad, query }: Region,
  stubs: readonly Stub[],
  jobs: readonly Job[],
  gaps: Gaps,
): Promise<(one: Stub) => Allocation['identities'] | undefined> {
  const key = (namespace: string, id: string, version: unknown): string => JSON.stringify([namespace, id, version]);
  const known = new Map<string, ApiObject>();
  for (const { namespace, id, job } of jobs) known.set(key(namespace, id, job['Version']), job);
  const older = new Map<string, Stub>();
  for (const one of stubs)
    if (!known.has(key(one.Namespace, one.JobID, one.JobVersion ?? 0)))
      older.set(key(one.Namespace, one.JobID, ''), one);
  const limit = pLimit(atOnce);
  const shape = z.looseObject({ Versions: z.array(z.looseObject({ Version: z.number() })).nullish() });
  await Promise.all(
    [...older.values()].map(({ Namespace: namespace, JobID: id }) =>
      limit(async () => {
        const what = `versions of job ${id} of namespace ${namespace}`;
        const permission = `read-job in namespace ${JSON.stringify(namespace)}`;
        const found = await gaps.attempt({ part: 'nomad/allocations', what, permission }, () =>
          nomad.get(['job', id, 'versions'], shape, { namespace, query }),
        );
        for (const version of found?.Versions ?? []) known.set(key(namespace, id, version.Version), version);
      }),
    ),
  );
  return ({ Namespace, JobID, JobVersion, TaskGroup }) => {
    const job = known.get(key(Namespace, JobID, JobVersion ?? 0));
    return job && identitiesIn(job, TaskGroup);
  };
}

function identitiesIn(job: ApiObject, groupName: string): Allocation['identities'] {
  const group = objects(job['TaskGroups']).find(({ Name }) => Name === groupName) ?? {};
  // Without a prototype: V8 keeps shapes of other objects by their names, and takes long to find its way in thousands.
  const found = Object.create(null) as Record<string, readonly string[]>;
  const note = (owner: unknown, identities: readonly ApiObject[]): void => {
    if (typeof owner !== 'string') return;
    const names = identities.map(({ Name }) => Name).filter((name) => typeof name === 'string');
    found[owner] = [...(found[owner] ?? []), ...names];
  };
  const services = (of: ApiObject): void => {
    for (const service of objects(of['Services'])) note(service['Name'], objects([service['Identity']]));
  };
  services(group);
  for (const task of objects(group['Tasks'])) {
    note(task['Name'], objects(task['Identities']));
    services(task);
  }
  return found;
}

function objects(value: unknown): readonly ApiObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
