import { describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { jobOfSource } from '../../src/collect/files/jobs.ts';
import type { Finding } from '../../src/model/finding.ts';
import { change } from '../../src/rules/change.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';
import { jobExamples, type JobExample } from './examples.ts';

/** What is found of the job in a healthy cluster that has no other. */
function findings({ name, text }: JobExample): readonly Finding[] {
  const source = { name, text };
  const healthy = healthyWorld();
  const world = change.nomad(healthy, { jobs: [jobOfSource(source).job], allocations: [] });
  return audit(world, lookAt(world, { now: world.takenAt, sources: new Map([[name, source]]) }), rules).findings;
}

const bad = jobExamples('bad');

describe('the jobs that work', () => {
  it.each(jobExamples('good'))('$name gives no finding at warning or above', (example) => {
    expect(findings(example).filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it.each(jobExamples('good'))('$name says in a comment what it shows', ({ text }) => {
    expect(text).toMatch(/^# \w/);
  });
});

describe('the jobs that do not work', () => {
  it.each(bad)('$name: $rule is said first', (example) => {
    expect(rules.map(({ id }) => id)).toContain(example.rule);
    const found = findings(example);
    expect(found.map(({ rule }) => rule)[0], found.map(({ message }) => message).join('\n')).toBe(example.rule);
  });

  it.each(bad)('$name says in a comment what goes wrong', ({ text }) => {
    expect(text).toMatch(/^# wid: \S+\n#\n# \w/);
  });

  it.each(bad)('$name has one cause', (example) => {
    const causes = findings(example).filter(({ severity, causedBy }) => severity !== 'info' && causedBy === undefined);
    expect(causes.map(({ rule }) => rule)).toEqual([example.rule]);
  });
});
