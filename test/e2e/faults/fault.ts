import type { Cluster } from '../cluster.ts';
import { requests, type Json, type Requests } from '../requests.ts';

/** The three servers of a healthy cluster, as an operator who makes mistakes has them. */
export interface Bench {
  readonly consul: Requests;
  readonly vault: Requests;
  readonly nomad: Requests;
  readonly cluster: Cluster;
}

export function benchOf(cluster: Cluster): Bench {
  return {
    consul: requests('consul', cluster.consul),
    vault: requests('vault', cluster.vault),
    nomad: requests('nomad', cluster.nomad),
    cluster,
  };
}

/** A single change to a healthy cluster, and what the audit must say first about it. */
export interface Fault {
  readonly name: string;
  /** Makes the fault; what comes back mends it. */
  readonly inject: (bench: Bench) => Promise<() => Promise<unknown>>;
  /** The rule whose finding must be the first; `undefined` when the change breaks nothing, and nothing is to be said. */
  readonly rule: string | undefined;
}

type Body = Record<string, Json>;

/** Changes an object that is read and written at one path. */
export async function edited(
  { get, put }: Pick<Requests, 'get' | 'put'>,
  path: string,
  change: (before: Body) => Body,
  from: (answer: Json) => Body = (answer) => answer as Body,
): Promise<() => Promise<unknown>> {
  const before = from(await get(path));
  await put(path, change(structuredClone(before)));
  return () => put(path, before);
}

/** The object of a Vault answer. */
export const data = (answer: Json): Body => (answer as { data: Body }).data;

export type { Body };
