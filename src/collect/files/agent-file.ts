import { type WidError, WidErrors, WidError as Refusal } from '../../support/errors.ts';
import { hideSecretsOf } from '../../support/secret.ts';
import type { Item } from '../../syntax/hcl/ast.ts';
import { filter } from '../../syntax/hcl/decode.ts';
import { parseHcl } from '../../syntax/hcl/parse.ts';
import type { Source } from '../../syntax/source.ts';
import type { AgentNote } from '../../model/agent.ts';
import { refuseUnknownKeys } from './agent-known-keys.ts';
import { consulKeys, identityKeys, rootBlock, vaultKeys, type Block, type Keys } from './agent-keys.ts';
import { readValue } from './agent-value.ts';

/** Where something of an agent's configuration is written. */
export interface Spot {
  readonly file: string;
  readonly place: readonly [start: number, end: number];
}

/** A value, and where it is written unless it is a default. */
export interface Entry {
  readonly value: unknown;
  readonly spot?: Spot | undefined;
}

export interface Identity {
  readonly members: ReadonlyMap<string, Entry>;
  readonly spot: Spot;
  /** Whether several files gave it; its claims are then never null. */
  readonly merged: boolean;
}

/** A `consul` or `vault` block of one name. */
export interface Cluster {
  readonly name: string;
  readonly spot: Spot | undefined;
  readonly members: ReadonlyMap<string, Entry>;
  readonly identities: ReadonlyMap<string, Identity>;
}

/** Something that an agent does not hear; of a cluster, the path is below it. */
export interface Unheard {
  readonly kind: AgentNote['kind'];
  readonly list: 'Consuls' | 'Vaults';
  readonly cluster: string;
  readonly path: string;
  readonly spot: Spot;
}

/** What one file says, before it is put together with others. */
export interface AgentFile {
  /** By paths such as `Server/OIDCIssuer`. */
  readonly members: ReadonlyMap<string, Entry>;
  readonly blocks: ReadonlyMap<string, Spot>;
  readonly consuls: readonly Cluster[];
  readonly vaults: readonly Cluster[];
  readonly unheard: readonly Unheard[];
}

/** Reads one file as Nomad's agent does. Throws `syntax` with all places where it would refuse the file. */
export function readAgentFile(source: Source): AgentFile {
  const { file, problems } = parseHcl(source, { repeated: 'allowed' });
  const [first, ...rest] = problems.map(
    ({ message, start, end }): WidError =>
      new Refusal('syntax', message, {
        place: { source, start, end },
        hint: 'Nomad does not start with this file; `nomad config validate FILE` says the same',
      }),
  );
  if (first !== undefined) throw new WidErrors([first, ...rest]);
  refuseUnknownKeys(source, file.items);
  const members = new Map<string, Entry>();
  const blocks = new Map<string, Spot>();
  readBlock(source, file.items, rootBlock, '', members, blocks);
  hideSecrets(file.items);
  const unheard: Unheard[] = [];
  const consuls = clusters(source, file.items, consulBlocks, unheard);
  const vaults = clusters(source, file.items, vaultBlocks, unheard);
  return { members, blocks, consuls, vaults, unheard };
}

export function spotOf({ name }: Source, { start, end }: { readonly start: number; readonly end: number }): Spot {
  return { file: name, place: [start, end] };
}

function readBlock(
  source: Source,
  items: readonly Item[],
  { keys, blocks: inner = {} }: Block,
  path: string,
  members: Map<string, Entry>,
  blocks: Map<string, Spot>,
): void {
  for (const [name, { member, type }] of Object.entries(keys)) {
    for (const { value, ...item } of filter(items, name)) {
      const read = readValue(source, name, value, type);
      members.set(path + member, { value: read, spot: spotOf(source, item) });
    }
  }
  for (const [name, block] of Object.entries(inner)) {
    for (const item of filter(items, name)) {
      const at = path + block.member;
      if (!blocks.has(at)) blocks.set(at, spotOf(source, item));
      readBlock(source, inside(item), block, `${at}/`, members, blocks);
    }
  }
}

/** In JSON, an object of nothing but objects has become labels. */
function inside(item: Item): readonly Item[] {
  if (item.keys.length > 0) return [item];
  return item.value.kind === 'object' ? item.value.items : [];
}

interface ClusterBlocks {
  readonly name: 'consul' | 'vault';
  readonly list: Unheard['list'];
  readonly keys: Keys;
  readonly identities: Readonly<Record<string, string>>;
  /** Known to Nomad, and of no effect here. */
  readonly silent: readonly string[];
}

const consulBlocks: ClusterBlocks = {
  name: 'consul',
  list: 'Consuls',
  keys: consulKeys,
  identities: { service_identity: 'ServiceIdentity', task_identity: 'TaskIdentity' },
  silent: [],
};

const vaultBlocks: ClusterBlocks = {
  name: 'vault',
  list: 'Vaults',
  keys: vaultKeys,
  identities: { default_identity: 'DefaultIdentity' },
  silent: ['token'],
};

/** Several blocks of one name become one, of which the identities of the first remain. */
function clusters(source: Source, items: readonly Item[], what: ClusterBlocks, unheard: Unheard[]): readonly Cluster[] {
  const found: Cluster[] = [];
  for (const item of filter(items, what.name)) {
    const cluster = clusterOf(source, item, what, unheard);
    const at = found.findIndex(({ name }) => name === cluster.name);
    const known = found[at];
    if (known === undefined) {
      found.push(cluster);
      continue;
    }
    for (const [member, { spot }] of cluster.identities)
      unheard.push({ kind: 'duplicate-block', list: what.list, cluster: cluster.name, path: member, spot });
    found[at] = { ...known, members: mergedMembers(known.members, cluster.members, what.keys) };
  }
  return found;
}

function clusterOf(source: Source, item: Item, what: ClusterBlocks, unheard: Unheard[]): Cluster {
  if (item.value.kind !== 'object')
    throw new Refusal('syntax', `${what.name} should be an object`, {
      place: { source, start: item.start, end: item.end },
      hint: `write it as a block: ${what.name} { … }`,
    });
  const { items } = item.value;
  const members = readMembers(source, items, what.keys);
  const given = members.get('Name')?.value;
  const name = typeof given === 'string' && given !== '' ? given : 'default';
  const tell = (kind: Unheard['kind'], path: string, of: Item): void => {
    unheard.push({ kind, list: what.list, cluster: name, path, spot: spotOf(source, of) });
  };
  const identities = new Map<string, Identity>();
  for (const [key, member] of Object.entries(what.identities)) {
    const [first, ...others] = filter(items, key);
    for (const other of others) tell('duplicate-block', member, other);
    if (first === undefined) continue;
    const inner = identityItems(source, key, first);
    for (const one of unknownIn(inner, Object.keys(identityKeys))) tell('unknown-key', `${member}/${nameOf(one)}`, one);
    identities.set(member, {
      members: readMembers(source, inner, identityKeys),
      spot: spotOf(source, first),
      merged: false,
    });
  }
  const known = [...Object.keys(what.keys), ...Object.keys(what.identities), ...what.silent];
  for (const one of unknownIn(items, known)) tell('unknown-key', nameOf(one), one);
  members.set('Name', { value: name, spot: members.get('Name')?.spot });
  return { name, spot: spotOf(source, item), members, identities };
}

function identityItems(source: Source, key: string, item: Item): readonly Item[] {
  if (item.value.kind === 'object') return item.value.items;
  throw new Refusal('syntax', `${key} is not an object`, {
    place: { source, start: item.start, end: item.end },
    hint: `write it as a block: ${key} { aud = ["…"] ttl = "1h" }`,
  });
}

function readMembers(source: Source, items: readonly Item[], keys: Keys): Map<string, Entry> {
  const members = new Map<string, Entry>();
  for (const [name, { member, type }] of Object.entries(keys)) {
    for (const { value, ...item } of filter(items, name))
      members.set(member, { value: readValue(source, name, value, type), spot: spotOf(source, item) });
  }
  return members;
}

function unknownIn(items: readonly Item[], known: readonly string[]): readonly Item[] {
  const names = new Set(known);
  return items.filter((item) => !names.has(nameOf(item).toLowerCase()));
}

function nameOf({ keys }: Item): string {
  return keys[0]?.value ?? '';
}

const secretKey = /token|^auth$|^encrypt$|secret|password/i;

/** Lets no output show a token that stands in the file, in whatever block. */
function hideSecrets(items: readonly Item[]): void {
  for (const item of items) {
    if (item.value.kind === 'object') hideSecrets(item.value.items);
    else if (item.value.kind === 'literal' && secretKey.test(nameOf(item)))
      hideSecretsOf({ TOKEN: item.value.type === 'string' ? item.value.value : undefined });
  }
}

/** The later members over the earlier, where they say something at all. */
export function mergedMembers(
  earlier: ReadonlyMap<string, Entry>,
  later: ReadonlyMap<string, Entry>,
  keys: Keys,
  onLost: (member: string, lost: Entry) => void = () => undefined,
): Map<string, Entry> {
  const merged = new Map(earlier);
  const types = new Map(Object.values(keys).map(({ member, type }) => [member, type]));
  for (const [member, entry] of later) {
    const { value } = entry;
    const before = merged.get(member);
    const type = types.get(member);
    const saysNothing =
      value === '' || (value === 0 && type !== 'count') || value === null || (value === false && type === 'flag');
    if (saysNothing && before !== undefined) continue;
    if (type === 'tags' && Array.isArray(before?.value) && Array.isArray(value)) {
      merged.set(member, { ...entry, value: [...(before.value as unknown[]), ...(value as unknown[])] });
      continue;
    }
    if (before?.spot !== undefined && entry.spot === undefined && before.value !== value) onLost(member, before);
    merged.set(member, entry);
  }
  return merged;
}
