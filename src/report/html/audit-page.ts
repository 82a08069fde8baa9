import type { AuditReport, AuditSummary } from '../../audit/report.ts';
import { replacedInWords } from '../audit/count-words.ts';
import type { Finding, NotChecked, Severity, Subject } from '../../model/finding.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Chain, Explanation, Workload } from '../../simulate/explain/explanation.ts';
import type { Source } from '../../syntax/source.ts';
import { products, stateOf } from './chain-item.ts';
import { chainsSection, type PlacedChain } from './chains-section.ts';
import { findingsSection } from './findings-section.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { page } from './page.ts';
import { sentence } from './sentence.ts';
import { severities, severityMark, severityWords } from './severity-mark.ts';
import { mark } from './state-mark.ts';

export interface AuditPage {
  /** Of every job that was audited. */
  readonly explanations: readonly Explanation[];
  /** The text of a file that was read, for code frames and edits. */
  readonly source: (file: string) => Source | undefined;
  readonly rules: readonly Pick<Rule, 'id' | 'references'>[];
  /** How many chains are drawn; broken ones first. */
  readonly most?: number;
}

/** A browser bears some hundred pictures well; nobody looks at more. */
const drawn = 400;

/** An audit as one page that needs nothing else: findings grouped by cause, and for each workload the picture of its chain. */
export function auditHtml(
  { findings, notChecked, summary, replaced }: AuditReport,
  { explanations, source, rules, most = drawn }: AuditPage,
): string {
  const all = placed(explanations);
  const chains = all.slice(0, most);
  const references = new Map(rules.map(({ id, references: own }) => [id, own]));
  const around = {
    source,
    referencesOf: (rule: string) => references.get(rule) ?? [],
    chainsOf: (subject: Subject) =>
      chains.filter((one) => isOf(one, subject)).map(({ id, chain }) => ({ id, name: chainName(chain) })),
  };
  return page({
    title: `Audit: ${countWords(summary)}`,
    command: 'audit',
    head: [
      markup`<h1>Workload identity audit</h1><p class="under">${looked(summary)}</p>`,
      replaced !== undefined &&
        markup`<p class="under">From files, in the place of what runs: ${replacedInWords({ replaced })}</p>`,
      verdict({ findings, notChecked, summary }),
      counts(summary, notChecked),
    ],
    main: [
      findings.length > 0 && findingsSection(findings, around),
      chainsSection(
        chains,
        all.length > chains.length
          ? `The first ${String(chains.length)} of ${String(all.length)} are drawn, those that break before others.`
          : undefined,
      ),
      notChecked.length > 0 && notCheckedSection(notChecked),
    ],
  });
}

/** The chains of all jobs, broken ones first. */
function placed(explanations: readonly Explanation[]): readonly PlacedChain[] {
  const all = explanations.flatMap(({ job, chains }) => chains.map((chain) => ({ chain, job })));
  const order = ['broken', 'unknown', 'ok'] as const;
  return order
    .flatMap((state) => all.filter(({ chain }) => stateOf(chain) === state))
    .map((one, index) => ({ ...one, id: `chain-${String(index + 1)}` }));
}

function isOf({ chain, job }: PlacedChain, subject: Subject): boolean {
  if (subject.job === undefined || job?.id !== subject.job || job.namespace !== (subject.namespace ?? job.namespace))
    return false;
  const parts: readonly (keyof Workload)[] = ['group', 'task', 'service'];
  return parts.every((part) => subject[part] === undefined || chain.workload[part] === subject[part]);
}

function chainName({ workload: { task, service }, product }: Chain): string {
  return `${service ?? task ?? ''} at ${products[product]}`;
}

/** `2 errors, 1 warning` */
function countWords(summary: AuditSummary): string {
  const words = severities.flatMap((severity) => {
    const count = summary[severity];
    const [one, many] = severityWords[severity];
    return count === 0 ? [] : [`${String(count)} ${count === 1 ? one : many}`];
  });
  return words.length === 0 ? 'nothing found' : words.join(', ');
}

function looked({ jobs, rules, suppressed }: AuditSummary): string {
  const left = suppressed === 0 ? '' : `; ${String(suppressed)} left out, since they are ignored or known`;
  return `${String(jobs)} ${jobs === 1 ? 'job' : 'jobs'}, ${String(rules)} ${rules === 1 ? 'rule' : 'rules'}${left}`;
}

function verdict({ findings, summary }: AuditReport): Markup {
  const { error, warning } = summary;
  const state = error > 0 ? 'broken' : warning > 0 ? 'unknown' : 'ok';
  const sign = error > 0 ? severityMark('error') : warning > 0 ? severityMark('warning') : mark('ok');
  return markup`<p class="verdict ${state}">${sign}<span>${sentence(countWords(summary))}${leverage(findings)}</span></p>`;
}

/** What it brings to begin with the causes. */
function leverage(findings: readonly Finding[]): string {
  const blamed = new Set(findings.map(({ causedBy }) => causedBy));
  const causes = findings.filter((one) => one.causedBy === undefined && blamed.has(one.fingerprint)).length;
  const others = findings.filter(({ causedBy }) => causedBy !== undefined).length;
  if (others === 0 || causes === 0) return '';
  return `: fix ${causes === 1 ? 'this one' : `these ${String(causes)}`} and ${String(others)} ${others === 1 ? 'other goes' : 'others go'} away`;
}

function counts(summary: AuditSummary, notChecked: readonly NotChecked[]): Markup {
  const tile = (severity: Severity): Content => {
    const [, many] = severityWords[severity];
    const count = summary[severity];
    return markup`<div class="${count > 0 && severity}"><dt>${sentence(many)}</dt><dd>${count}</dd></div>`;
  };
  const unseen = new Set(notChecked.map(({ rule }) => rule)).size;
  return markup`<dl class="counts">${severities.map(tile)}<div><dt>Causes</dt><dd>${summary.causes}</dd></div>${
    unseen > 0 &&
    markup`<div class="unknown"><dt>Rules that could not look</dt><dd>${unseen} <small>of ${summary.rules}</small></dd></div>`
  }</dl>`;
}

/** By reason, since one thing that cannot be read stops many rules. */
function notCheckedSection(notChecked: readonly NotChecked[]): Markup {
  const byReason = new Map<string, string[]>();
  for (const { rule, reason } of notChecked) byReason.set(reason, [...(byReason.get(reason) ?? []), rule]);
  return markup`<section aria-labelledby="not-checked"><h2 id="not-checked">Not checked</h2><div class="panel"><ul class="lines">${[
    ...byReason,
  ].map(
    ([reason, stopped]) =>
      markup`<li><span class="state unknown">${mark('unknown')}${reason}</span><details class="evidence"><summary>${stopped.length} ${stopped.length === 1 ? 'rule' : 'rules'} could not look</summary><ul>${stopped.map((rule) => markup`<li><code>${rule}</code></li>`)}</ul></details></li>`,
  )}</ul></div></section>`;
}
