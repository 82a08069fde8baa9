import type { ConsulResource, ConsulRule } from '../../validation/consul/policy.ts';
import { intentionsOf, isScalar, levelOf, overrules, ruleName, type Decider, type Granting } from './grant.ts';

/** The rules of some policies, merged, ready to be asked about names. */
export type Layer = ReadonlyMap<ConsulResource, Index>;

export interface Index {
  readonly exact: ReadonlyMap<string, Entry>;
  readonly prefix: ReadonlyMap<string, Entry>;
  readonly prefixes: Prefixes;
}

/** Prefixes in order, each with the place of the longest other one that it starts with, -1 for none. */
interface Prefixes {
  readonly sorted: readonly Entry[];
  readonly parents: readonly number[];
}

/** The merged rules of one name. */
export interface Entry {
  readonly resource: ConsulResource;
  readonly match: ConsulRule['match'];
  readonly name: string;
  policy: string;
  /** Who grants it. */
  by: string;
  intentions: string;
  intentionsBy: string;
  decider?: Decider;
  intentionDecider?: Decider;
}

interface Building {
  readonly exact: Map<string, Entry>;
  readonly prefix: Map<string, Entry>;
}

/** Merges policies as Consul does, in their order. */
export function mergeLayer(grantings: readonly Granting[]): Layer {
  const building = new Map<ConsulResource, Building>();
  for (const { policy: by, rules } of grantings) {
    for (const { resource, match, name, policy, intentions } of rules) {
      let one = building.get(resource);
      if (one === undefined) building.set(resource, (one = { exact: new Map(), prefix: new Map() }));
      // A scalar has to win over none at all, which text in upper case never does: `acl = "READ"` is as good as nothing.
      if (isScalar(resource) && !overrules(policy, '')) continue;
      const existing = one[match].get(name);
      const entry: Entry = { resource, match, name, policy, by, intentions, intentionsBy: by };
      if (existing === undefined) one[match].set(name, entry);
      else mergeInto(existing, entry);
    }
  }
  const layer = new Map<ConsulResource, Index>();
  for (const [resource, { exact, prefix }] of building)
    layer.set(resource, { exact, prefix, prefixes: prefixesOf(prefix) });
  return layer;
}

const alone: readonly number[] = [-1];

function prefixesOf(prefixes: ReadonlyMap<string, Entry>): Prefixes {
  // One or none is what most identities give, and logins make them afresh.
  if (prefixes.size < 2) return { sorted: [...prefixes.values()], parents: alone };
  const sorted = [...prefixes.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const parents: number[] = [];
  for (const [index, { name }] of sorted.entries()) {
    let parent = index - 1;
    while (parent >= 0 && !name.startsWith(sorted[parent]?.name ?? '')) parent = parents[parent] ?? -1;
    parents.push(parent);
  }
  return { sorted, parents };
}

function mergeInto(existing: Entry, newer: Entry): void {
  if (overrules(newer.policy, existing.policy)) {
    if (newer.policy !== existing.policy) existing.by = newer.by;
    existing.policy = newer.policy;
  }
  if (overrules(newer.intentions, existing.intentions)) {
    if (newer.intentions !== existing.intentions) existing.intentionsBy = newer.by;
    existing.intentions = newer.intentions;
  }
}

/** What two layers have under one name; the first was there first. */
export function mergeEntries(first: Entry | undefined, second: Entry | undefined): Entry | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const { resource, match, name, policy, by, intentions, intentionsBy } = first;
  const merged: Entry = { resource, match, name, policy, by, intentions, intentionsBy };
  mergeInto(merged, second);
  return merged;
}

/** The entry of the longest prefix of a name: one of the last entry that is not behind the name, and those it starts with. */
export function longestPrefix({ prefixes: { sorted, parents } }: Index, name: string): Entry | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.name ?? '') <= name) low = middle + 1;
    else high = middle;
  }
  for (let at = low - 1; at >= 0; at = parents[at] ?? -1) {
    const entry = sorted[at];
    if (entry !== undefined && name.startsWith(entry.name)) return entry;
  }
  return undefined;
}

/** What an entry decides, about the resource itself or about the intentions of a service. */
export function deciderOf(entry: Entry, intention: boolean): Decider {
  if (intention) return (entry.intentionDecider ??= newDecider(entry, true));
  return (entry.decider ??= newDecider(entry, false));
}

function newDecider(entry: Entry, intention: boolean): Decider {
  const { resource, match, name, policy, by, intentions, intentionsBy } = entry;
  const rule = ruleName(resource, match);
  if (intention) {
    const access = levelOf(intentionsOf(policy, intentions));
    return { policy: intentions === '' ? by : intentionsBy, rule, name, access };
  }
  const access = levelOf(policy);
  return isScalar(resource) ? { policy: by, rule, access } : { policy: by, rule, name, access };
}
