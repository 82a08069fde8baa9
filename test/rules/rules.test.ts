import { describe, expect, it } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { reportOf } from './example-report.ts';

describe('a healthy world', () => {
  it('has no findings, and every rule can look at it', async () => {
    const { findings, notChecked } = await reportOf({ says: 'nothing differs', world: (healthy) => healthy });
    expect(findings).toEqual([]);
    expect(notChecked).toEqual([]);
  });
});

describe.each(rules)('$id', ({ id, examples }) => {
  it('sees its bad example', async () => {
    const { findings } = await reportOf(examples.bad);
    expect(findings.map(({ rule }) => rule)).toContain(id);
  });

  it('lets its good example pass', async () => {
    const { findings } = await reportOf(examples.good);
    expect(findings.map(({ rule }) => rule)).not.toContain(id);
  });
});
