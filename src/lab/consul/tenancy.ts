import type { Members } from '../decode.ts';
import type { LabRequest } from '../router.ts';
import { badRequest, refused } from './answers.ts';
import type { Scope, Scoped } from './objects.ts';
import type { ConsulState } from './state.ts';

const notCommunity = {
  ns: 'Namespaces are a Consul Enterprise feature',
  partition: 'Partitions are a Consul Enterprise feature',
} as const;

/** The scope that a request names, in its query, its headers or (`body`) its object. */
export function scopeOf(state: ConsulState, request: LabRequest, body: Readonly<Record<string, unknown>> = {}): Scope {
  const namespace = named(state, request, 'ns', 'X-Consul-Namespace') ?? text(body['Namespace']) ?? 'default';
  const partition = named(state, request, 'partition', 'X-Consul-Partition') ?? text(body['Partition']) ?? 'default';
  if (!state.enterprise) return { namespace: 'default', partition: 'default' };
  if (partition !== 'default' && !state.partitions.has(partition))
    throw refused(`Invalid partition: "${partition}" does not exist`);
  if (namespace !== 'default' && namespace !== '*' && !state.namespaces.has(scoped({ partition, namespace }, ''))) {
    throw refused(`Invalid namespace: "${namespace}" does not exist`);
  }
  return { namespace, partition };
}

function named(state: ConsulState, request: LabRequest, query: 'ns' | 'partition', header: string): string | undefined {
  const inQuery = text(request.query.get(query));
  const inHeader = text(request.header(header));
  if (!state.enterprise && inQuery !== undefined)
    throw badRequest(`Invalid query parameter: "${query}" - ${notCommunity[query]}`);
  if (!state.enterprise && inHeader !== undefined)
    throw badRequest(`Invalid header: "${header}" - ${notCommunity[query]}`);
  return inQuery ?? inHeader;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The members by which an object says where it lives. */
export function scopeMembers(state: ConsulState, { partition, namespace }: Scope): Scoped {
  return state.enterprise ? { Partition: partition, Namespace: namespace } : {};
}

export function within(object: Scoped, { partition, namespace }: Scope): boolean {
  return (
    (object.Partition ?? 'default') === partition &&
    (namespace === '*' || (object.Namespace ?? 'default') === namespace)
  );
}

/** A map's key for a name that is unique within its scope. */
export function scoped({ partition, namespace }: Scope, name: string): string {
  return `${partition}\0${namespace}\0${name}`;
}

export function scopeOfObject(object: Scoped): Scope {
  return { partition: object.Partition ?? 'default', namespace: object.Namespace ?? 'default' };
}

/** Request members that only Enterprise knows, beside those of the community edition. */
export function withTenancy(state: ConsulState, members: Members): Members {
  return state.enterprise ? { ...members, Namespace: 'string', Partition: 'string' } : members;
}
