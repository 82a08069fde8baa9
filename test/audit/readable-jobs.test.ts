import { expect, it } from 'vitest';
import { withReadableJobs } from '../../src/audit/readable-jobs.ts';
import { worldOfSources } from '../../src/collect/files/world.ts';
import { lookAt } from '../../src/rules/look-at.ts';
import { decodedJob } from '../../src/simulate/nomad-claims/decoded-job.ts';

const job = (tasks: string): string => `{"Job": {"ID": "web", "TaskGroups": [{"Name": "g", "Tasks": [\n${tasks}\n]}]}}`;
const good = job('{"Name": "t", "Driver": "exec"}').replace('"web"', '"good"');

it.each([
  ['a number where a text belongs', '{"Name": 1}', '"Name": 1'],
  ['a list of numbers where texts belong', '{"Name": "t", "Identities": [{"Audience": [1]}]}', '"Audience": [1]'],
  ['no list where one belongs', '{"Name": "t", "Templates": {}}', '"Templates": {}'],
  ['a number in meta', '{"Name": "t", "Meta": {"a": 1}}', '"a": 1'],
])('a job with %s is told where it is wrong, and the others are audited', (_, tasks, wrong) => {
  const text = job(tasks);
  const sources = [
    { name: 'web.json', text },
    { name: 'good.json', text: good },
  ];
  const { nomad, notRead } = withReadableJobs(worldOfSources(sources, { now: 0 }).world);
  expect(nomad?.jobs.map(({ id }) => id)).toEqual(['good']);
  expect(notRead).toHaveLength(1);
  const origin = notRead[0]?.refused?.origin;
  if (origin?.from !== 'file') throw new Error('of no file');
  const [start = 0, end = 0] = origin.places[''] ?? [];
  expect(wrong).toContain(text.slice(start, end));
});

it('a world without mistakes stays the same', () => {
  const { world } = worldOfSources([{ name: 'good.json', text: good }], { now: 0 });
  expect(withReadableJobs(world)).toBe(world);
});

it('what was decoded to see whether it can be is not decoded again for the audit', () => {
  const { world } = worldOfSources([{ name: 'good.json', text: good }], { now: 0 });
  const readable = withReadableJobs(world);
  const [reading] = readable.nomad?.jobs ?? [];
  expect(lookAt(readable, { now: 0 }).jobs[0]?.job).toBe(decodedJob(reading?.job ?? {}));
});
