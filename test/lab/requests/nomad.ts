import type { Asked } from '../exchange.ts';

/** What the lab's Nomad is asked, in one run. */
export const requests: readonly Asked[] = [
  { ask: 'GET /v1/regions' },
  { ask: 'GET /v1/namespaces' },
  { ask: 'GET /v1/namespace/default' },
  { ask: 'GET /v1/namespace/nope' },
  { ask: 'GET /.well-known/jwks.json' },
  { ask: 'GET /.well-known/openid-configuration' },
  { ask: 'GET /v1/job/nope' },
  { ask: 'GET /v1/job/nope/versions' },
  { ask: 'GET /v1/allocation/nope' },
  { ask: 'GET /v1/allocation/00000000-0000-0000-0000-000000000009' },
  { ask: 'GET /v1/node/00000000-0000-0000-0000-000000000009' },
  { ask: 'GET /v1/nothing' },
  { ask: 'DELETE /v1/jobs' },
  { ask: 'PUT /v1/jobs', body: {} },
  { ask: 'PUT /v1/jobs', body: { Job: { ID: 'x' } } },
  { ask: 'PUT /v1/jobs', body: '{' },
  {
    ask: 'PUT /v1/jobs',
    body: {
      Job: {
        ID: 'ex',
        Name: 'ex',
        Type: 'batch',
        Datacenters: ['none'],
        TaskGroups: [
          {
            Name: 'g',
            Count: 1,
            Tasks: [
              {
                Name: 't',
                Driver: 'raw_exec',
                Config: { command: '/bin/true' },
              },
            ],
          },
        ],
      },
    },
  },
  {
    ask: 'PUT /v1/jobs',
    body: {
      Job: {
        ID: 'ex2',
        Name: 'ex2',
        Namespace: 'default',
        Type: 'batch',
        Datacenters: ['none'],
        TaskGroups: [
          { Name: 'g', Count: 1, Tasks: [{ Name: 't', Driver: 'raw_exec', Config: { command: '/bin/true' } }] },
        ],
      },
    },
  },
  { ask: 'DELETE /v1/job/nope' },
  { ask: 'PUT /v1/namespaces', body: { Name: 'team', Description: 'd' } },
  { ask: 'PUT /v1/namespace/team2', body: { Name: 'team2', Meta: { a: 'b' } } },
  { ask: 'PUT /v1/namespaces', body: { Name: 'a b' } },
  { ask: 'GET /v1/namespaces' },
  { ask: 'DELETE /v1/namespace/team' },
  { ask: 'DELETE /v1/namespace/team' },
  { ask: 'DELETE /v1/namespace/default' },
];
