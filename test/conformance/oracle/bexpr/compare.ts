import { readFileSync } from 'node:fs';
import { keptType, type Kept } from '../../../../src/lab/nomad/go-types/kept.ts';
import { compileFilter } from '../../../../src/syntax/selector/filter/evaluate.ts';
import { parseFilter } from '../../../../src/syntax/selector/filter/parse.ts';
import type { Answer } from './ask.ts';

/** What the filters of the stored verdicts are asked about. */
export const objects = JSON.parse(
  readFileSync(new URL('../../../fixtures/filter-objects.json', import.meta.url), 'utf8'),
) as readonly (readonly [kept: Kept, object: unknown])[];

/** Our answer in the form of the oracle's. */
export function answerOf(kept: Kept, data: unknown, filter: string): Answer {
  const parsed = parseFilter(filter);
  if (!parsed.ok) return parsed.error;
  const verdict = compileFilter(parsed.value)({ type: keptType(kept), data });
  return typeof verdict === 'boolean' ? verdict : (verdict.error ?? null);
}
