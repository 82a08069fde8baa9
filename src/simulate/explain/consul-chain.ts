import type { ConsulWorld } from '../../model/world.ts';
import type { Selectable } from '../../syntax/selector/evaluate.ts';
import type { CheckAnswer } from '../consul.ts';
import type { Mapping } from '../consul-login/mappings.ts';
import type { Outcome } from '../outcome.ts';
import type { Bearer } from './bearer.ts';
import { loginOf, loginsAt, sameName, type ConsulLogins, type LoginOutcome } from './consul-logins.ts';
import type { Link, LoginLink, NeedLink, State } from './explanation.ts';
import type { Need } from './needs.ts';

/** From the login at an auth method to what the token may do. */
export function consulLinks(
  consul: ConsulWorld,
  authMethod: string,
  bearer: Bearer,
  needs: readonly Need[],
  now: number,
): readonly Link[] {
  const method = consul.authMethods.find((one) => sameName(one['Name'], authMethod));
  if (method === undefined) {
    const error = `ACL not found: auth method ${JSON.stringify(authMethod)} not found`;
    return [
      { state: 'broken', link: 'login', at: { authMethod }, error, mapped: [], bound: [] },
      ...needs.map(unasked),
    ];
  }
  const logins = loginsAt(consul, method);
  const { claims, outcome } = loginOf(logins, bearer, now);
  return [
    loginLink(logins, outcome, claims, { authMethod }, bearer),
    outcome.rules,
    outcome.grant,
    ...needs.map((need): Link => {
      const { request } = need;
      return request?.product === 'consul'
        ? needLink(need, outcome.decide(request), () => outcome.decideBelow(request))
        : unasked(need);
    }),
  ];
}

function loginLink(
  { compiled }: ConsulLogins,
  { prediction: { login, authMethod: accepted } }: LoginOutcome,
  claims: Outcome<Selectable>,
  at: { readonly authMethod: string },
  { open }: Bearer,
): Link {
  const common = { link: 'login', at, bound: nothing } as const;
  if (!accepted.accepted)
    return {
      ...common,
      state: 'broken',
      error: login.error,
      reason: `Consul refuses this auth method: ${accepted.error ?? ''}`,
      mapped: [],
    };
  if (!claims.ok) {
    const { error, alternatives } = login;
    return { ...common, state: 'broken', error, ...(alternatives === undefined ? {} : { alternatives }), mapped: [] };
  }
  const { value, list } = claims.value;
  // The allocation's id is no matter unless somebody picks on it.
  const unsure = [...compiled.values, ...compiled.lists].flatMap(({ claim }) => (open.has(claim) ? [claim] : []));
  const link = {
    state: 'ok',
    link: 'login',
    at,
    error: null,
    mapped: [...mappedTo('value', compiled.values, value), ...mappedTo('list', compiled.lists, list)],
    bound: nothing,
  } as const;
  return unsure.length === 0 ? link : { ...link, state: 'unknown', reason: `not known yet: ${unsure.join(', ')}` };
}

/** One empty list for all links. */
export const nothing: readonly never[] = [];

function mappedTo(
  sort: 'value' | 'list',
  mappings: readonly Mapping[],
  found: Readonly<Record<string, string | readonly string[]>>,
): LoginLink['mapped'] {
  return mappings.map(({ claim, target, variable }) => ({
    claim,
    target: sort === 'value' ? variable : `list.${target}`,
    value: Object.hasOwn(found, target) ? (found[target] ?? null) : null,
  }));
}

function needLink(need: Need, { allow, decidedBy }: CheckAnswer, below: () => boolean): Link {
  // Of a list, those names are left out that may not be seen; unless that is all of them, it depends on what there is.
  const state: State = allow ? 'ok' : need.prefix && below() ? 'unknown' : 'broken';
  if (decidedBy === null) return answered(need, state, allow, null);
  if (!('broken' in decidedBy)) return answered(need, state, allow, decidedBy);
  const reason = `Consul cannot make up the policy of its ${decidedBy.broken}`;
  return { ...answered(need, state, allow, null), reason };
}

/** Written out member by member: there are more of these than of anything else. */
export function answered(
  { need, origin, request, conditional, unknown, lack, datacenter }: Need,
  state: State,
  allow: boolean | null,
  decidedBy: NeedLink['decidedBy'],
): Link & NeedLink {
  const link = { state, link: 'need', need, origin, request, conditional, unknown, lack, allow, decidedBy } as const;
  return datacenter === undefined ? link : { ...link, datacenter };
}

/** A need of which it is not known whether it is met. */
export function unasked(need: Need): Link {
  return answered(need, 'unknown', null, null);
}
