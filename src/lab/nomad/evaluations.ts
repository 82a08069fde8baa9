import { randomUUID } from 'node:crypto';
import type { Route } from '../router.ts';
import { allocationStub } from './allocations.ts';
import { json, notFound } from './answers.ts';
import type { Evaluation, Job } from './objects.ts';
import { byCreation, inNamespace, paginate } from './paginate.ts';
import type { NomadState } from './state.ts';

/** Nothing is scheduled here: an evaluation is complete at once. */
export function evaluate(state: NomadState, job: Job, why: string, index: number): Evaluation {
  const evaluation = {
    ID: randomUUID(), JobID: job.ID, Namespace: job.Namespace, Type: job.Type, TriggeredBy: why, Priority: job['Priority'] ?? 50, JobModifyIndex: job.JobModifyIndex,
    Status: 'complete', StatusDescription: '', CreateIndex: index, ModifyIndex: index, CreateTime: state.now() * 1e6, ModifyTime: state.now() * 1e6,
  }; // prettier-ignore
  state.evaluations.set(evaluation.ID, evaluation);
  return evaluation;
}

export function evaluationRoutes(state: NomadState): readonly Route[] {
  return [
    {
      path: '/v1/evaluations',
      handlers: {
        GET: (request) => {
          const prefix = request.query.get('prefix') ?? '';
          const fitting = [...state.evaluations.values()].filter(
            ({ ID, Namespace }) => inNamespace(request, Namespace) && ID.startsWith(prefix),
          );
          const { items, next } = paginate(request, 'Evaluation', fitting, byCreation);
          return json(request, items, { read: state.index, ...(next === undefined ? {} : { next }) });
        },
      },
    },
    {
      path: '/v1/evaluation/:id',
      handlers: {
        GET: (request) => {
          const found = state.evaluations.get(request.params['id'] ?? '');
          if (found === undefined) throw notFound('eval not found');
          return json(request, found, { read: found.ModifyIndex });
        },
      },
    },
    {
      path: '/v1/evaluation/:id/allocations',
      handlers: {
        GET: (request) => {
          const found = [...state.allocations.values()].filter(({ EvalID }) => EvalID === request.params['id']);
          return json(request, found.map(allocationStub), { read: state.index });
        },
      },
    },
  ];
}
