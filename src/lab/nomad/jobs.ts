import type { LabRequest, Route } from '../router.ts';
import { allocationStub, place, stopAllocations } from './allocations.ts';
import { badRequest, bodyOf, json, NomadError, notFound, written } from './answers.ts';
import { listed, warningsText } from '../../simulate/nomad-claims/multierror.ts';
import { evaluate } from './evaluations.ts';
import { judgeJob } from './identities.ts';
import type { Job, TaskGroup } from './objects.ts';
import { inNamespace, paginate } from './paginate.ts';
import { namespaced, nextIndex, type NomadState } from './state.ts';
import { storedJob } from './stored-job/stored-job.ts';

export function jobRoutes(state: NomadState): readonly Route[] {
  const register = (request: LabRequest): ReturnType<typeof json> => registerJob(state, request);
  const versionsOf = (request: LabRequest): readonly Job[] =>
    state.jobs.get(namespaced(namespaceOf(request), request.params['id'] ?? '')) ?? [];
  const newest = (request: LabRequest): Job => {
    const found = versionsOf(request).at(-1);
    if (found === undefined) throw notFound('job not found');
    return found;
  };
  return [
    {
      path: '/v1/jobs',
      handlers: {
        GET: (request) => {
          const prefix = request.query.get('prefix') ?? '';
          const all = [...state.jobs.values()].flatMap((versions) => versions.slice(-1));
          const fitting = all.filter(({ ID, Namespace }) => inNamespace(request, Namespace) && ID.startsWith(prefix));
          const { items, next } = paginate(request, 'Job', fitting, ({ ID, Namespace }) => `${Namespace}.${ID}`);
          const stubs = items.map((job) => stub(job, request.query.get('meta') === 'true'));
          return json(request, stubs, { read: state.index, ...(next === undefined ? {} : { next }) });
        },
        PUT: register,
        POST: register,
      },
    },
    {
      path: '/v1/job/:id',
      handlers: {
        GET: (request) => json(request, newest(request), { read: newest(request).ModifyIndex }),
        PUT: register,
        POST: register,
        DELETE: (request) => deregister(state, request, versionsOf(request).at(-1)),
      },
    },
    {
      path: '/v1/job/:id/versions',
      handlers: {
        GET: (request) => {
          const versions = versionsOf(request);
          const last = versions.at(-1);
          if (last === undefined) throw notFound('job versions not found');
          const body = {
            Diffs: null,
            Index: last.ModifyIndex,
            KnownLeader: true,
            LastContact: 0,
            NextToken: '',
            Versions: versions.toReversed(),
          };
          return json(request, body, { read: last.ModifyIndex });
        },
      },
    },
    {
      path: '/v1/job/:id/allocations',
      handlers: {
        GET: (request) => {
          const ofJob = [...state.allocations.values()].filter(
            ({ JobID, Namespace }) => JobID === request.params['id'] && Namespace === namespaceOf(request),
          );
          return json(request, ofJob.map(allocationStub), { read: state.index });
        },
      },
    },
    {
      path: '/v1/job/:id/evaluations',
      handlers: {
        GET: (request) => {
          const ofJob = [...state.evaluations.values()].filter(
            ({ JobID, Namespace }) => JobID === request.params['id'] && Namespace === namespaceOf(request),
          );
          return json(request, ofJob.toReversed(), { read: state.index });
        },
      },
    },
    { path: '/v1/job/:id/deployments', handlers: { GET: (request) => json(request, [], { read: state.index }) } },
    { path: '/v1/job/:id/deployment', handlers: { GET: (request) => json(request, null, { read: state.index }) } },
    {
      path: '/v1/job/:id/summary',
      handlers: { GET: (request) => json(request, summary(newest(request)), { read: newest(request).ModifyIndex }) },
    },
  ];
}

function namespaceOf(request: LabRequest): string {
  const asked = request.query.get('namespace') ?? request.header('X-Nomad-Namespace') ?? '';
  return asked === '' ? 'default' : asked;
}

function registerJob(state: NomadState, request: LabRequest): ReturnType<typeof json> {
  const given = bodyOf(request)['Job'] as (Partial<Job> & Readonly<Record<string, unknown>>) | null | undefined;
  if (given === undefined || given === null) throw badRequest('Job must be specified');
  if (given.ID === undefined || given.ID === '') throw badRequest("Job ID hasn't been provided");
  const inPath = request.params['id'];
  if (inPath !== undefined && inPath !== given.ID) throw badRequest('Job ID does not match name');
  const asked = request.query.get('namespace') ?? '';
  const namespace = asked || (given.Namespace ?? '') || 'default';
  if (!state.namespaces.has(namespace))
    throw new NomadError(500, listed([`job "${given.ID}" is in nonexistent namespace "${namespace}"`]));
  const judged = judgeJob(state, { ...given, Namespace: namespace });
  if (!judged.accepted) throw new NomadError(500, judged.error);
  const at = namespaced(namespace, given.ID);
  const versions = state.jobs.get(at) ?? [];
  const index = nextIndex(state);
  const { id: ID, name: Name, region: Region, type: Type, priority: Priority, nodePool: NodePool } = judged.job;
  const runs = Type === 'system' || isSet(given['Periodic']) || isSet(given['ParameterizedJob']);
  const job: Job = Object.assign(storedJob(given, judged.job, index), {
    ID,
    Name,
    Namespace: namespace,
    Region,
    Type,
    Priority,
    NodePool,
    Stop: false,
    Status: runs ? 'running' : 'pending',
    StatusDescription: '',
    Stable: false,
    Version: (versions.at(-1)?.Version ?? -1) + 1,
    SubmitTime: state.now() * 1e6,
    CreateIndex: versions[0]?.CreateIndex ?? index,
    ModifyIndex: index,
    JobModifyIndex: index,
  });
  state.jobs.set(at, [...versions, job]);
  const evaluation = evaluate(state, job, 'job-register', index);
  place(state, job, evaluation.ID);
  return written(request, index, evaluation.ID, { Warnings: warningsText(judged.warnings) });
}

function deregister(state: NomadState, request: LabRequest, job: Job | undefined): ReturnType<typeof json> {
  const rest = { VolumeEvalID: '', VolumeEvalIndex: 0 };
  if (job === undefined) return written(request, 0, '', rest);
  const index = nextIndex(state);
  const at = namespaced(job.Namespace, job.ID);
  stopAllocations(state, job);
  if (request.query.get('purge') === 'true') state.jobs.delete(at);
  else {
    const stopped: Job = {
      ...job,
      Stop: true,
      Status: 'dead',
      ModifyIndex: index,
      JobModifyIndex: index,
      Version: job.Version + 1,
    };
    state.jobs.set(at, [...(state.jobs.get(at) ?? []), stopped]);
  }
  return written(request, index, evaluate(state, job, 'job-deregister', index).ID, rest);
}

function stub(job: Job, withMeta: boolean): object {
  const { ID, Name, Namespace, Type, Stop, Status, CreateIndex, ModifyIndex, JobModifyIndex } = job;
  return {
    CreateIndex, Datacenters: job['Datacenters'] ?? null, ID, JobModifyIndex, JobSummary: summary(job), ModifyIndex,
    ...(withMeta && job['Meta'] !== null ? { Meta: job['Meta'] } : {}), Multiregion: null, Name, Namespace, NodePool: job['NodePool'],
    ParameterizedJob: isSet(job['ParameterizedJob']), ParentID: job['ParentID'], Periodic: isSet(job['Periodic']), Priority: job['Priority'],
    Status, StatusDescription: job['StatusDescription'], Stop, SubmitTime: job['SubmitTime'], Type,
  }; // prettier-ignore
}

function isSet(block: unknown): boolean {
  return block !== undefined && block !== null;
}

function summary({ ID, Namespace, TaskGroups, Stop, CreateIndex, ModifyIndex }: Job): object {
  const counts = (group: TaskGroup): object => ({
    Complete: 0,
    Failed: 0,
    Lost: 0,
    Queued: 0,
    Running: 0,
    Starting: Stop ? 0 : (group.Count ?? 1),
    Unknown: 0,
  });
  return {
    Children: { Dead: 0, Pending: 0, Running: 0 }, CreateIndex, JobID: ID, ModifyIndex, Namespace,
    Summary: Object.fromEntries(TaskGroups.map((group) => [group.Name, counts(group)])),
  }; // prettier-ignore
}
