import type { Chain, Link, NeedLink } from '../../simulate/explain/explanation.ts';
import type { LoginState } from './impact.ts';

/** How a workload stands at a product: whether it gets a token, and what that may do. */
export interface Standing {
  readonly login: LoginState;
  readonly needs: readonly (Link & NeedLink)[];
}

export function standingOf({ links }: Chain): Standing {
  const before = links.filter(({ link }) => link !== 'need');
  const needs = links.filter((link): link is Link & NeedLink => link.link === 'need');
  const broken = before.find(({ state }) => state === 'broken');
  if (broken !== undefined) return { login: failing(broken), needs };
  const unknown = before.find(({ state }) => state === 'unknown');
  if (unknown === undefined) return { login: { works: true, error: null }, needs };
  const reason = 'reason' in unknown && unknown.reason !== undefined ? { reason: unknown.reason } : {};
  const error = unknown.link === 'grant' && unknown.error !== null ? { reason: unknown.error } : {};
  return { login: { works: null, error: null, ...error, ...reason }, needs };
}

function failing(link: Link): LoginState {
  switch (link.link) {
    case 'login': {
      const { error, alternatives, reason } = link;
      return { works: false, error, ...(alternatives && { alternatives }), ...(reason !== undefined && { reason }) };
    }
    case 'rules':
    case 'grant':
      return { works: false, error: link.error };
    default:
      return { works: false, error: null };
  }
}
