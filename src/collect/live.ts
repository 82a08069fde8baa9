import { kinds } from '../kinds/index.ts';
import {
  accessorKey,
  complete,
  type Identity,
  type KindId,
  type Live,
  type Reach,
  type Wanted,
} from '../kinds/kind.ts';

/** The live objects that a set of wanted ones concern. */
export interface LiveObjects {
  readonly byKind: ReadonlyMap<KindId, readonly Live[]>;
  /** Accessors of the auth mounts among them, by `accessorKey`. */
  readonly accessors: ReadonlyMap<string, string>;
}

export interface Concern extends Pick<Wanted, 'identity'> {
  readonly kind: KindId;
  /** What the object should be, where somebody knows; a kind may use it to spare a read. */
  readonly body?: Wanted['body'];
}

/**
 * Reads what `concerns` are about from Consul and Vault: all kinds at once, each as economically as its kind can.
 * @param reach whose clients remember their reads
 */
export async function readLive(reach: Reach, concerns: readonly Concern[]): Promise<LiveObjects> {
  const wanted = new Map<KindId, Wanted[]>();
  const add = (kind: KindId, identity: Identity, body?: Wanted['body']): void => {
    const ofKind = wanted.get(kind) ?? [];
    wanted.set(kind, ofKind);
    ofKind.push({ identity, body: body ?? complete(kinds[kind].fields, {}) });
  };
  for (const { kind, identity, body } of concerns) add(kind, identity, body);
  for (const mount of mountsWhoseAccessorMatters(concerns)) add('vault/auth-mount', mount);

  const read = await Promise.all(
    [...wanted].map(async ([kind, all]) => [kind, await kinds[kind].read(reach, unique(all))] as const),
  );
  const byKind = new Map(read);
  const mounts = byKind.get('vault/auth-mount') ?? [];
  const accessors = new Map(mounts.map(({ identity, id }) => [accessorKey(identity.name, identity.namespace), id]));
  return { byKind, accessors };
}

const accessorReference = /\$\{accessor\.([^}]+)\}/g;

/** The mounts that templated policies name as `${accessor.<mount>}`, in the policy's own namespace. */
function mountsWhoseAccessorMatters(concerns: readonly Concern[]): readonly Identity[] {
  return concerns.flatMap(({ kind, identity, body }) => {
    if (kind !== 'vault/policy' || body === undefined) return [];
    const names = [...JSON.stringify(body).matchAll(accessorReference)].map(([, name = '']) => name);
    return names.map((name) => ({
      name,
      ...(identity.namespace === undefined ? {} : { namespace: identity.namespace }),
    }));
  });
}

function unique(all: readonly Wanted[]): readonly Wanted[] {
  const seen = new Set<string>();
  return all.filter(({ identity, body }) => {
    // Binding rules share an identity when only their selectors differ, so the body counts too.
    const key = JSON.stringify([identity.name, identity.parent, identity.namespace, identity.partition, body]);
    const first = !seen.has(key);
    seen.add(key);
    return first;
  });
}
