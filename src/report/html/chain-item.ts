import type { Chain, Explanation, Link, State } from '../../simulate/explain/explanation.ts';
import { decidedText, linkLines, plannedLine } from '../explain-links.ts';
import { reasonText } from '../reason-text.ts';
import { askedFor, needsOf, type Need } from './chain-needs.ts';
import { chainPicture } from './chain-picture.ts';
import { itemData } from './filters.ts';
import { linkBody, serverSays, table } from './link-body.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { mark, stateWords } from './state-mark.ts';

export type ChainState = Exclude<State, 'unreached'>;

export const products: Readonly<Record<Chain['product'], string>> = { consul: 'Consul', vault: 'Vault' };

/** A chain that is not broken holds only when all of it is known. */
export function stateOf({ broken, links }: Chain): ChainState {
  if (broken !== null) return 'broken';
  return links.some(({ state }) => state === 'unknown') ? 'unknown' : 'ok';
}

/** A chain as it stands on a page: its picture, what breaks it, every step, and every need in a table. */
export function chainItem(chain: Chain, id: string, job?: Explanation['job']): Markup {
  const state = stateOf(chain);
  const who = workloadWords(chain);
  const needs = needsOf(chain);
  const title = `${who} at ${products[chain.product]}: ${stateWords[state]}`;
  return markup`<article class="item panel" id="${id}" aria-labelledby="${id}-name" ${itemData({ state, product: chain.product })}>
<header><h3 id="${id}-name">${heading(chain, job)}</h3><span class="tag ${chain.product}">${products[chain.product]}</span><span class="state ${state}">${mark(state)}${stateWords[state]}</span></header>
<div class="picture" tabindex="0" role="group" aria-label="Picture of the chain">${chainPicture(chain, { id, title })}</div>
${breakOf(chain)}
<details><summary>Every step</summary><ol class="steps">${chain.links.filter(({ link }) => link !== 'need').map((link) => step(link, chain))}</ol></details>
${needs.length > 0 && needsTable(needs)}
</article>`;
}

/** `task server in group api` */
function workloadWords({ workload: { group, task, service } }: Chain): string {
  const own = service === null ? `task ${task ?? ''}` : `service ${service}`;
  const within = service !== null && task !== null ? ` of task ${task}` : '';
  return `${own}${within} in group ${group}`;
}

function heading({ workload: { group, task, service } }: Chain, job?: Explanation['job']): Content {
  const path = [
    ...(job === undefined ? [] : [`${job.namespace} / ${job.id}`]),
    group,
    ...(service !== null && task !== null ? [task] : []),
  ];
  const [sort, name] = service === null ? ['task', task ?? ''] : ['service', service];
  return markup`<span class="path">${path.join(' / ')} / ${sort} </span>${name}`;
}

function breakOf({ links, broken }: Chain): Content {
  const link = broken === null ? undefined : links[broken];
  if (link === undefined) return null;
  const { title, details } = linkLines(link);
  const own = 'error' in link ? link.error : null;
  const rest =
    link.link === 'login'
      ? [link.reason]
      : link.link === 'grant'
        ? link.missing.map(absent)
        : link.link === 'rules'
          ? []
          : details;
  return markup`<div class="breaks says broken"><p><strong>The first broken link:</strong> ${title}</p>${rest.map((one) => one !== undefined && markup`<p>${one}</p>`)}${serverSays(own)}</div>`;
}

function absent(what: string): string {
  return `${what} does not exist`;
}

function step(link: Link, { links, broken }: Chain): Markup {
  const first = broken !== null && links[broken] === link;
  const line = link.state === 'unreached' ? plannedLine(link) : linkLines(link).title;
  return markup`<li class="${link.state}">${mark(link.state)}<p>${line} <span class="unseen">(${stateWords[link.state]})</span>${first && markup`<b>the first broken link</b>`}</p>${linkBody(link)}</li>`;
}

function needsTable(needs: readonly Need[]): Markup {
  const broken = needs.some(({ state }) => state === 'broken');
  const rows = needs.map((need) => {
    const { state, allow, decidedBy, unknown, reason, origin, conditional, lack } = need;
    const verdict = state === 'unreached' ? 'not reached' : allow === null ? 'not known' : allow ? 'allowed' : 'denied';
    const why = [
      ...(decidedBy === null ? [] : [decidedText(decidedBy)]),
      ...unknown.map(reasonText),
      ...(reason === undefined ? [] : [reason]),
      ...(allow === false && lack === 'filtered' ? ['no error: the answer leaves out what the token may not see'] : []),
    ];
    const from = [...(origin === '' ? [] : [origin]), ...(conditional ? ['under a condition'] : [])].join(', ');
    return markup`<tr><td><span class="state ${state}">${mark(state)}${verdict}</span></td><th scope="row"><code>${need.need}</code>${from !== '' && markup`<small>${from}</small>`}</th><td>${need.request !== null && markup`<code>${askedFor(need)}</code>`}</td><td>${why.map((one) => markup`<div>${one}</div>`)}</td></tr>`;
  });
  const count = needs.length === 1 ? '1 permission' : `${String(needs.length)} permissions`;
  return markup`<details${broken && markup` open`}><summary>What it asks for: ${count}</summary>${table('What it asks for', ['Verdict', 'Need', 'Asks', 'Why'], rows, 'needs')}</details>`;
}
