import { expect, it } from 'vitest';
import { predicting } from './predicting.ts';

const job = { ID: 'j', TaskGroups: [{ Name: 'g', Tasks: [{ Name: 't', Driver: 'exec' }] }] };
const question = { nomad: { version: '1.11.1', region: 'global' }, job };
const refused = { ...question, job: { ...job, TaskGroups: [] } };

const run = predicting('nomad');

it('answers with exactly the members of its contract', async () => {
  const { code, out } = await run(JSON.stringify(question));
  const answer = JSON.parse(out) as { readonly identities: readonly object[] };
  expect(code).toBe(0);
  expect(Object.keys(answer)).toEqual(['accepted', 'error', 'warnings', 'identities']);
  expect(answer.identities.map((identity) => Object.keys(identity))).toEqual([
    ['group', 'task', 'service', 'identity', 'claims', 'unknown'],
  ]);
});

it('takes a job that Nomad refuses for an answer, not for a failure', async () => {
  const { code, out } = await run([question, refused].map((one) => JSON.stringify(one)).join('\n'), { ndjson: true });
  const answers = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly accepted: boolean });
  expect(answers.map(({ accepted }) => accepted)).toEqual([true, false]);
  expect(code).toBe(0);
});

it('tells which line cannot be answered, and goes on', async () => {
  const { code, out } = await run(`{}\n${JSON.stringify(question)}\n`, { ndjson: true });
  const [first, second] = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(Object.keys(first ?? {})).toEqual(['error']);
  expect(second).toMatchObject({ accepted: true });
  expect(code).toBe(2);
});
