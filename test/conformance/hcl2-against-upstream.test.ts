import { describe, expect, it } from 'vitest';
import { parseHcl2 } from '../../src/syntax/hcl/hcl2.ts';
import { parseHcl2Json } from '../../src/syntax/hcl/hcl2-json.ts';
import { parseJob } from '../../src/syntax/jobspec/parse-job.ts';
import { hcl2OracleForm, jsonOracleForm } from '../syntax/hcl/hcl2-oracle-form.ts';
import { ask, type Answer, type Question } from './oracle/hcl2/ask.ts';
import { jsonTexts, syntaxTexts } from './oracle/hcl2/corpus.ts';
import { writeFixtures } from './oracle/hcl2/fixtures.ts';
import { job } from './oracle/hcl2/job-corpus.ts';
import { random } from './oracle/hcl2/random.ts';

// Needs Go: WID_HCL2_SEED=7 [WID_HCL2_COUNT=20000] npx vitest run test/conformance/hcl2-against-upstream.test.ts
// and with WID_HCL2_FIXTURES=1 the stored answers are asked for anew.
const seed = Number(process.env.WID_HCL2_SEED);
const count = Number(process.env.WID_HCL2_COUNT ?? 2000);
const patience = 600_000;

describe(`HashiCorp's readers, asked now, with seed ${String(seed)}`, () => {
  const compare = (
    questions: readonly Question[],
    mine: (text: string, theirs: Answer) => readonly [unknown, unknown],
  ): void => {
    const different = ask(questions).flatMap((theirs, index) => {
      const text = questions[index]?.[1] ?? '';
      if (theirs.crash !== undefined) return [];
      const [one, other] = mine(text, theirs);
      return JSON.stringify(one) === JSON.stringify(other) ? [] : [{ text, mine: one, theirs: other }];
    });
    const [smallest] = different.toSorted((a, b) => a.text.length - b.text.length);
    expect(smallest).toBeUndefined();
  };
  const places = (problems: readonly { start: number; end: number }[]): unknown =>
    problems.map(({ start, end }) => [start, end]);

  it('agree on native syntax, with every place', { timeout: patience }, () => {
    compare(
      syntaxTexts(seed, count).map((text) => ['syntax', text]),
      (text, { problems = [], tree }) => {
        const read = parseHcl2({ name: 'a', text });
        return [
          [places(read.problems), problems.length > 0 ? undefined : hcl2OracleForm(read.file.body)],
          [problems, tree],
        ];
      },
    );
  });

  it('agree on JSON, with every place', { timeout: patience }, () => {
    compare(
      jsonTexts(seed, count).map((text) => ['json', text]),
      (text, { problems = [], tree }) => {
        const read = parseHcl2Json({ name: 'a', text });
        return [
          [places(read.problems), problems.length > 0 ? '' : jsonOracleForm(read.root)],
          [problems, tree ?? ''],
        ];
      },
    );
  });

  it('agree on whole jobs, member by member', { timeout: patience }, () => {
    const made = Array.from(
      { length: Math.ceil(count / 10) },
      (_, index) => job(random(seed * 1_000_003 + index)).text,
    );
    compare(
      made.map((text) => ['job', text]),
      (text, theirs) => {
        const read = parseJob({ name: 'a', text });
        return [read.ok ? sorted(read.job) : 'refused', theirs.error === undefined ? sorted(theirs.job) : 'refused'];
      },
    );
  });

  if (process.env.WID_HCL2_FIXTURES !== undefined) {
    it('give the answers that are stored', { timeout: patience }, () => {
      writeFixtures(new URL('../fixtures/', import.meta.url));
    });
  }
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
