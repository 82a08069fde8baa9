import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { knownFailures } from './known-failures.ts';

const covered = new Set(rules.flatMap(({ cases }) => cases));
const told = readFileSync(new URL('../../docs/coverage.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, id, , reason] = /^\| ([A-Z]{2}-\d\d) +\| (.+?) +\| (.+?) +\|$/.exec(line) ?? [];
    return id === undefined || reason === undefined ? [] : [id];
  });

it('every known failure is seen by a rule, or docs/coverage.md says why not', () => {
  expect([...covered, ...told].toSorted()).toEqual([...knownFailures].toSorted());
});

it('rules see at least 85 of 100', () => {
  const share = knownFailures.filter((id) => covered.has(id)).length / knownFailures.length;
  expect(share).toBeGreaterThanOrEqual(0.85);
});
