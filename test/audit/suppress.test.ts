import { describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { ignoresOf, mistakesOf } from '../../src/audit/job-meta.ts';
import { checkRuleNames, levelsOf } from '../../src/audit/levels.ts';
import { suppress } from '../../src/audit/suppress.ts';
import { change } from '../../src/rules/change.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';
import { loadAuditConfig } from '../../src/spec/audit-config.ts';
import { noAuditConfig, type Ignore } from '../../src/spec/audit-levels.ts';

/** The auditing of a method with another audience: one cause, two logins that fail. */
const world = change.authMethod(healthyWorld(), { Config: { BoundAudiences: ['other'] } });
const now = world.takenAt;
const look = lookAt(world, { now });
const report = audit(world, look, rules);
const ignore = (more: Partial<Ignore> = {}): Ignore => ({
  rule: 'consul/audience-mismatch',
  subject: {},
  reason: 'being moved',
  ...more,
});

describe('what is ignored', () => {
  it('is left out with all that follows from it, and counted', () => {
    expect(report.findings.length).toBe(3);
    const { report: left, unused, expired } = suppress(report, [ignore()], new Set(), now);
    expect(left.findings).toEqual([]);
    expect(left.summary).toMatchObject({ error: 0, causes: 0, suppressed: 3 });
    expect([unused, expired]).toEqual([[], []]);
  });

  it.each([
    ['its last day', '2026-05-28', 0],
    ['the day after', '2026-05-27', 3],
  ])('is heeded until the end of its last day: %s', (_, until, left) => {
    expect(new Date(now * 1000).toISOString().slice(0, 10)).toBe('2026-05-28');
    const result = suppress(report, [ignore({ until })], new Set(), now);
    expect(result.report.findings).toHaveLength(left);
    expect(result.expired).toHaveLength(left === 0 ? 0 : 1);
  });

  it('says which ignoring is about nothing', () => {
    const other = ignore({ subject: { job: 'nobody' } });
    expect(suppress(report, [other], new Set(), now)).toMatchObject({ unused: [other] });
  });

  it('may be one finding only, whose cause stays', () => {
    const one = ignore({ rule: 'workload/*', subject: { job: 'web', task: 'server' } });
    expect(suppress(report, [one], new Set(), now).report.findings.map(({ rule }) => rule)).toEqual([
      'consul/audience-mismatch',
      'workload/login-refused',
    ]);
  });
});

it('what a baseline knows is left out', () => {
  const known = new Set(report.findings.map(({ fingerprint }) => fingerprint));
  expect(suppress(report, [], known, now).report.findings).toEqual([]);
  const later = audit(world, lookAt(world, { now: now + 1 }), rules);
  expect(later.findings.map(({ fingerprint }) => known.has(fingerprint))).toEqual([true, true, true]);
});

describe('levels', () => {
  const levels = levelsOf(
    {
      ...noAuditConfig,
      levels: [
        { rule: 'consul/*', level: 'info' },
        { rule: 'workload/login-refused', level: 'off' },
      ],
    },
    rules,
  );
  it('change how bad a finding is, or take a rule out', () => {
    const changed = audit(world, lookAt(world, { now }), rules, levels);
    expect(changed.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['consul/audience-mismatch', 'info'],
    ]);
    expect(changed.summary.rules).toBe(rules.length - 1);
  });

  it('for a rule that does not exist are refused, with the one that was meant', () => {
    const wrong = { ...noAuditConfig, levels: [{ rule: 'consul/audience-mismatsh', level: 'off' as const }] };
    expect(() => checkRuleNames(wrong, rules)).toThrow(
      expect.objectContaining({
        errors: [expect.objectContaining({ hint: 'did you mean "consul/audience-mismatch"?' })],
      }),
    );
  });
});

describe('the meta of a job', () => {
  const [job] = healthyWorld().nomad?.jobs ?? [];
  const withMeta = (text: string): readonly Ignore[] =>
    job === undefined ? [] : ignoresOf({ ...job, job: { ...job.job, Meta: { wid_ignore: text } } });

  it.each([
    ['job/identity-name: the vendor wants it', [{ rule: 'job/identity-name', reason: 'the vendor wants it' }]],
    [
      'vault/*: moving (until 2027-01-31); keys/single-agent: lab',
      [{ rule: 'vault/*', until: '2027-01-31' }, { rule: 'keys/single-agent' }],
    ],
    ['job/identity-name', []],
    ['job/identity-name: ', []],
    ['job/identity-name: (until 2027-01-31)', []],
    ['job/identity-name: moving (until soon)', []],
    ['job/identity-name: moving (until 2027-02-31)', []],
  ])('%j says what is ignored about it, if it says why', (text, expected) => {
    expect(withMeta(text)).toMatchObject(expected);
    for (const { subject } of withMeta(text)) expect(subject).toEqual({ namespace: 'default', job: 'web' });
  });

  it.each([
    ['job/identity-name: the vendor wants it; vault/*: moving (until 2027-01-31);', []],
    ['job/identity-name', ['at "job/identity-name": it says no reason (meta of job web)']],
    ['job/identity-name: (until 2027-01-31)', ['it says no reason']],
    ['job/identity-name: x (until soon)', ['a day is written 2027-01-31, and "soon" is none']],
    ['job/identity-name: x (until 2027-02-31)', ['"2027-02-31" is none']],
    ['ignore everything', ['it is written "area/title: the reason (until 2027-01-31)"']],
    ['job/identity-nam: x', ['there is no such rule; did you mean "job/identity-name"?']],
  ])('%j is told of when it is not heeded', (text, expected) => {
    expect(job).toBeDefined();
    if (job === undefined) return;
    const mistakes = mistakesOf({ ...job, job: { ...job.job, Meta: { wid_ignore: text } } }, rules);
    expect(mistakes).toEqual(expected.map((part): unknown => expect.stringContaining(part)));
  });
});

it.each([
  ['a day that the calendar has not', 'ignore: [{ rule: vault/*, reason: x, until: 2027-02-31 }]', 'no such day'],
  ['nothing', '# all as usual\n', 'wid.audit.yaml is empty'],
])('a configuration with %s is refused with its place', (_, text, message) => {
  expect(() => loadAuditConfig({ name: 'wid.audit.yaml', text })).toThrow(message);
});

it('an empty configuration is said to start as one, not as a spec', () => {
  const hint = 'it starts with `rules:` or `ignore:`';
  expect(() => loadAuditConfig({ name: 'wid.audit.yaml', text: '' })).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ hint })] }),
  );
});
