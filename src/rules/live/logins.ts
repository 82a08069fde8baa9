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
  interface Entry {
    running: number;
    since: number;
    alive: number;
    tokens: ApiObject[];
  }
  const all = new Map<string, Entry>();
  const at = (requestedBy: string): Entry => {
    const entry = all.get(requestedBy) ?? { running: 0, since: Infinity, alive: 0, tokens: [] };
    all.set(requestedBy, entry);
    return entry;
  };
  for (const one of look.world.nomad?.allocations ?? []) {
    if (one.clientStatus === 'complete' || one.clientStatus === 'failed') continue;
    const running = one.clientStatus === 'running' && isHere(look.world, one) ? 1 : 0;
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
  return [...all].map(([asker, entry]) => {
    const [, sort = '', name = ''] = /^nomad_(service|task)_(.*)$/s.exec(asker) ?? [];
    const method = sort === 'service' ? logins.serviceAuthMethod : logins.taskAuthMethod;
    return { requestedBy: asker, who: `${sort} ${name}`.trim() || asker, method, ...entry };
  });
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

/** Whether an allocation's client logs in at this Consul: tokens of other datacenters are not seen from here. */
function isHere({ nomad, consul }: World, { node }: Allocation): boolean {
  const attributes = nomad?.nodes?.find(({ Name, ID }) => Name === node || ID === node)?.['Attributes'];
  const datacenter = isObject(attributes) ? attributes['consul.datacenter'] : undefined;
  return datacenter === undefined || datacenter === consul?.datacenter;
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
