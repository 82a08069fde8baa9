import type { ConsulResource, ConsulRule } from '../../validation/consul/policy.ts';
import { intentionsOf, isScalar, levelOf, overrules, ruleName, type Decider, type Granting } from './grant.ts';

/** The rules of some policies, merged, ready to be asked about names. */
export type Layer = ReadonlyMap<ConsulResource, Index>;

export interface Index {
  readonly exact: ReadonlyMap<string, Entry>;
  readonly prefix: ReadonlyMap<string, Entry>;
  /** The lengths that prefixes have, the longest first: a name is looked up once for each. */
  readonly lengths: readonly number[];
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
  return new Map([...building].map(([resource, one]) => [resource, { ...one, lengths: lengthsOf(one.prefix) }]));
}

function lengthsOf(prefixes: ReadonlyMap<string, Entry>): readonly number[] {
  return [...new Set([...prefixes.keys()].map((name) => name.length))].toSorted((a, b) => b - a);
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

/** The entry of the longest prefix of a name. */
export function longestPrefix({ prefix, lengths }: Index, name: string): Entry | undefined {
  for (const length of lengths) {
    if (length > name.length) continue;
    const entry = prefix.get(length === name.length ? name : name.slice(0, length));
    if (entry !== undefined) return entry;
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
