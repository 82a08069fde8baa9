import type { State } from '../../simulate/explain/explanation.ts';
import { markup, type Markup } from './markup.ts';

/** States in words, so that no colour is needed to tell them apart. */
export const stateWords: Readonly<Record<State, string>> = {
  ok: 'holds',
  broken: 'breaks',
  unknown: 'not known',
  unreached: 'not reached',
};

const signs: Readonly<Record<State, Markup>> = {
  ok: markup`<path d="M-4 .4-1.2 3.2 4.2-3"/>`,
  broken: markup`<path d="M-3.2-3.2 3.2 3.2M3.2-3.2-3.2 3.2"/>`,
  unknown: markup`<path d="M-2.4-1.9A2.5 2.4 0 1 1 .9 .5Q0 1 0 2M0 4.3V4.4"/>`,
  unreached: markup`<path d="M-3.4 0H3.4"/>`,
};

/** The sign of a state inside a picture: a tick, a cross, a question mark or a dash on a disc. */
export function markAt(state: State, x: number, y: number): Markup {
  return markup`<g class="mark ${state}" transform="translate(${x} ${y})"><circle r="9"/>${signs[state]}</g>`;
}

/** The same between words. It says nothing to a screen reader: the state stands beside it in words. */
export function mark(state: State): Markup {
  return markup`<svg class="sign" viewBox="-10 -10 20 20" width="20" height="20" aria-hidden="true">${markAt(state, 0, 0)}</svg>`;
}
