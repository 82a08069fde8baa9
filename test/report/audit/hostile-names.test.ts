import { expect, it } from 'vitest';
import { auditReporters, type AuditFormat } from '../../../src/report/audit/index.ts';
import { code, foldedTitle, inline } from '../../../src/report/audit/markdown-text.ts';
import { plainContext, sampleReport } from './sample.ts';

const formats = Object.keys(auditReporters) as AuditFormat[];

/** Colours, a cleared screen by the one-byte form, a bell, and a turned direction of writing. */
const hostile = 'web\u001b[31m\u009b2J\u0007\u202e``<script>alert(1)</script>`';

async function written(format: AuditFormat): Promise<string> {
  const { findings, notChecked, ...rest } = sampleReport();
  const report = {
    ...rest,
    findings: findings.map((finding) => ({
      ...finding,
      message: `${finding.message} ${hostile}`,
      location: { remote: `consul GET ${hostile}` },
      subject: { ...finding.subject, job: hostile },
    })),
    notChecked: notChecked.map((one) => ({ ...one, reason: hostile })),
  };
  return (await auditReporters[format]())(report, plainContext);
}

it.each(formats)('%s lets nothing from a cluster drive a terminal', async (format) => {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(await written(format)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

it('json gives programs the names as they are all the same', async () => {
  const { findings } = JSON.parse(await written('json')) as { findings: readonly { subject: { job: string } }[] };
  expect(findings[0]?.subject.job).toBe(hostile);
});

it.each([
  ['``<script>`', '\\`\\`&lt;script&gt;\\`'],
  ['`<b>` and <b>', '`<b>` and &lt;b&gt;'],
  ['``a`|b`` c', '``a`\\|b`` c'],
  ['one ` and\n <i>two', 'one \\` and &lt;i&gt;two'],
  ['&lt; ~~gone~~', '&amp;lt; \\~\\~gone\\~\\~'],
])('markdown writes %j so that GitHub reads no HTML in it', (text, expected) => {
  expect(inline(text)).toBe(expected);
});

it('markdown writes the title of what is folded as HTML, since GitHub reads no Markdown there', () => {
  expect(foldedTitle('`a` | <b>\n`<c>`')).toBe('<code>a</code> | &lt;b&gt; <code>&lt;c&gt;</code>');
});

it.each([
  ['a|b', '`a\\|b`'],
  ['a``b', '```a``b```'],
  ['`a', '`` `a ``'],
])('markdown keeps %j whole as code', (text, expected) => {
  expect(code(text)).toBe(expected);
});
