import type { Chain, DecidedBy, Link, NeedLink } from '../../simulate/explain/explanation.ts';
import type { Request } from '../../simulate/explain/requests.ts';

export type Need = Extract<Link, { readonly link: 'need' }>;

export function needsOf({ links }: Chain): readonly Need[] {
  return links.filter((link) => link.link === 'need');
}

/** `key:read app/config`; what is written in the template where the request is not known. */
export function askedFor({ request, need }: NeedLink): string {
  return request === null ? need : requestWords(request);
}

function requestWords(request: Request): string {
  if (request.product === 'vault') return `${request.capability} ${request.path}`;
  return `${request.resource}:${request.access} ${request.segment}`.trimEnd();
}

/** What comes of a need, in the few words that a picture has room for. */
export function verdictOf({ state, allow, decidedBy, conditional }: Need): string {
  if (state === 'unreached') return 'not reached';
  if (allow === null) return conditional ? 'not known, asked under a condition' : 'not known';
  const word = allow ? 'allowed' : 'denied';
  return decidedBy === null ? word : `${word} ${deciderWords(decidedBy)}`;
}

function deciderWords(by: DecidedBy): string {
  if ('defaultPolicy' in by) return `by default: no rule fits`;
  if ('rule' in by) return `by ${by.policy}`;
  return by.path === null ? 'since no path fits' : `by policy ${by.policies.join(', ')}`;
}
