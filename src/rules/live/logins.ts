import type { ApiObject } from '../../model/api-object.ts';
import type { Allocation, World } from '../../model/world.ts';
import { isObject } from '../../validation/object.ts';
import { methodNames } from '../consul/methods-in-use.ts';
import type { Look } from '../look.ts';

/** How many tokens there are and should be for what Nomad says who asked: `nomad_service_web`, `nomad_task_server`. */
export interface Logins {
  readonly requestedBy: string;
  /** As in a sentence: `service web`. */
  readonly who: string;
  /** Auth methods of the tokens that are there, or the one that is used. */
  readonly method: string;
  /** Allocations that run, and therefore logged in. */
  readonly running: number;
  /** When the first of these had started, in seconds since 1970; `NaN` when the events of one do not reach back so far. */
  readonly since: number;
  /** Those and others that may have. */
  readonly alive: number;
  readonly tokens: readonly ApiObject[];
}

const known = new WeakMap<Look, readonly Logins[]>();

/** Tokens have neither job nor allocation, so they are counted by who asked. */
export function loginsOf(look: Look): readonly Logins[] {
  let found = known.get(look);
  if (found === undefined) known.set(look, (found = find(look)));
  return found;
}

function find(look: Look): readonly Logins[] {
  const { logins } = look.settings;
  const all = new Map<string, Entry>();
  const at = (requestedBy: string): Entry => {
    let entry = all.get(requestedBy);
    if (entry === undefined) all.set(requestedBy, (entry = entryOf(requestedBy, logins)));
    return entry;
  };
  const isHere = nodesHere(look.world);
  for (const one of look.world.nomad?.allocations ?? []) {
    if (one.clientStatus === 'complete' || one.clientStatus === 'failed') continue;
    const running = one.clientStatus === 'running' && isHere(one.node) ? 1 : 0;
    for (const asker of askersIn(one)) {
      const entry = at(asker);
      entry.running += running;
      if (running > 0) entry.since = Math.min(entry.since, startOf(one));
      entry.alive += 1;
    }
  }
  const methods = new Set([...methodNames(look).keys()].map((name) => name.toLowerCase()));
  for (const token of look.world.consul?.tokens ?? []) {
    if (!methods.has(String(token['AuthMethod']).toLowerCase())) continue;
    const asker = requestedBy(token);
    if (asker !== undefined) at(asker).tokens.push(token);
  }
  return [...all.values()];
}

interface Entry extends Logins {
  running: number;
  since: number;
  alive: number;
  readonly tokens: ApiObject[];
}

function entryOf(requestedBy: string, logins: Look['settings']['logins']): Entry {
  const [, sort = '', name = ''] = /^nomad_(service|task)_(.*)$/s.exec(requestedBy) ?? [];
  const method = sort === 'service' ? logins.serviceAuthMethod : logins.taskAuthMethod;
  const who = `${sort} ${name}`.trim() || requestedBy;
  return { requestedBy, who, method, running: 0, since: Infinity, alive: 0, tokens: [] };
}

/** When the first task had started: its token was made before. What was restarted often no longer shows it. */
function startOf({ events }: Allocation): number {
  const [first] = events;
  const start = first?.type === 'Received' ? events.find(({ type }) => type === 'Started') : undefined;
  return start?.at ?? NaN;
}

/** Who asks for tokens in an allocation, by the identities of the job version that it runs. */
function askersIn({ identities = {} }: Allocation): readonly string[] {
  return Object.entries(identities).flatMap(([owner, names]) => [
    // A name that is filled in on the client is not known here.
    ...(names.some((name) => name.startsWith('consul-service_')) && !owner.includes('${')
      ? [`nomad_service_${owner}`]
      : []),
    ...(names.some((name) => /^consul_/.test(name)) ? [`nomad_task_${owner}`] : []),
  ]);
}

/** Whether a client, by its name or id, logs in at this Consul: tokens of other datacenters are not seen from here. */
function nodesHere({ nomad, consul }: World): (node: string | undefined) => boolean {
  const elsewhere = new Set<unknown>();
  for (const { Name, ID, Attributes } of nomad?.nodes ?? []) {
    const datacenter = isObject(Attributes) ? Attributes['consul.datacenter'] : undefined;
    if (datacenter !== undefined && datacenter !== consul?.datacenter) elsewhere.add(Name).add(ID);
  }
  return (node) => !elsewhere.has(node);
}

function requestedBy({ Description }: ApiObject): string | undefined {
  const text = /^token created via login: (\{.*\})$/s.exec(String(Description))?.[1];
  if (text === undefined) return undefined;
  try {
    const meta: unknown = JSON.parse(text);
    return isObject(meta) && typeof meta['requested_by'] === 'string' ? meta['requested_by'] : undefined;
  } catch {
    return undefined;
  }
}
