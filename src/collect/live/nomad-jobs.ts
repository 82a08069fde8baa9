import { z } from 'zod';
import { ApiError, type Api } from '../../clients/api.ts';
import type { ApiObject } from '../../model/api-object.ts';
import type { Job } from '../../model/world.ts';
import { isStored } from '../stored-job.ts';
import { gapFor, type Gaps } from './gaps.ts';
import { jobWithoutSecrets } from './job-without-secrets.ts';
import type { Region, WorldWanted } from './wanted.ts';

const stub = z.object({
  ID: z.string(),
  Namespace: z.string(),
  JobModifyIndex: z.number(),
  ModifyIndex: z.number(),
  SubmitTime: z.number().nullish(),
  Stop: z.boolean().nullish(),
  Status: z.string().nullish(),
  ParentID: z.string().nullish(),
});
export type Stub = z.infer<typeof stub>;

/** Nomad looks through all jobs for each page of them, and nothing of a job is asked for before the last one. */
const pageSize = '5000';

/**
 * How many jobs are asked for at once, over the few connections that patient reads share: as many as fill what goes out and
 * comes in at a time. The fewer wait, the shorter each does: an answer that was waited for while V8 cleared young objects
 * twice is kept, with all that was made of it, until it clears the old ones. Where the way to Nomad is long, more are under
 * way at once.
 */
const atOnce = { usual: 32, most: 64 };

/** Milliseconds after which an answer was long on its way. */
const long = 30;

/** Those of the listed jobs that are there, each with its spec as far as it matters and without secrets, in their order. */
export async function readJobs(
  region: Region,
  stubs: readonly Stub[],
  wanted: WorldWanted,
  gaps: Gaps,
): Promise<readonly Job[]> {
  const denied: Denied[] = [];
  const read: (Job | undefined)[] = Array.from(stubs, () => undefined);
  const left = stubs.entries();
  let readers = 0;
  let done = 0;
  const reader = async (): Promise<void> => {
    readers += 1;
    const joining: Promise<void>[] = [];
    for (const [at, one] of left) {
      const began = performance.now();
      const job = await readJob(region, one, wanted, denied);
      if (performance.now() - began > long && readers < atOnce.most) joining.push(reader());
      done += 1;
      wanted.onProgress?.('jobs', done, stubs.length);
      if (job === undefined) continue;
      wanted.onJob?.(job);
      read[at] = job;
    }
    await Promise.all(joining);
  };
  await Promise.all(Array.from({ length: atOnce.usual }, reader));
  tellDenied(denied, gaps);
  return read.filter((job) => job !== undefined);
}

/** The wanted jobs of a region that were not stopped, by namespace and id. */
export async function listJobs(
  { nomad, query }: Region,
  { namespace = '*', jobs }: WorldWanted,
  gaps: Gaps,
): Promise<readonly Stub[] | undefined> {
  const [only, second] = jobs ?? [];
  const prefix = only === undefined || second !== undefined ? {} : { prefix: only };
  const listed = await gaps.attempt(
    {
      part: 'nomad/jobs',
      what: namespace === '*' ? 'jobs' : `jobs of namespace ${namespace}`,
      permission: `list-jobs in namespace ${JSON.stringify(namespace)}`,
    },
    async () =>
      (await nomad.list(['jobs'], z.array(stub), { namespace, query: { per_page: pageSize, ...query, ...prefix } })) ??
      [],
  );
  if (jobs !== undefined) return listed?.filter(({ ID }) => jobs.includes(ID));
  // What was stopped gets no identities any more, and what a periodic job left behind is like the job itself.
  return listed?.filter(
    ({ Stop, Status, ParentID }) => Stop !== true && !(Status === 'dead' && (ParentID ?? '') !== ''),
  );
}

interface Denied {
  readonly namespace: string;
  readonly id: string;
  readonly error: unknown;
}

async function readJob(
  { name, nomad, query }: Region,
  { ID: id, Namespace: namespace, JobModifyIndex, ModifyIndex: modifyIndex, SubmitTime, Status }: Stub,
  { memory }: WorldWanted,
  denied: Denied[],
): Promise<Job | undefined> {
  const key = JSON.stringify([name, namespace, id]);
  // Two clusters that follow each other at one address have the same indexes, but not at the same time.
  const version = `${String(JobModifyIndex)}/${String(SubmitTime ?? 0)}`;
  let kept = memory?.recall(key, version);
  if (kept === undefined) {
    const read = await whole(nomad, id, namespace, query).catch((error: unknown) => {
      denied.push({ namespace, id, error });
      return undefined;
    });
    // Gone since the list was made.
    if (read === undefined) return undefined;
    kept = jobWithoutSecrets(read);
    memory?.keep(key, version, kept);
  }
  // Of one that is remembered, it may be another by now.
  const job = typeof Status === 'string' && kept['Status'] !== Status ? { ...kept, Status } : kept;
  const request = `nomad GET /v1/job/${id}?namespace=${namespace}${query['region'] === undefined ? '' : `&region=${name}`}`;
  return { id, namespace, job, stored: isStored(job), modifyIndex, origin: { from: 'server', request } };
}

/** Specs are large and many: nothing is checked of them here, where most members are thrown away. */
function whole(nomad: Api, id: string, namespace: string, query: Region['query']): Promise<ApiObject | undefined> {
  return nomad.get(['job', id], object, { namespace, query, patient: true });
}

const object = z.custom<ApiObject>((value) => typeof value === 'object' && value !== null);

/** One note for each namespace, however many jobs it has. */
function tellDenied(denied: readonly Denied[], gaps: Gaps): void {
  for (const namespace of new Set(denied.map((one) => one.namespace))) {
    const own = denied.filter((one) => one.namespace === namespace);
    const [first] = own;
    if (first === undefined) continue;
    const what =
      own.length === 1
        ? `job ${first.id} of namespace ${namespace}`
        : `${String(own.length)} jobs of namespace ${namespace}`;
    const permission = `read-job in namespace ${JSON.stringify(namespace)}`;
    const gap = gapFor({ part: 'nomad/jobs', what, permission }, first.error);
    gaps.add(first.error instanceof ApiError && own.length > 1 ? { ...gap, reason: first.error.serverText } : gap);
  }
}
