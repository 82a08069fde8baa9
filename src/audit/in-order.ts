import type { Chain, Explanation, Link } from '../simulate/explain/explanation.ts';

/** Whether nothing of a job breaks: all its workloads get their tokens, and may do what is known to be asked for. */
export function isInOrder({ registration, chains, problems }: Explanation): boolean {
  return registration.accepted && problems.length === 0 && chains.every(isWhole);
}

function isWhole({ links }: Chain): boolean {
  return links.every((link) => link.state === 'ok' || isOnlyToBeSeen(link)) && !links.some(givesInVain);
}

/** What a need comes to where the job runs, which nothing that can be read decides. */
function isOnlyToBeSeen(link: Link): boolean {
  return link.link === 'need' && link.state === 'unknown' && link.unknown.length > 0;
}

/** Roles and policies that are not there, or not as they are written. */
function givesInVain(link: Link): boolean {
  if (link.link === 'rules') return link.tried.some(({ matched, exists }) => matched && exists === false);
  return link.link === 'grant' && (link.missing.length > 0 || link.left.length > 0);
}
