import type { Chain, Explanation } from '../../simulate/explain/explanation.ts';
import { chainItem, products, stateOf, type ChainState } from './chain-item.ts';
import { countsOf, filterBar, type Choice } from './filters.ts';
import { sentence } from './sentence.ts';
import { markup, type Content } from './markup.ts';
import { mark, stateWords } from './state-mark.ts';

export interface PlacedChain {
  readonly chain: Chain;
  readonly id: string;
  /** Where the page is about several. */
  readonly job?: Explanation['job'];
}

/** Chains with a bar of filters; nothing when there is none. What is not drawn is told in `note`. */
export function chainsSection(chains: readonly PlacedChain[], note?: string): Content {
  if (chains.length === 0) return null;
  const states = countsOf(
    chains.map(({ chain }) => stateOf(chain)),
    ['broken', 'unknown', 'ok'],
  );
  const byState = [...states].map(([value, count]): Choice => {
    const state = value as ChainState;
    return { value, count, sign: mark(state), label: sentence(stateWords[state]) };
  });
  const byProduct = [...countsOf(chains.map(({ chain }) => chain.product))].map(([value, count]) => ({
    value,
    count,
    label: products[value as Chain['product']],
  }));
  return markup`<section aria-labelledby="chains" data-list><h2 id="chains">From identity to permission</h2>
${filterBar(
  [
    { name: 'state', label: 'State', as: 'row', choices: byState },
    { name: 'product', label: 'Product', as: 'row', choices: byProduct },
  ],
  { what: 'the chains', total: chains.length, place: 'Search' },
)}
${note !== undefined && markup`<p class="under">${note}</p>`}
${chains.map(({ chain, id, job }) => chainItem(chain, id, job))}</section>`;
}
