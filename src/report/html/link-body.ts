import type { ClaimsLink, Link, LoginLink, RulesLink, TriedRule } from '../../simulate/explain/explanation.ts';
import { linkLines } from '../explain-links.ts';
import { markup, type Content, type Markup } from './markup.ts';

/** What stands below a link's line: tables where there is something to compare, else lines. */
export function linkBody(link: Link): Content {
  if (link.state === 'unreached') return null;
  switch (link.link) {
    case 'claims':
      return claimsTable(link);
    case 'login':
      return loginBody(link);
    case 'rules':
      return rulesBody(link);
    case 'identity':
    case 'grant':
    case 'need':
      return lines(linkLines(link).details);
  }
}

function lines(all: readonly string[]): Content {
  return all.length > 0 && markup`<ul>${all.map((one) => markup`<li>${one}</li>`)}</ul>`;
}

/** A table that scrolls by itself when it is too wide, and can be reached by keyboard for that. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly Markup[],
  sort: 'wide' | 'narrow' | 'needs' = 'wide',
): Markup {
  return markup`<div class="table" role="group" aria-label="${caption}" tabindex="0"><table class="${sort}">
<thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function claimsTable({ claims, unknown }: ClaimsLink): Content {
  const known = Object.entries(claims).map(
    ([name, value]) =>
      markup`<tr><th scope="row"><code>${name}</code></th><td><code>${JSON.stringify(value)}</code></td></tr>`,
  );
  const later = unknown.map(
    ({ claim, reason }) =>
      markup`<tr><th scope="row"><code>${claim}</code></th><td><small>known only when it runs: ${reason}</small></td></tr>`,
  );
  return table('Claims', ['Claim', 'Value'], [...known, ...later], 'narrow');
}

function loginBody({ error, alternatives = [], reason, mapped, bound }: LoginLink): Content {
  return [
    serverSays(error),
    lines([...alternatives.map((other) => `or: ${other}`), ...(reason === undefined ? [] : [reason])]),
    lines(bound.map(({ claim, ok, error: why }) => `bound claim ${claim}: ${ok ? 'fits' : (why ?? 'does not fit')}`)),
    mapped.length > 0 &&
      table(
        'Mapped claims',
        ['Claim', 'Becomes', 'Value'],
        mapped.map(
          ({ claim, target, value }) =>
            markup`<tr><th scope="row"><code>${claim}</code></th><td><code>${target}</code></td><td><code>${value === null ? '(none)' : JSON.stringify(value)}</code></td></tr>`,
        ),
        'narrow',
      ),
  ];
}

/** A server's own words. */
export function serverSays(error: string | null): Content {
  return error !== null && markup`<pre class="says"><span class="unseen">The server says: </span>${error}</pre>`;
}

function rulesBody({ tried, error }: RulesLink): Content {
  return [
    serverSays(error),
    tried.length > 0 && table('Binding rules', ['Matches', 'Selector', 'What it sees', 'Gives'], tried.map(ruleRow)),
  ];
}

function ruleRow({ selector, matched, sees, bindType, bindName, name, exists, error }: TriedRule): Markup {
  const seen = Object.entries(sees).map(
    ([field, value]) =>
      markup`<div><code>${field}</code> ${value === null ? 'is not there' : markup`= <code>${JSON.stringify(value)}</code>`}</div>`,
  );
  const gives = name === undefined ? bindName : name;
  return markup`<tr><td>${matched ? 'yes' : 'no'}</td><td>${selector === '' ? 'every token' : markup`<code>${selector}</code>`}</td><td>${seen}</td><td>${bindType} <code>${gives}</code>${
    name !== undefined && name !== bindName && markup`<small>from ${bindName}</small>`
  }${exists === false && markup`<small>does not exist</small>`}${error !== undefined && markup`<small>${error}</small>`}</td></tr>`;
}
