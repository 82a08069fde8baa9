import type { Chain, Link, NeedLink } from '../../simulate/explain/explanation.ts';
import type { Effect, LoginState, NeedImpact, WorkloadImpact } from './impact.ts';
import { standingOf, type Standing } from './standing.ts';

/** What a plan changes for one workload at one product, by what the truth engine says of it before and after. */
export type Difference = Pick<WorkloadImpact, 'effect' | 'login' | 'needs' | 'denied' | 'revoked' | 'reasons'>;

/** Whether what the plan changes may change a thing, where it cannot be told what comes of it. */
export interface Touches {
  readonly login: boolean;
  /** What the token may do. */
  readonly token: boolean;
}

/**
 * @param before the chain as it is; it has the same needs as the one after
 * @param revoked whether the plan takes away the tokens that the workload may hold
 * @returns `undefined` when nothing changes
 */
export function differenceOf(before: Chain, after: Chain, revoked: boolean, touches: Touches): Difference | undefined {
  const [was, is] = [standingOf(before), standingOf(after)];
  const login = { before: was.login, after: is.login };
  const nothing = { login, needs: [], denied: [], revoked: false, reasons: [] };
  const [worked, works] = [was.login.works, is.login.works];
  if (worked === true && works === false) return { ...nothing, effect: 'breaks' };
  if (worked === false && works === true) return { ...nothing, effect: 'heals', denied: deniedOf(is) };
  if (worked === false && works === false) return undefined;
  if (worked === null || works === null) {
    if (!touches.login) return undefined;
    return { ...nothing, effect: 'unknown', reasons: reasonsOf(was.login, is.login) };
  }
  const otherToken = touches.token || !sameToken(before, after);
  const needs = was.needs.flatMap((need, index) => needImpact(need, is.needs[index], otherToken));
  if (needs.length === 0 && !revoked) return undefined;
  return { ...nothing, effect: effectOf(needs, revoked), needs, revoked };
}

function effectOf(needs: readonly NeedImpact[], revoked: boolean): Effect {
  const changes = new Set(needs.map(({ change }) => change));
  if (revoked || changes.has('stops')) return 'breaks';
  return changes.has('unknown') ? 'unknown' : 'heals';
}

function needImpact(
  before: Link & NeedLink,
  after: (Link & NeedLink) | undefined,
  touches: boolean,
): readonly NeedImpact[] {
  if (after === undefined) return [];
  const change = changeOf(before, after, touches);
  if (change === undefined) return [];
  const { need, origin, request, conditional, unknown } = before;
  const state = ({ allow, decidedBy }: NeedLink): NeedImpact['before'] => ({ allow, decidedBy });
  return [{ need, origin, request, conditional, change, before: state(before), after: state(after), unknown }];
}

function changeOf(before: Link & NeedLink, after: Link & NeedLink, touches: boolean): NeedImpact['change'] | undefined {
  // What is not known to be asked may be allowed by other rules than before.
  if (before.request === null) return touches ? 'unknown' : undefined;
  if (before.state === after.state) return undefined;
  if (after.state === 'ok') return 'starts';
  return before.state === 'ok' && after.state === 'broken' ? 'stops' : 'unknown';
}

function deniedOf({ needs }: Standing): readonly string[] {
  return needs.filter(({ state }) => state === 'broken').map(({ need }) => need);
}

function sameToken(before: Chain, after: Chain): boolean {
  const told = ({ links }: Chain): string => JSON.stringify(links.filter(({ link }) => link === 'grant'));
  return told(before) === told(after);
}

function reasonsOf(...logins: readonly LoginState[]): readonly string[] {
  return [...new Set(logins.flatMap(({ works, reason }) => (works === null && reason !== undefined ? [reason] : [])))];
}
