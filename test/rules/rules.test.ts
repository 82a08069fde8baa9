import { describe, expect, it } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { reportOf } from './example-report.ts';

describe('a healthy world', () => {
  it('has no findings, and every rule can look at it', () => {
    const { findings, notChecked } = reportOf({ says: 'nothing differs', world: (healthy) => healthy });
    expect(findings).toEqual([]);
    expect(notChecked).toEqual([]);
  });
});

/** Rules whose bad example has its cause elsewhere, or breaks something else besides, and what is said first of it. */
const saidFirst: Readonly<Record<string, string>> = {
  'job/child-id-in-claims': 'upgrade/known-defect',
  'workload/no-identity': 'agent/default-identity-missing',
  'workload/client-token-fallback': 'job/stale-identities',
  'workload/login-refused': 'consul/audience-mismatch',
};

describe.each(rules)('$id', ({ id, examples, title, why, fix, references }) => {
  it('sees its bad example, and says it first', () => {
    const { findings } = reportOf(examples.bad);
    expect(findings.map(({ rule }) => rule)).toContain(id);
    expect(findings[0]?.rule).toBe(saidFirst[id] ?? id);
  });

  it('lets its good example pass', () => {
    const { findings } = reportOf(examples.good);
    expect(findings.map(({ rule }) => rule)).not.toContain(id);
  });

  it('is told in whole sentences', () => {
    expect(title).not.toMatch(/[.!]$/);
    for (const text of [why, fix]) expect(text).toMatch(/[.!)`…]$/);
    for (const url of references) expect(url).toMatch(/^https:\/\//);
  });
});
