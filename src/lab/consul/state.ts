import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type {
  AuthMethod,
  BindingRule,
  Entry,
  Indexed,
  Namespace,
  Partition,
  Policy,
  Role,
  Service,
  Session,
  Token,
} from './objects.ts';

/** Collections have their own last index, as in Consul's state store; answers carry it in X-Consul-Index. */
export type Table =
  | 'policies'
  | 'roles'
  | 'tokens'
  | 'auth-methods'
  | 'binding-rules'
  | 'kv'
  | 'sessions'
  | 'services'
  | 'namespaces'
  | 'partitions';

export interface ConsulState {
  readonly enterprise: boolean;
  readonly version: string;
  readonly datacenter: string;
  readonly node: { readonly id: string; readonly name: string };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  index: number;
  /** Emits `change` after every write, for requests that wait for one. */
  readonly changes: EventEmitter;
  readonly indexes: Map<Table, number>;
  /** Of the one token that `acl bootstrap` may make; 0 while it may. */
  bootstrapIndex: number;
  /** By id. */
  readonly policies: Map<string, Policy>;
  readonly roles: Map<string, Role>;
  readonly bindingRules: Map<string, BindingRule>;
  readonly sessions: Map<string, Session>;
  /** Of the one node, by the id that its agent knows them by. */
  readonly services: Map<string, Service>;
  /** By accessor. */
  readonly tokens: Map<string, Token>;
  /** By `scoped(scope, name)`. */
  readonly authMethods: Map<string, AuthMethod>;
  readonly kv: Map<string, Entry>;
  /** Keys that a session lost, and until when nobody may lock them. */
  readonly lockDelays: Map<string, number>;
  readonly namespaces: Map<string, Namespace>;
  readonly partitions: Map<string, Partition>;
}

export interface ConsulStateOptions {
  readonly enterprise: boolean;
  readonly datacenter: string;
  readonly now: () => number;
}

export function emptyState({ enterprise, datacenter, now }: ConsulStateOptions): ConsulState {
  return {
    enterprise,
    version: enterprise ? '1.22.2+ent' : '1.22.2',
    datacenter,
    node: { id: randomUUID(), name: 'lab' },
    now,
    index: 3,
    changes: new EventEmitter().setMaxListeners(0),
    indexes: new Map(),
    bootstrapIndex: 0,
    policies: new Map(),
    roles: new Map(),
    bindingRules: new Map(),
    sessions: new Map(),
    services: new Map(),
    tokens: new Map(),
    authMethods: new Map(),
    kv: new Map(),
    lockDelays: new Map(),
    namespaces: new Map(),
    partitions: new Map(),
  };
}

/** The index of a write to these tables. */
export function touch(state: ConsulState, ...tables: readonly Table[]): number {
  state.index += 1;
  for (const table of tables) state.indexes.set(table, state.index);
  state.changes.emit('change');
  return state.index;
}

/** The last index of these tables; 1 when nothing was ever written, as Consul answers it. */
export function lastIndex(state: ConsulState, ...tables: readonly Table[]): number {
  return Math.max(1, ...tables.map((table) => state.indexes.get(table) ?? 1));
}

/** What carries over from the object that a write replaces. */
export function indexes(previous: Indexed | undefined, index: number): Indexed {
  return { CreateIndex: previous?.CreateIndex ?? index, ModifyIndex: index };
}
