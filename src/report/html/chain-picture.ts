import type { Chain, State } from '../../simulate/explain/explanation.ts';
import { linkLines, plannedLine } from '../explain-links.ts';
import { cardsOf, fullText, type Card } from './chain-cards.ts';
import { askedFor, needsOf, verdictOf, type Need } from './chain-needs.ts';
import { shortened, wrapped } from './fitting.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { markAt, stateWords } from './state-mark.ts';

/** Measures of the picture, in the units of its view box. Names stand in a font of fixed width, so that they can be cut to fit. */
const width = 1240;
const card = { height: 118, gap: 26, widest: 230 };
const need = { width: 292, height: 40, gap: 8, most: 5 };
const fork = 46;
const column = { name: 7.6, note: 7 };
const edge = 13;

/** A chain as a picture: a card for each stage, then what is asked for, with the broken link marked by sign, word and colour. */
export function chainPicture(chain: Chain, { id, title }: { readonly id: string; readonly title: string }): Markup {
  const cards = cardsOf(chain);
  const { shown, left } = chosen(needsOf(chain));
  const rows = shown.length + (left.length > 0 ? 1 : 0);
  const needsHeight = rows * (need.height + need.gap) - need.gap;
  const height = Math.max(card.height, needsHeight) + 2 * edge;
  const middle = height / 2;
  const forCards = width - 2 - need.width - fork - (cards.length - 1) * card.gap;
  const cardWidth = Math.min(Math.floor(forCards / cards.length), card.widest);
  const at = cards.map((_, index) => 1 + index * (cardWidth + card.gap));
  const end = (at.at(-1) ?? 0) + cardWidth;
  const needsAt = end + fork;
  const firstRow = middle - needsHeight / 2;
  const rowMiddle = (row: number): number => firstRow + row * (need.height + need.gap) + need.height / 2;
  return markup`<svg class="chain" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${described(chain, cards)}</desc>
${cards.slice(1).map((next, index) => arrow((at[index] ?? 0) + cardWidth, at[index + 1] ?? 0, middle, cards[index]?.state, next.state))}
${rows > 0 && branches(end, needsAt, middle, rowMiddle, [...shown.map(({ state }) => state), ...(left.length > 0 ? [worst(left)] : [])])}
${cards.map((one, index) => cardAt(one, at[index] ?? 0, middle - card.height / 2, cardWidth, isBreak(chain, one)))}
${shown.map((one, row) => needAt(one, needsAt, rowMiddle(row)))}
${left.length > 0 && moreAt(left, needsAt, rowMiddle(shown.length))}
</svg>`;
}

/** The needs that are drawn: all when there is room, else broken ones first, in the order in which they are asked. */
function chosen(needs: readonly Need[]): { readonly shown: readonly Need[]; readonly left: readonly Need[] } {
  if (needs.length <= need.most + 1) return { shown: needs, left: [] };
  const order: readonly State[] = ['broken', 'unknown', 'ok', 'unreached'];
  const first = new Set(order.flatMap((state) => needs.filter((one) => one.state === state)).slice(0, need.most));
  return { shown: needs.filter((one) => first.has(one)), left: needs.filter((one) => !first.has(one)) };
}

function worst(needs: readonly Need[]): State {
  const order: readonly State[] = ['broken', 'unknown', 'ok'];
  return order.find((state) => needs.some((one) => one.state === state)) ?? 'unreached';
}

function isBreak({ links, broken }: Chain, one: Card): boolean {
  return one.state === 'broken' && broken !== null && links[broken]?.link !== 'need';
}

/** The whole chain in sentences, for those who do not see the picture. */
function described({ links }: Chain, cards: readonly Card[]): string {
  const stages = cards.map(
    ({ label, name, state }) => `${label}${name === '' ? '' : ` ${name}`}: ${stateWords[state]}.`,
  );
  const needs = links.flatMap((link) => {
    if (link.link !== 'need') return [];
    return [`${link.state === 'unreached' ? `${plannedLine(link)}: not reached` : linkLines(link).title}.`];
  });
  return [...stages, ...needs].join(' ');
}

function arrow(from: number, to: number, y: number, before: State = 'ok', after: State): Markup {
  const state = after === 'unreached' ? 'unreached' : after === 'unknown' ? 'unknown' : 'ok';
  const tip = to - 4;
  const cut = before === 'broken' && after === 'unreached';
  const centre = (from + tip) / 2 - 1;
  return markup`<g class="arrow ${state}"><path d="M${from + 3} ${y}H${tip - 5}"/><path class="tip" d="M${tip - 7} ${y - 5}L${tip} ${y}L${tip - 7} ${y + 5}Z"/></g>${
    cut && markup`<path class="cut" d="M${centre - 5} ${y - 7}l10 14m0-14l-10 14"/>`
  }`;
}

/** One line out of the last card, and a branch to each need. */
function branches(
  from: number,
  to: number,
  y: number,
  rowMiddle: (row: number) => number,
  states: readonly State[],
): Markup {
  const trunk = from + fork / 2;
  const lines = states.map((state, row) => {
    const at = rowMiddle(row);
    const bend = Math.sign(at - y) * Math.min(10, Math.abs(at - y));
    const path =
      Math.abs(at - y) < 1
        ? `M${from + 3} ${y}H${to - 9}`
        : `M${from + 3} ${y}H${trunk - 10}q10 0 10 ${bend}V${at - bend}q0 ${bend} 10 ${bend}H${to - 9}`;
    const tip = to - 4;
    return markup`<g class="arrow ${state}"><path d="${path}"/><path class="tip" d="M${tip - 7} ${at - 5}L${tip} ${at}L${tip - 7} ${at + 5}Z"/></g>`;
  });
  // Greyed branches lie below the others.
  return markup`${states.flatMap((state, row) => (state === 'unreached' ? [lines[row]] : []))}${states.flatMap((state, row) => (state === 'unreached' ? [] : [lines[row]]))}`;
}

function cardAt(one: Card, x: number, y: number, wide: number, breaks: boolean): Markup {
  const { state, label, name, notes, full } = one;
  const room = wide - 2 * edge;
  const lines = noteLines(notes, Math.floor(room / column.note));
  return markup`<g class="card ${state}"><title>${full}</title>
<rect x="${x}" y="${y}" width="${wide}" height="${card.height}" rx="10"/>
${markAt(state, x + edge + 9, y + 24)}
<text class="label" x="${x + edge + 26}" y="${y + 28}">${label}</text>
<text class="name" x="${x + edge}" y="${y + 57}">${shortened(nameOf(one, name), Math.floor(room / column.name))}</text>
${lines.map((line, row) => markup`<text class="note" x="${x + edge}" y="${y + 76 + row * 15}">${line}</text>`)}
${breaks && markup`<g class="flag"><rect x="${x + edge - 4}" y="${y - 11}" width="92" height="21" rx="10.5"/><text x="${x + edge + 42}" y="${y + 4}">breaks here</text></g>`}</g>`;
}

function nameOf({ state }: Card, name: string): string {
  return name === '' ? stateWords[state] : name;
}

/** The first note may take what lines the others leave. */
function noteLines(notes: readonly string[], room: number): readonly string[] {
  const most = 3;
  const [first = '', ...others] = notes;
  const kept = others.slice(0, others.length > 2 ? 1 : 2).map((one) => shortened(one, room));
  const more = others.length - kept.length;
  const tail = more > 0 ? [...kept, `+ ${String(more)} more`] : kept;
  return [...wrapped(first, room, most - tail.length), ...tail];
}

function needAt(one: Need, x: number, y: number): Markup {
  const room = need.width - 40 - 8;
  return row(
    one.state,
    x,
    y,
    fullText(one),
    markup`<text class="name" x="${x + 38}" y="${y - 3}">${shortened(askedFor(one), Math.floor(room / column.name))}</text>
<text class="note" x="${x + 38}" y="${y + 12}">${shortened(verdictOf(one), Math.floor(room / column.note))}</text>`,
  );
}

function moreAt(left: readonly Need[], x: number, y: number): Markup {
  const state = worst(left);
  const names = left.map(askedFor).join('\n');
  return row(
    state,
    x,
    y,
    names,
    markup`<text class="name" x="${x + 38}" y="${y + 4}">+ ${left.length} more, all in the table</text>`,
  );
}

function row(state: State, x: number, y: number, full: string, inside: Content): Markup {
  const top = y - need.height / 2;
  return markup`<g class="card need ${state}"><title>${full}</title>
<rect x="${x}" y="${top}" width="${need.width}" height="${need.height}" rx="8"/>
${markAt(state, x + 20, y)}${inside}</g>`;
}
