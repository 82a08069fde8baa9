import type { Chain, Link, State, Workload } from './explanation.ts';

/** Marks the first broken link, and what follows from it: behind a broken link nothing is reached, behind an unknown one nothing is sure. */
export function chainOf(workload: Workload, product: Chain['product'], links: readonly Link[]): Chain {
  // Nearly all chains hold.
  if (links.every(({ link, state }) => state === 'ok' || link === 'need'))
    return { workload, product, links, broken: brokenOf(links) };
  const marked: Link[] = [];
  let behind: State = 'ok';
  for (const link of links) {
    const state = behind === 'ok' ? link.state : behind;
    // What was worked out behind a link that fails answers a question that nobody gets to ask.
    const answered = behind !== 'ok' && link.link === 'need' ? { allow: null, decidedBy: null } : {};
    marked.push({ ...link, state, ...answered });
    // Needs stand side by side: that one is denied says nothing about the next.
    if (link.link === 'need' || behind !== 'ok') continue;
    if (state === 'broken') behind = 'unreached';
    else if (state === 'unknown') behind = 'unknown';
  }
  return { workload, product, links: marked, broken: brokenOf(marked) };
}

function brokenOf(links: readonly Link[]): number | null {
  const broken = links.findIndex(({ state }) => state === 'broken');
  return broken === -1 ? null : broken;
}
