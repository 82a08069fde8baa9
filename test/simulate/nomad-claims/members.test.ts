import { expect, test } from 'vitest';
import { readJob } from '../../../src/simulate/nomad-claims/read-job.ts';
import { storedJob } from '../../../src/simulate/nomad-claims/stored-job.ts';

const inTask = (task: unknown): unknown => ({ TaskGroups: [{}, { Tasks: [task] }] });

test.each([
  ['a job that is a list', [], 'job must be an object'],
  ['a job inside of a body', { Job: { ID: 1 } }, 'job.Job.ID must be a string'],
  ['a number with a fraction', { Priority: 1.5 }, 'job.Priority must be a whole number'],
  ['what is no list', { Datacenters: 'dc1' }, 'job.Datacenters must be a list'],
  ['a text of a list', { Datacenters: ['dc1', 2] }, 'job.Datacenters[1] must be a string'],
  ['a text by its key', { Meta: { owner: 1 } }, 'job.Meta.owner must be a string'],
  ['an object of a list', { TaskGroups: [null, 'web'] }, 'job.TaskGroups[1] must be an object'],
  ['a flag deep inside', inTask({ Leader: 1 }), 'job.TaskGroups[1].Tasks[0].Leader must be true or false'],
  [
    'an audience deep inside',
    inTask({ Identities: [null, { Audience: ['a', null] }] }),
    'job.TaskGroups[1].Tasks[0].Identities[1].Audience[1] must be a string',
  ],
  ['a volume', { TaskGroups: [{ Volumes: { data: 1 } }] }, 'job.TaskGroups[0].Volumes.data must be an object'],
  [
    'an address of a gateway',
    { TaskGroups: [{ Services: [{ Connect: { Gateway: { Proxy: { EnvoyGatewayBindAddresses: { all: 1 } } } } }] }] },
    'job.TaskGroups[0].Services[0].Connect.Gateway.Proxy.EnvoyGatewayBindAddresses.all must be an object',
  ],
])('tells where %s stands that has the wrong type', (_, job, message) => {
  expect(() => readJob(job)).toThrow(expect.objectContaining({ code: 'syntax', message }));
});

test('reads members in whatever case, the exact one first', () => {
  const job = readJob({ id: 'other', ID: 'web', taskgroups: [{ NAME: 'main', tasks: [{ name: 'server' }] }] });
  expect(job.id).toBe('web');
  expect(job.groups.map(({ name, tasks }) => [name, tasks.map((task) => task.name)])).toEqual([['main', ['server']]]);
});

test('leaves the job that it reads as it is when identities are taken out of what was read', () => {
  const given = { ID: 'web', TaskGroups: [{ Tasks: [{ Identities: [{ Name: 'default', Audience: ['a'] }] }] }] };
  const before = structuredClone(given);
  expect(storedJob(given, 'global').groups[0]?.tasks[0]?.identities).toEqual([]);
  expect(given).toEqual(before);
});
