import { randomUUID } from 'node:crypto';
import type { Route } from '../router.ts';
import { json, NomadError, notFound } from './answers.ts';
import type { Allocation, Job } from './objects.ts';
import { byCreation, inNamespace, paginate } from './paginate.ts';
import type { NomadState } from './state.ts';

/** Places every group of a job on the lab's one node, and stops what its earlier version had placed. */
export function place(state: NomadState, job: Job, evaluation: string): void {
  stopAllocations(state, job);
  const time = state.now() * 1e6;
  for (const group of job.TaskGroups) {
    for (let number = 0; number < (group.Count ?? 1); number += 1) {
      const ID = randomUUID();
      state.allocations.set(ID, {
        ID, EvalID: evaluation, Name: `${job.ID}.${group.Name}[${String(number)}]`, Namespace: job.Namespace, NodeID: state.node.id,
        NodeName: state.node.name, JobID: job.ID, Job: job, TaskGroup: group.Name, DesiredStatus: 'run', ClientStatus: 'pending', TaskStates: null,
        CreateIndex: state.index, ModifyIndex: state.index, CreateTime: time, ModifyTime: time,
      }); // prettier-ignore
    }
  }
}

export function stopAllocations(state: NomadState, { ID, Namespace }: Job): void {
  for (const [id, allocation] of state.allocations) {
    if (allocation.JobID !== ID || allocation.Namespace !== Namespace || allocation.DesiredStatus === 'stop') continue;
    state.allocations.set(id, {
      ...allocation,
      DesiredStatus: 'stop',
      ClientStatus: 'complete',
      ModifyIndex: state.index,
      ModifyTime: state.now() * 1e6,
    });
  }
}

export function allocationStub({ Job: job, ...allocation }: Allocation): object {
  return {
    ...allocation, JobType: job.Type, JobVersion: job.Version, DesiredDescription: '', ClientDescription: '', DeploymentStatus: null,
    DesiredTransition: { ForceReschedule: null, Migrate: null, MigrateDisablePlacement: null, NoShutdownDelay: null, Reschedule: null },
    FollowupEvalID: '', NextAllocation: '', PreemptedAllocations: null, PreemptedByAllocation: '', RescheduleTracker: null,
  }; // prettier-ignore
}

export function allocationRoutes(state: NomadState): readonly Route[] {
  return [
    {
      path: '/v1/allocations',
      handlers: {
        GET: (request) => {
          const prefix = request.query.get('prefix') ?? '';
          const fitting = [...state.allocations.values()].filter(
            ({ ID, Namespace }) => inNamespace(request, Namespace) && ID.startsWith(prefix),
          );
          const { items, next } = paginate(request, 'Allocation', fitting, byCreation);
          return json(request, items.map(allocationStub), {
            read: state.index,
            ...(next === undefined ? {} : { next }),
          });
        },
      },
    },
    {
      path: '/v1/allocation/:id',
      handlers: {
        GET: (request) => {
          const id = request.params['id'] ?? '';
          if (id.length !== 36)
            throw new NomadError(500, 'alloc lookup failed: index error: UUID must be 36 characters');
          const found = state.allocations.get(id);
          if (found === undefined) throw notFound('alloc not found');
          return json(request, { ...found, SigningKeyID: state.keyring.id }, { read: found.ModifyIndex });
        },
      },
    },
  ];
}
