import { describe, expect, it } from 'vitest';
import { auditReporters, type AuditFormat } from '../../../src/report/audit/index.ts';
import { plainContext, sampleReport } from './sample.ts';

const formats = Object.keys(auditReporters) as AuditFormat[];

const written = async (format: AuditFormat): Promise<string> =>
  (await auditReporters[format]())(sampleReport(), plainContext);

describe.each(formats)('an audit as %s', (format) => {
  it('names every rule that saw something, and what was not checked', async () => {
    const report = sampleReport();
    const text = await written(format);
    expect(report.findings.length).toBeGreaterThan(2);
    for (const { rule, causedBy } of report.findings)
      // For people, what follows from a cause is told by its message.
      if (causedBy === undefined) expect(text).toContain(rule);
    expect(text).toContain('permission denied');
  });

  it('ends with a line break and is the same every time', async () => {
    const text = await written(format);
    expect(text.endsWith('\n')).toBe(true);
    expect(await written(format)).toBe(text);
  });
});

it('text leads with what goes away with the cause', async () => {
  expect(await written('text')).toMatch(/^Fix this one and 2 others go away\.\n/);
});

it('text says why and what to do once for all that it is the same for', async () => {
  const report = sampleReport();
  const [one] = report.findings;
  if (one === undefined) throw new Error('the sample has findings');
  const other = { ...one, message: 'another', fingerprint: 'another' };
  const elsewhere = { ...other, message: 'a third', fingerprint: 'a third', fix: { text: 'do this instead' } };
  const text = (await auditReporters.text())({ ...report, findings: [one, other, elsewhere] }, plainContext);
  expect(text.split(one.why)).toHaveLength(2);
  expect(text.split(one.fix.text)).toHaveLength(2);
  expect(text).toMatch(/: another\n.*\n {2}why, fix: as above\n/);
  expect(text).toMatch(/: a third\n.*\n {2}fix: do this instead\n/);
});

it.each(['text', 'markdown'] as const)(
  '%s counts in words that fit the numbers, and the rules that saw not all',
  async (format) => {
    const { findings, notChecked, summary } = sampleReport();
    const [one] = findings;
    const alone = { findings: findings.filter((finding) => finding === one), notChecked: notChecked.slice(0, 1) };
    const written = (await auditReporters[format]())(
      { ...alone, summary: { ...summary, error: 1, warning: 0, info: 1, causes: 1, suppressed: 0, jobs: 1, rules: 3 } },
      plainContext,
    );
    expect(written).toMatch(
      /1 error, 0 warnings, 1 note(?:, of 1 cause)? \(3 rules of which 1 could not look at everything, 1 job\)/,
    );
  },
);

it('json holds the members that programs rely on', async () => {
  const { schemaVersion, findings, notChecked, summary } = JSON.parse(await written('json')) as Record<string, unknown>;
  expect(schemaVersion).toBe(1);
  expect(Object.keys((findings as object[])[0] ?? {}).toSorted()).toEqual(
    ['cases', 'evidence', 'fingerprint', 'fix', 'location', 'message', 'rule', 'severity', 'subject', 'why'].toSorted(),
  );
  expect((findings as { causedBy?: string }[])[1]).toHaveProperty('causedBy');
  expect(notChecked).toContainEqual(expect.objectContaining({ rule: 'security/no-audit-device' }));
  expect(summary).toMatchObject({ causes: 1 });
});

it('junit is well-formed: every sign of markup in a message is written as an entity', async () => {
  const text = await written('junit');
  expect(text).toContain('&lt;nomad&gt;&amp;|&quot;co&quot;');
  const open = text.match(/<testcase /g)?.length;
  expect(open).toBe((text.match(/<\/testcase>/g)?.length ?? 0) + (text.match(/<testcase [^>]*\/>/g)?.length ?? 0));
});

it('markdown lets no message end a table cell or begin HTML', async () => {
  const text = await written('markdown');
  expect(text).toContain(String.raw`&lt;nomad&gt;&amp;\|"co"`);
});
