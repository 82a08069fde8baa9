import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { clusterTypes } from '../../src/lab/nomad/go-types/cluster.ts';
import { jobTypes } from '../../src/lab/nomad/go-types/job.ts';
import { ask, askTypes, type Question } from './oracle/bexpr/ask.ts';
import { answerOf, objects } from './oracle/bexpr/compare.ts';
import { filterTexts } from './oracle/bexpr/corpus.ts';
import { random } from './oracle/hcl2/random.ts';

// Needs Go: WID_FILTER_SEED=7 [WID_FILTER_COUNT=100000] npx vitest run test/conformance/filters-against-upstream.test.ts
// and with WID_FILTER_FIXTURES=1 the stored answers are asked for anew.
const seed = process.env.WID_FILTER_SEED;
const count = Number(process.env.WID_FILTER_COUNT ?? 20_000);
const patience = 600_000;

it.skipIf(seed === undefined)("go-bexpr, asked now, says the same of Nomad's objects", { timeout: patience }, () => {
  const questions = questionsOf(Number(seed), count);
  const answers = ask(questions);
  const different = questions.flatMap(([kept, object, filter], index) => {
    const theirs = answers[index];
    const ours = answerOf(kept, object, filter);
    return theirs === ours || isUndecided(theirs) ? [] : [{ kept, filter, ours, theirs }];
  });
  const [smallest] = different.toSorted((a, b) => a.filter.length - b.filter.length);
  expect({ of: answers.length, different: different.length, smallest }).toEqual({
    of: questions.length,
    different: 0,
    smallest: undefined,
  });
});

it.skipIf(seed === undefined)("the types are those of Nomad's own objects", { timeout: patience }, () => {
  expect(jobTypes + clusterTypes).toBe(`\n${askTypes()}`);
});

it.skipIf(process.env.WID_FILTER_FIXTURES === undefined)(
  'the stored answers are written',
  { timeout: patience },
  () => {
    const questions = questionsOf(1, 6000).filter(([, , filter]) => filter.length < 160);
    const lines = ask(questions).flatMap((answer, index) => {
      const [, object, filter] = questions[index] ?? [];
      if (isUndecided(answer)) return [];
      return [JSON.stringify([objects.findIndex(([, one]) => one === object), filter, answer])];
    });
    const file = new URL('../fixtures/filter-verdicts.jsonl', import.meta.url);
    writeFileSync(file, `${[...new Set(lines)].slice(0, 3000).join('\n')}\n`);
  },
);

function questionsOf(from: number, most: number): Question[] {
  const chosen = random(from);
  return Array.from({ length: Math.ceil(most / objects.length) }).flatMap(() =>
    objects.flatMap(([kept, object]) =>
      filterTexts(chosen, object, 1).map((filter): Question => [kept, object, filter]),
    ),
  );
}

function isUndecided(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null;
}
