import { writeFileSync } from 'node:fs';
import { ask, type Question } from './ask.ts';
import { jsonTexts, syntaxTexts } from './corpus.ts';
import { job } from './job-corpus.ts';
import { random } from './random.ts';
import { valueTexts } from './value-corpus.ts';
import { yamlExpressions } from './yaml-corpus.ts';

/** Asks the oracle anew about the stored texts: what it answers goes to test/fixtures. */
export function writeFixtures(folder: URL): void {
  const short = (texts: readonly string[], most: number): string[] =>
    texts.filter((text) => text.length < 700).slice(0, most);
  const questions: Question[] = [
    ...short(syntaxTexts(1, 2500), 1150).map((text) => ['syntax', text] as const),
    ...short(jsonTexts(1, 1300), 1100).map((text) => ['json', text] as const),
  ];
  const verdicts = ask(questions).map(({ problems, tree }, index) => {
    const [kind, text] = questions[index] ?? ['syntax', ''];
    return { kind, text, ...(problems && { problems }), ...(tree !== undefined && { tree }) };
  });
  write(new URL('hcl2-verdicts.json', folder), verdicts);
  const expressions = [...valueTexts(1, 700), ...yamlExpressions(1, 400)];
  const values = ask(expressions.map((text) => ['value', `a = ${text}\n`] as const)).map(
    ({ values: found }, index) => ({ text: expressions[index], answer: found?.a }),
  );
  write(new URL('hcl2-values.json', folder), values);
  const jobs = Array.from({ length: 90 }, (_, index) => job(random(index)).text).filter((text) => text.length < 9000);
  const read = ask(jobs.map((text) => ['job', text] as const)).map(({ job: found, error }, index) => ({
    text: jobs[index],
    ...(error === undefined ? { job: pruned(found) } : { error }),
  }));
  write(new URL('jobs.json', folder), read);
}

/** Without what is null or empty: most of a job is. */
export function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== '' && inner !== false && inner !== 0)
      .map(([name, inner]) => [name, pruned(inner)]),
  );
}

function write(file: URL, entries: readonly unknown[]): void {
  writeFileSync(file, `[\n${entries.map((entry) => JSON.stringify(entry)).join('\n,')}\n]\n`);
}
