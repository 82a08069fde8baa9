import type { ConsulResource } from '../../validation/consul/policy.ts';
import type { Decider, Granting, Level } from './grant.ts';
import { deciderOf, longestPrefix, mergeEntries, mergeLayer, type Entry, type Index, type Layer } from './layer.ts';

/** One question to a token. */
export interface Check {
  /** As Consul's `acl/authorize` takes it: `key`, `service`, `intention` and so on. */
  readonly resource: string;
  /** The name; scalars such as `acl` have none. */
  readonly segment: string;
  /** `read`, `write`, for keys also `list` and `write-prefix`; in any case. */
  readonly access: string;
}

export interface Decision {
  readonly allow: boolean;
  /** The rule that decided; the agent's default policy when none is about the name. */
  readonly decidedBy: Decider | { readonly defaultPolicy: 'allow' | 'deny' };
}

/** What a token may do: its linked policies merged beforehand, those of its identities beside them. */
export interface Authorizer {
  readonly layers: readonly Layer[];
  readonly defaultPolicy: 'allow' | 'deny';
  /** Everything in one layer, for the few questions that look at all rules. */
  readonly whole: () => Layer;
}

/** @param linked the merged rules of the linked policies @param made the policies that Consul makes up for identities */
export function authorizer(
  linked: { readonly layer: Layer; readonly grantings: readonly Granting[] },
  made: readonly Granting[],
  defaultPolicy: 'allow' | 'deny',
): Authorizer {
  const layers = made.length === 0 ? [linked.layer] : [linked.layer, mergeLayer(made)];
  let whole: Layer | undefined;
  return {
    layers,
    defaultPolicy,
    whole: () => (whole ??= made.length === 0 ? linked.layer : mergeLayer([...linked.grantings, ...made])),
  };
}

const levels: Readonly<Record<string, readonly string[]>> = {
  acl: ['read', 'write'],
  agent: ['read', 'write'],
  event: ['read', 'write'],
  intention: ['read', 'write'],
  key: ['read', 'list', 'write', 'write-prefix'],
  keyring: ['read', 'write'],
  mesh: ['read', 'write'],
  node: ['read', 'write'],
  operator: ['read', 'write'],
  peering: ['read', 'write'],
  query: ['read', 'write'],
  service: ['read', 'write'],
  session: ['read', 'write'],
};

/** Consul's text about a question that it does not understand; it then answers none of those sent along. */
export function checkError({ resource, access }: Check): string | undefined {
  const known = Object.hasOwn(levels, resource) ? levels[resource] : undefined;
  if (known === undefined) return `Invalid ACL resource requested: ${JSON.stringify(resource)}`;
  return known.includes(access.toLowerCase()) ? undefined : `Invalid access level for ${resource} resource: ${access}`;
}

/** Decides one question. What {@link checkError} refuses is denied. */
export function authorize(to: Authorizer, { resource, segment, access }: Check): Decision {
  const wanted = access.toLowerCase();
  switch (resource) {
    case 'acl':
    case 'keyring':
    case 'operator':
      return byEntry(to, scalar(to, resource), wanted, resource);
    case 'mesh':
    case 'peering':
      return byEntry(to, scalar(to, resource) ?? scalar(to, 'operator'), wanted, resource);
    case 'intention':
      if (segment === '*') return anyService(to, wanted);
      return byEntry(to, find(to, 'service', segment), wanted, resource);
    case 'key':
      if (wanted === 'write-prefix') return wholePrefix(to, segment);
      return byEntry(to, find(to, resource, segment), wanted, resource);
    default:
      return byEntry(to, find(to, resource as ConsulResource, segment), wanted, resource);
  }
}

function byDefault({ defaultPolicy }: Authorizer, resource: string): Decision {
  // "allow" lets everything through but the management of ACLs.
  return { allow: defaultPolicy === 'allow' && resource !== 'acl', decidedBy: { defaultPolicy } };
}

function byEntry(to: Authorizer, entry: Entry | undefined, wanted: string, resource: string): Decision {
  if (entry === undefined) return byDefault(to, resource);
  const decidedBy = deciderOf(entry, resource === 'intention');
  return { allow: allows(decidedBy.access, wanted), decidedBy };
}

function allows(level: Level, wanted: string): boolean {
  if (level === 'write') return true;
  if (level === 'list') return wanted === 'list' || wanted === 'read';
  return level === 'read' && wanted === 'read';
}

function scalar({ layers }: Authorizer, resource: ConsulResource): Entry | undefined {
  const [first, second] = layers;
  return mergeEntries(first?.get(resource)?.exact.get(''), second?.get(resource)?.exact.get(''));
}

function find({ layers }: Authorizer, resource: ConsulResource, name: string): Entry | undefined {
  const [one, other] = layers;
  const a = one?.get(resource);
  const b = other?.get(resource);
  // Mostly but one of them is about the resource.
  if (a === undefined || b === undefined) {
    const only = a ?? b;
    return only && (only.exact.get(name) ?? longestPrefix(only, name));
  }
  const exact = mergeEntries(a.exact.get(name), b.exact.get(name));
  if (exact !== undefined) return exact;
  const first = longestPrefix(a, name);
  const second = longestPrefix(b, name);
  if (first === undefined || second === undefined) return first ?? second;
  if (first.name.length === second.name.length) return mergeEntries(first, second);
  return first.name.length > second.name.length ? first : second;
}

/** Whether a rule about a name that begins so, and is not the beginning itself, may allow it for that name. */
export function allowedBelow(to: Authorizer, { resource, segment, access }: Check): boolean {
  const wanted = access.toLowerCase();
  return to.layers.some((layer) => {
    const index = layer.get(resource as ConsulResource);
    if (index === undefined) return false;
    for (const entry of entriesOf(index))
      if (entry.name.startsWith(segment) && byEntry(to, entry, wanted, resource).allow) return true;
    return false;
  });
}

/** Intentions of the service `*`: to read them one rule is enough, to write them no rule may deny it. */
function anyService(to: Authorizer, wanted: string): Decision {
  const index = to.whole().get('service');
  if (index === undefined) return byDefault(to, 'intention');
  const decide = (entry: Entry): Decision => byEntry(to, entry, wanted, 'intention');
  const every = index.prefix.get('');
  const base = every && decide(every);
  const others = [...entriesOf(index)].map(decide);
  if (wanted === 'read') return others.find(({ allow }) => allow) ?? base ?? byDefault(to, 'intention');
  return others.find(({ allow }) => !allow) ?? base ?? byDefault(to, 'intention');
}

function* entriesOf({ exact, prefix }: Index): Generator<Entry> {
  yield* prefix.values();
  yield* exact.values();
}

/** To delete all keys below a prefix: the longest prefix around it must give `write`, and no rule below it less. */
function wholePrefix(to: Authorizer, prefix: string): Decision {
  const index = to.whole().get('key');
  if (index === undefined) return byDefault(to, 'key');
  const around = longestPrefix(index, prefix);
  const base = around && byEntry(to, around, 'write', 'key');
  if (base?.allow === false) return base;
  for (const entry of entriesOf(index)) {
    if (!entry.name.startsWith(prefix)) continue;
    const decision = byEntry(to, entry, 'write', 'key');
    if (!decision.allow) return decision;
  }
  return base ?? byDefault(to, 'key');
}
