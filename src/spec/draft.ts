import { textsOf } from '../validation/object.ts';
import type { Fields, Value } from '../kinds/field.ts';
import { kinds } from '../kinds/index.ts';
import { addressOf, complete, type Identity, type KindId, type Wanted } from '../kinds/kind.ts';
import type { Place } from '../syntax/source.ts';
import type { Entry } from './entry.ts';
import type { Spot } from './spot.ts';

/** An object that the spec asks for, before its references are looked up. */
export interface Draft extends Wanted {
  readonly kind: KindId;
  /** What asked for it, as in a sentence: `the spec`, `preset nomad-consul`. */
  readonly origin: string;
  readonly spot: Spot;
  /** Part of it could not be had, which is noted: what the servers would say of the rest does not count. */
  readonly incomplete?: boolean;
  /** What the entry's own `depends_on` names. */
  readonly after: readonly { readonly address: string; readonly place: Place }[];
}

/** Vault stores these names in lower case, whatever it is sent. */
const keptInLowerCase: ReadonlySet<KindId> = new Set<KindId>(['vault/policy', 'vault/jwt-role']);

/** A draft with the given fields, as a spec could write them; every other one has the server's default. */
export function draft(
  kind: KindId,
  identity: Identity,
  given: Readonly<Record<string, Value | undefined>>,
  origin: string,
  spot: Spot,
): Draft {
  const fields: Fields = kinds[kind].fields;
  // Presets and grants pass on what users wrote: names that Vault lower-cases, lists in any order.
  const canonical = Object.entries(given).map(([name, value]) => {
    const read = value === undefined ? undefined : fields[name]?.schema.safeParse(value);
    return [name, read?.success === true ? (read.data as Value) : value] as const;
  });
  return assembled(kind, identity, Object.fromEntries(canonical), origin, spot, []);
}

function assembled(
  kind: KindId,
  identity: Identity,
  given: Readonly<Record<string, Value | undefined>>,
  origin: string,
  spot: Spot,
  after: Draft['after'],
): Draft {
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const stored = keptInLowerCase.has(kind) ? { ...identity, name: identity.name.toLowerCase() } : identity;
  return { kind, identity: stored, body: complete(kinds[kind].fields, named), origin, spot, after };
}

/** A draft of an entry of a section, with `more` in place of what the entry leaves out. */
export function draftOf(
  kind: KindId,
  identity: Identity,
  entry: Entry,
  spot: Spot,
  more: Readonly<Record<string, Value>> = {},
): Draft {
  const own = Object.keys(kinds[kind].fields).filter((name) => entry[name] !== undefined);
  const given = { ...more, ...Object.fromEntries(own.map((name) => [name, entry[name] as Value])) };
  const after = textsOf(entry['depends_on']).map((address, index) => ({
    address,
    place: spot.field('depends_on', index),
  }));
  return assembled(kind, identity, given, 'the spec', spot, after);
}

/** Name and Enterprise scope of an entry. The default ones are the same as none. */
export function identityOf(key: string, entry: Entry, parent?: string): Identity {
  const { name, namespace, partition } = entry;
  return {
    name: typeof name === 'string' ? name : key,
    ...(parent === undefined ? {} : { parent }),
    ...scoped(namespace, partition),
  };
}

export function scoped(namespace: unknown, partition?: unknown): Pick<Identity, 'namespace' | 'partition'> {
  return {
    ...(typeof namespace === 'string' && namespace !== 'default' && namespace !== 'root' ? { namespace } : {}),
    ...(typeof partition === 'string' && partition !== 'default' ? { partition } : {}),
  };
}

export function addressOfDraft({ kind, identity }: Pick<Draft, 'kind' | 'identity'>): string {
  return addressOf(kind, identity);
}
