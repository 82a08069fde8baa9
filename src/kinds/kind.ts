import type { Clients } from '../clients/api.ts';
import type { Body, Field, Fields, Value } from './field.ts';

export type KindId =
  | 'consul/partition'
  | 'consul/namespace'
  | 'consul/policy'
  | 'consul/role'
  | 'consul/auth-method'
  | 'consul/binding-rule'
  | 'vault/namespace'
  | 'vault/auth-mount'
  | 'vault/jwt-config'
  | 'vault/jwt-role'
  | 'vault/policy';

/** What names an object on its server. */
export interface Identity {
  /** For a binding rule, which has no name: `<bind type>/<bind name>`. For a mount or its config: the mount's path. */
  readonly name: string;
  /** Vault roles: the auth mount. Binding rules: the auth method. */
  readonly parent?: string;
  readonly namespace?: string;
  readonly partition?: string;
}

/** An object as somebody wants it to be. */
export interface Wanted<F extends Fields = Fields> {
  readonly identity: Identity;
  readonly body: Body<F>;
}

/** An object as its server has it. */
export interface Live<F extends Fields = Fields> {
  readonly identity: Identity;
  /** What tells it from a later object of the same name: a UUID, an accessor, a create index; the name where the server keeps nothing. */
  readonly id: string;
  readonly body: Body<F>;
}

/** Enough of a live object to say which it is. */
export type Held = Pick<Live, 'identity' | 'id'>;

/** What reading and writing an object needs beside the object. */
export interface Reach {
  readonly clients: Clients;
  /** Accessors of Vault auth mounts by `accessorKey`, as far as they are known; applying a mount adds its own. */
  readonly accessors: Map<string, string>;
  /** The value of an environment variable that a secret field of the spec names. Throws `usage` when it is not set. */
  readonly secret: (name: string) => string;
}

export function accessorKey(mount: string, namespace: string | undefined): string {
  return namespace === undefined ? mount : `${namespace}:${mount}`;
}

/** Where the keys come from that a method or mount checks JWTs with; its server fetches from there when it is written. */
export interface KeySource {
  readonly via: 'jwks' | 'discovery';
  readonly url: string;
  /** PEM; empty for the system's own. */
  readonly ca: string;
}

/**
 * A type of thing that the spec can hold: its fields, and how its server reads and writes it. One file each.
 * Everything generic (comparison, order, ownership, words) works on the fields and knows no kind by name.
 */
export interface Kind<F extends Fields = Fields> {
  readonly id: KindId;
  /** As in a sentence: `Consul ACL policy`. */
  readonly title: string;
  readonly fields: F;

  /**
   * The live objects that `wanted` concern; those that do not exist are left out. Reads nothing else, and nothing twice
   * (the clients of a collect run remember their reads).
   */
  read(reach: Reach, wanted: readonly Wanted<F>[]): Promise<readonly Live<F>[]>;
  /** Every live object of this kind that is not built into the server: for `export`. */
  list(reach: Reach): Promise<readonly Live<F>[]>;
  /**
   * What is directly inside a holder, by name and id only; for kinds whose `list` would read far more to tell as much.
   */
  within?(reach: Reach, holder: Identity): Promise<readonly Held[]>;
  /** Makes it and gives its id. Fails when it exists, where the server can tell. */
  create(reach: Reach, wanted: Wanted<F>): Promise<string>;
  update(reach: Reach, wanted: Wanted<F>, live: Live<F>): Promise<void>;
  /** An object that is gone already counts as removed. */
  remove(reach: Reach, live: Live<F>): Promise<void>;

  /**
   * For objects without names: which live object each wanted one means, given the ids that the manifest remembers.
   * Named kinds leave this out and are paired by identity.
   */
  pair?(wanted: readonly Remembered<F>[], live: readonly Live<F>[]): ReadonlyMap<Remembered<F>, Live<F>>;
  /** Fills in what is known only from the servers, such as mount accessors, before the comparison. */
  resolve?(body: Body<F>, identity: Identity, accessors: ReadonlyMap<string, string>): Body<F>;
  /** Everything that the server fetches when such an object is written. */
  keySources?(body: Body<F>): readonly KeySource[];
  /** The server keeps no id of its own: what somebody else makes under the same name cannot be told from ours. */
  readonly idIsName?: true;
  /** Kinds whose objects the server deletes together with an object of this kind, if they are inside it. */
  readonly cascadesTo?: readonly KindId[];
  /** Which objects are inside one of this kind; without it, those in the same scope whose parent it is. */
  holds?(holder: Identity, inner: Identity): boolean;
  /** Has no life of its own beside the object that it is set on, so nobody can own it apart. */
  readonly isPartOfParent?: true;
  /** What the spec calls `identity.parent`: `auth_method`. An object cannot move to another parent; it is replaced. */
  readonly parentField?: string;
}

/** A wanted object with the id under which its owner knew it, if any. */
export interface Remembered<F extends Fields = Fields> extends Wanted<F> {
  readonly address: string;
  readonly id: string | undefined;
}

/** `consul/policy/reader`, `vault/jwt-role/jwt-nomad/web`, `consul/role/web@ops:team-a` (partition and namespace). */
export function addressOf(kind: KindId, { name, parent, namespace, partition }: Identity): string {
  const scope = partition === undefined ? namespace : `${partition}:${namespace ?? 'default'}`;
  return [kind, ...(parent === undefined ? [] : [parent]), name].join('/') + (scope === undefined ? '' : `@${scope}`);
}

/**
 * The API's object for a body: every field at its path, fields without an API form left out.
 * @param live what is there already, so that a field that not every edition knows can be unset again
 */
export function toApi<F extends Fields>(fields: F, body: Body<F>, live?: Body<F>): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const isUnset = (of: Body<F>): boolean => field.same(of[name], field.unset);
    if (field.needs !== undefined && isUnset(body) && (live === undefined || isUnset(live))) continue;
    const value: unknown = field.toApi(body[name]);
    if (value !== undefined) place(object, field.api, value);
  }
  return object;
}

/** The canonical body of an API object; members that no field names are ignored. */
export function fromApi<F extends Fields>(fields: F, object: unknown): Body<F> {
  const body: Record<string, Value> = {};
  for (const [name, field] of Object.entries<Field>(fields)) body[name] = field.fromApi(member(object, field.api));
  return body as Body<F>;
}

/** A body with the given values, every other field unset. */
export function complete<F extends Fields>(fields: F, given: Partial<Body<F>>): Body<F> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, given[name] ?? field.unset]),
  ) as Body<F>;
}

function place(object: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let inner = object;
  for (const name of path.slice(0, -1)) inner = (inner[name] ??= {}) as Record<string, unknown>;
  const last = path.at(-1);
  if (last !== undefined) inner[last] = value;
}

function member(object: unknown, path: readonly string[]): unknown {
  let inner = object;
  for (const name of path) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    inner = (inner as Record<string, unknown>)[name];
  }
  return inner;
}
