import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Vector } from '../fixtures/vectors.ts';
import { areas } from './areas/index.ts';

const { WID_VECTORS: file, WID_VECTORS_RESULT: result } = process.env;

/** Reasons for vectors that are not run, by area and name. */
function known(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(new URL('known.json', import.meta.url), 'utf8')) as Record<string, string>;
}

/**
 * Runs all vectors, or those of `WID_VECTORS`, each by its area. One that cannot be run must have its reason in
 * known.json.
 */
test('every vector says what the code says', { timeout: 600_000 }, async () => {
  const path = file === undefined || file === '' ? new URL('../fixtures/vectors.json', import.meta.url) : file;
  const vectors = JSON.parse(readFileSync(path, 'utf8')) as Vector[];
  const reasons = known();
  const wrong: string[] = [];
  let agreed = 0;
  let skipped = 0;
  for (const vector of vectors) {
    const key = `${vector.area}: ${vector.name}`;
    const run = areas[vector.area];
    const verdict = run === undefined ? { skipped: 'nothing runs this area' } : await run(vector);
    if ('skipped' in verdict) {
      if (reasons[key] === undefined) wrong.push(`${key}: not run (${verdict.skipped})`);
      else skipped += 1;
    } else if (verdict.agrees) agreed += 1;
    else
      wrong.push(
        `${key}\n  expected ${JSON.stringify(vector.expected)}\n  answered ${JSON.stringify(verdict.answered)}`,
      );
  }
  const notRun = skipped === 0 ? '' : ` (${String(skipped)} more not run, see test/conformance/known.json)`;
  const summary = `agree ${String(agreed)} of ${String(vectors.length - skipped)}${notRun}`;
  if (result !== undefined) writeFileSync(result, summary);
  expect(wrong.join('\n')).toBe('');
});
