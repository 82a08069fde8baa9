import type { Finding, Severity } from '../../model/finding.ts';
import { rules } from '../../rules/index.ts';
import { visible } from '../visible.ts';
import { locationText } from './location-text.ts';
import type { AuditReporter } from './reporter.ts';

/** JUnit XML, as CI servers show test results: a suite for each area, a case for each rule, a failure for each finding. */
export const junit: AuditReporter = ({ findings, notChecked }) => {
  const skipped = new Map(notChecked.map(({ rule, reason }) => [rule, reason]));
  const areas = [...new Set(rules.map(({ id }) => areaOf(id)))];
  const suites = areas.map((area) => suite(area, findings, skipped));
  const failing = findings.filter(({ severity }) => fails[severity]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="wid audit" tests="${String(rules.length)}" failures="${String(new Set(failing.map(({ rule }) => rule)).size)}">`,
    ...suites,
    '</testsuites>\n',
  ].join('\n');
};

/** What is worth knowing fails no build. */
const fails: Readonly<Record<Severity, boolean>> = { error: true, warning: true, info: false };

const areaOf = (rule: string): string => rule.split('/')[0] ?? '';

function suite(area: string, findings: readonly Finding[], skipped: ReadonlyMap<string, string>): string {
  const own = rules.filter(({ id }) => areaOf(id) === area);
  const of = (id: string): readonly Finding[] =>
    findings.filter(({ rule, severity }) => rule === id && fails[severity]);
  const failures = own.filter(({ id }) => of(id).length > 0).length;
  const unseen = own.filter(({ id }) => of(id).length === 0 && skipped.has(id)).length;
  const cases = own.map(({ id, title }) => {
    const name = `<testcase classname="${escaped(area)}" name="${escaped(`${id}: ${title}`)}"`;
    const seen = of(id);
    const reason = skipped.get(id);
    if (seen.length > 0) return `    ${name}>\n${seen.map(failure).join('\n')}\n    </testcase>`;
    return reason === undefined
      ? `    ${name}/>`
      : `    ${name}>\n      <skipped message="${escaped(reason)}"/>\n    </testcase>`;
  });
  const head = `  <testsuite name="${escaped(area)}" tests="${String(own.length)}" failures="${String(failures)}" skipped="${String(unseen)}">`;
  return [head, ...cases, '  </testsuite>'].join('\n');
}

function failure({ severity, message, location, why, fix }: Finding): string {
  const text = `${locationText(location)}\nwhy: ${why}\nfix: ${fix.text}`;
  return `      <failure type="${severity}" message="${escaped(message)}">${escaped(text)}</failure>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Control characters, which XML 1.0 cannot hold, are shown as in other reports; what else it cannot hold is replaced. */
function escaped(text: string): string {
  return visible(text)
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
    .replace(/\n/g, '&#10;')
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
