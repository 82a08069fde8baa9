import type { Finding, Location, Subject } from '../../model/finding.ts';
import type { Source } from '../../syntax/source.ts';
import { locationText } from '../audit/location-text.ts';
import { codeFrame } from '../code-frame.ts';
import { editLines } from './edit-lines.ts';
import { itemData } from './filters.ts';
import { joined, markup, type Content, type Markup } from './markup.ts';
import { prose } from './prose.ts';
import { severityTag } from './severity-mark.ts';

/** What an item of a finding needs beside the finding. */
export interface Around {
  readonly source: (file: string) => Source | undefined;
  readonly referencesOf: (rule: string) => readonly string[];
  /** The pictures of a subject's chains. */
  readonly chainsOf: (subject: Subject) => readonly { readonly id: string; readonly name: string }[];
  /** Of the finding that one follows from. */
  readonly cause: { readonly id: string; readonly message: string } | undefined;
}

/** `nomad` of `nomad/keys-differ`. */
export function areaOf({ rule }: Finding): string {
  return rule.split('/')[0] ?? rule;
}

/** A finding with its place, why it matters and the way out; one that follows from another is closed at first. */
export function findingItem(finding: Finding, id: string, around: Around): Markup {
  const { severity, rule, message } = finding;
  const data = itemData({ severity, area: areaOf(finding), rule });
  const head = markup`${severityTag(severity)}<h3 id="${id}-name">${prose(message)}</h3><span class="tag"><code>${rule}</code></span>`;
  const where = markup`<p class="where">${joined([subjectWords(finding.subject), markup`<code>${locationText(finding.location)}</code>`].filter(Boolean), ' · ')}</p>`;
  if (around.cause === undefined)
    return markup`<article class="item panel finding" id="${id}" aria-labelledby="${id}-name" ${data}><header>${head}</header><div class="body">${where}${body(finding, around)}</div></article>`;
  return markup`<article class="item panel finding" id="${id}" aria-labelledby="${id}-name" ${data}><details data-whole><summary>${head}</summary><div class="body">${where}<p class="where">Follows from: <a href="#${around.cause.id}">${prose(around.cause.message)}</a></p>${body(finding, around)}</div></details></article>`;
}

function subjectWords(subject: Subject): Content {
  const order = ['namespace', 'job', 'group', 'task', 'service', 'agent', 'object'] as const;
  const named = order.flatMap((name) => (subject[name] === undefined ? [] : [markup`${name} <b>${subject[name]}</b>`]));
  return named.length > 0 && joined(named, ', ');
}

function body(finding: Finding, around: Around): Content {
  const { why, fix, evidence, subject, cases, rule } = finding;
  const chains = around.chainsOf(subject);
  const references = around.referencesOf(rule).filter((one) => /^https:\/\//.test(one));
  return [
    frame(finding.location, around),
    markup`<p>${prose(why)}</p><p class="fix"><strong>Fix:</strong> ${prose(fix.text)}</p>`,
    (fix.edits ?? []).map((edit) => {
      const source = around.source(edit.file);
      return source !== undefined && diff(editLines(edit, source));
    }),
    Object.keys(evidence).length > 0 && evidenceTable(evidence),
    markup`<p class="more">${joined(
      [
        chains.length > 0 && markup`${chains.length === 1 ? 'Chain' : 'Chains'}: ${chainLinks(chains)}`,
        cases.length > 0 && `Known as ${cases.join(', ')}`,
        references.length > 0 &&
          markup`See ${joined(
            references.map((one) => markup`<a href="${one}" rel="noreferrer">${one.replace(/^https:\/\//, '')}</a>`),
            ', ',
          )}`,
      ].filter(Boolean),
      ' · ',
    )}</p>`,
  ];
}

/** A job may have any number. */
const mostLinks = 6;

function chainLinks(chains: ReturnType<Around['chainsOf']>): Content {
  const links = chains.slice(0, mostLinks).map(({ id, name }) => markup`<a href="#${id}">${name}</a>`);
  return [joined(links, ', '), chains.length > mostLinks && ` and ${String(chains.length - mostLinks)} more below`];
}

function frame(location: Location, { source }: Around): Content {
  if ('remote' in location || location.start === undefined) return null;
  const text = source(location.file);
  if (text === undefined) return null;
  const { start, end = start } = location;
  const lines = codeFrame({ source: text, start: start.offset, end: end.offset }).split('\n');
  return markup`<pre class="code" tabindex="0" role="group" aria-label="${location.file}, line ${start.line}">${lines.map(
    (line) => markup`<span${/^>|^ *\| *\^+$/.test(line) && markup` class="at"`}>${line}\n</span>`,
  )}</pre>`;
}

function diff({ file, line, before, after }: ReturnType<typeof editLines>): Markup {
  const row = (sign: string, name: string) => (text: string) => markup`<span class="${name}">${sign} ${text}\n</span>`;
  return markup`<pre class="code" tabindex="0" role="group" aria-label="Edit of ${file}, line ${line}"><span class="file">${file}:${line}\n</span>${before.map(row('-', 'gone'))}${after.map(row('+', 'new'))}</pre>`;
}

function evidenceTable(evidence: Finding['evidence']): Markup {
  const rows = Object.entries(evidence).map(
    ([name, value]) =>
      markup`<tr><th scope="row">${name}</th><td><code>${typeof value === 'string' ? value : JSON.stringify(value, undefined, 1)}</code></td></tr>`,
  );
  return markup`<details class="evidence"><summary>Evidence</summary><div class="table" role="group" aria-label="Evidence" tabindex="0"><table class="narrow"><tbody>${rows}</tbody></table></div></details>`;
}
