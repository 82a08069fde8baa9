import type { Chain, Link } from '../simulate/explain/explanation.ts';

/** The link of a chain that is of a sort, such as its login; needs there are many of. */
export function linkOf<N extends Link['link']>(chain: Chain | undefined, sort: N): (Link & { link: N }) | undefined {
  return chain?.links.find((link): link is Link & { link: N } => link.link === sort);
}

export function needsOf(chain: Chain | undefined): readonly (Link & { link: 'need' })[] {
  return chain?.links.filter((link): link is Link & { link: 'need' } => link.link === 'need') ?? [];
}
