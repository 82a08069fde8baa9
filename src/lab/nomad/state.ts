import { randomUUID } from 'node:crypto';
import type { Allocation, Evaluation, Job, Keyring, Namespace } from './objects.ts';

/** An identity block of the agent's configuration, as `/v1/agent/self` shows it. */
export interface IdentityConfig {
  readonly Audience: readonly string[];
  /** Nanoseconds. */
  readonly TTL: number;
}

/** What the agent's configuration says of the other two products. */
export interface Integration {
  readonly consulAddress?: string;
  readonly vaultAddress?: string;
  readonly serviceIdentity?: IdentityConfig;
  readonly taskIdentity?: IdentityConfig;
  readonly vaultIdentity?: IdentityConfig;
}

export interface NomadState {
  readonly version: string;
  readonly region: string;
  readonly datacenter: string;
  readonly node: { readonly id: string; readonly name: string };
  readonly integration: Integration;
  /** The `iss` of workload JWTs; none when empty. */
  readonly oidcIssuer: () => string;
  readonly keyring: Keyring;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** When it was. */
  readonly started: number;
  index: number;
  /** Newest version last, by `namespaced`. */
  readonly jobs: Map<string, readonly Job[]>;
  readonly evaluations: Map<string, Evaluation>;
  readonly allocations: Map<string, Allocation>;
  readonly namespaces: Map<string, Namespace>;
}

export type NomadStateOptions = Pick<
  NomadState,
  'region' | 'datacenter' | 'integration' | 'oidcIssuer' | 'keyring' | 'now'
>;

export function emptyState(options: NomadStateOptions): NomadState {
  return {
    ...options,
    version: '1.11.1',
    started: options.now(),
    node: { id: randomUUID(), name: 'lab' },
    index: 10,
    jobs: new Map(),
    evaluations: new Map(),
    allocations: new Map(),
    namespaces: new Map(),
  };
}

export function namespaced(namespace: string, name: string): string {
  return `${namespace}\0${name}`;
}

export function nextIndex(state: NomadState): number {
  state.index += 1;
  return state.index;
}
