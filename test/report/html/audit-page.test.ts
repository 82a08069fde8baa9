import { describe, expect, it } from 'vitest';
import { auditHtml } from '../../../src/report/html/audit-page.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { around, attackAround, attackReport, auditReport, reportOf } from './audit-sample.ts';
import { sample } from './sample.ts';

function pageOf(findings: readonly Finding[]): string {
  return auditHtml(reportOf(findings), around);
}

const verdictIn = (html: string): string =>
  (/<p class="verdict[\s\S]*?<\/p>/.exec(html)?.[0] ?? '').replaceAll(/<[^>]*>/g, '');

/** Ids of the findings of each group, the cause first. */
function groupsIn(html: string): readonly (readonly string[])[] {
  return html
    .split('<div class="group"')
    .slice(1)
    .map((group) => [...group.matchAll(/<article [^>]*id="finding-(\d+)"/g)].map(([, id]) => id ?? ''));
}

describe('the page of an audit', () => {
  it('puts what follows from a cause below it, however far', () => {
    expect(groupsIn(auditHtml(auditReport, around))).toEqual([['1', '2', '3'], ['4'], ['5']]);
  });

  it('shows a finding whose cause was left out by itself', () => {
    const left = auditReport.findings.slice(1);
    expect(groupsIn(pageOf(left))).toEqual([['1', '2'], ['3'], ['4']]);
  });

  it.each<[string, readonly Finding[], string]>([
    ['what to fix first', auditReport.findings, '3 errors, 1 warning, 1 note: fix this one and 2 others go away'],
    ['that one is the cause', auditReport.findings.slice(0, 2), '2 errors: fix this one and 1 other goes away'],
    ['only counts when nothing follows', auditReport.findings.slice(3), '1 warning, 1 note'],
    ['that nothing was found', [], 'Nothing found'],
  ])('says %s', (_, findings, verdict) => {
    expect(verdictIn(pageOf(findings))).toBe(verdict);
  });

  it('shows the place, the edit and the evidence, but no secret', () => {
    const html = auditHtml(auditReport, around);
    expect(html).toContain('<code>server.hcl:9:3</code>');
    expect(html).toMatch(/&gt; +9 \| +task_identity \{/);
    expect(html).toContain('<span class="new">+     aud = [&quot;consul.io&quot;]\n</span>');
    expect(html).toContain('error validating claims: aud claim does not match any bound audience');
    expect(html).not.toContain('not-to-be-seen');
  });

  it('names what was not checked, by reason', () => {
    const section = /<h2 id="not-checked">[\s\S]*?<\/section>/.exec(auditHtml(auditReport, around))?.[0] ?? '';
    expect(section.match(/permission denied \(needs read on sys\/auth\)/g)).toHaveLength(1);
    expect(section).toContain('3 rules could not look');
    expect(section).toContain('live/client-token-fallback');
  });

  it('draws so many chains of all jobs, broken ones first, and says how many there are', () => {
    const html = auditHtml(auditReport, { ...around, explanations: [sample, sample], most: 11 });
    const states = [...html.matchAll(/<article [^>]*id="chain-\d+"[^>]*data-state="(\w+)"/g)].map(([, state]) => state);
    expect(states).toEqual([...Array.from({ length: 10 }, () => 'broken'), 'unknown']);
    expect(html).toContain('The first 11 of 14 are drawn');
  });

  it('has the headings of an outline and no id twice', () => {
    const html = auditHtml(auditReport, around);
    const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(new Set(ids).size);
    const linked = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(linked.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('lets no name out of its place, nor an address that is not https into a link', () => {
    const html = auditHtml(attackReport, attackAround);
    const clean = html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<script>[\s\S]*?<\/script>/, '');
    expect(clean).not.toMatch(/<img|<script|<\/script|<\/style|\u202e|"javascript:/);
  });
});
