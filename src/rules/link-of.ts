import type { Chain, Link } from '../simulate/explain/explanation.ts';

/**
 * The link of a chain that is of a sort, such as its login; needs there are many of. A login at a cluster that was not read is
 * none: what is called there as it is here is something else.
 */
export function linkOf<N extends Link['link']>(chain: Chain | undefined, sort: N): (Link & { link: N }) | undefined {
  if (chain === undefined) return undefined;
  // Plain loops: every rule asks this of every workload.
  for (const link of chain.links)
    if (link.link === sort && !(link.link === 'login' && link.cluster !== undefined)) return link as Link & { link: N };
  return undefined;
}

export function needsOf(chain: Chain | undefined): readonly (Link & { link: 'need' })[] {
  const needs: (Link & { link: 'need' })[] = [];
  for (const link of chain?.links ?? []) if (link.link === 'need') needs.push(link);
  return needs;
}
