import type { Finding } from '../../model/finding.ts';
import { countsOf, filterBar, type Choice } from './filters.ts';
import { areaOf, findingItem, type Around } from './finding-item.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { sentence } from './sentence.ts';
import { severities, severityMark, severityWords } from './severity-mark.ts';

/** Findings grouped by what causes them, with a bar of filters. The order is the report's. */
export function findingsSection(findings: readonly Finding[], around: Omit<Around, 'cause'>): Markup {
  const ids = new Map(findings.map((finding, index) => [finding, `finding-${String(index + 1)}`]));
  const byPrint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  const groups = new Map<Finding, Finding[]>();
  for (const finding of findings) {
    const root = rootOf(finding, byPrint);
    if (root === finding) groups.set(finding, []);
    else groups.set(root, [...(groups.get(root) ?? []), finding]);
  }
  const item = (finding: Finding): Markup => {
    const cause = finding.causedBy === undefined ? undefined : byPrint.get(finding.causedBy);
    return findingItem(finding, ids.get(finding) ?? '', {
      ...around,
      cause: cause && { id: ids.get(cause) ?? '', message: cause.message },
    });
  };
  return markup`<section aria-labelledby="findings" data-list><h2 id="findings">Findings, causes first</h2>
${bar(findings)}
${[...groups].map(([root, others]) => group(item(root), others.map(item)))}</section>`;
}

function group(root: Markup, others: readonly Markup[]): Content {
  const title = others.length === 1 ? '1 other follows from it' : `${String(others.length)} others follow from it`;
  return markup`<div class="group" data-group>${root}${others.length > 0 && markup`<div class="follows"><p>${title}</p>${others}</div>`}</div>`;
}

/** The finding at the beginning; the finding itself when its cause was left out of the report. */
function rootOf(finding: Finding, byPrint: ReadonlyMap<string, Finding>): Finding {
  const seen = new Set<Finding>();
  let at = finding;
  for (;;) {
    seen.add(at);
    const cause = at.causedBy === undefined ? undefined : byPrint.get(at.causedBy);
    if (cause === undefined || seen.has(cause)) return at;
    at = cause;
  }
}

function bar(findings: readonly Finding[]): Markup {
  const bySeverity = countsOf(
    findings.map(({ severity }) => severity),
    severities,
  );
  const choices = (values: readonly string[]): readonly Choice[] =>
    [...countsOf(values)].map(([value, count]) => ({ value, count, label: value }));
  return filterBar(
    [
      {
        name: 'severity',
        label: 'Severity',
        as: 'row',
        choices: severities.flatMap((value): readonly Choice[] => {
          const count = bySeverity.get(value);
          return count === undefined
            ? []
            : [{ value, count, label: sentence(severityWords[value][1]), sign: severityMark(value) }];
        }),
      },
      { name: 'area', label: 'Area', as: 'list', choices: choices(findings.map(areaOf)) },
      { name: 'rule', label: 'Rule', as: 'list', choices: choices(findings.map(({ rule }) => rule)) },
    ],
    { what: 'the findings', total: findings.length, place: 'Search' },
  );
}
