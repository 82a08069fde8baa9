import type { ApiObject } from '../../model/api-object.ts';
import { about } from '../about.ts';
import { linkOf } from '../link-of.ts';
import type { Look, WorkloadLook } from '../look.ts';

/** A policy of Consul that workloads get with their tokens. */
export interface PolicyOfWorkloads {
  readonly name: string;
  readonly object: ApiObject;
  /** Samples of those who get it. */
  readonly workloads: ReadonlySet<WorkloadLook>;
  /** What led to their having it. */
  readonly blames: readonly string[];
}

const known = new WeakMap<Look, readonly PolicyOfWorkloads[]>();

export function policiesOfWorkloads(look: Look): readonly PolicyOfWorkloads[] {
  let found = known.get(look);
  if (found === undefined) known.set(look, (found = find(look)));
  return found;
}

/** How many workloads get a policy. */
export function holdersOf(look: Look, name: string): number {
  return look.workloads.filter((one) => heldBy(one).includes(name)).length;
}

function find(look: Look): readonly PolicyOfWorkloads[] {
  const users = new Map<string, { workloads: Set<WorkloadLook>; blames: Set<string> }>();
  for (const one of look.sampledWorkloads) {
    const login = linkOf(one.chain('consul'), 'login');
    if (login === undefined || !('authMethod' in login.at)) continue;
    for (const policy of heldBy(one)) {
      const entry = users.get(policy) ?? { workloads: new Set(), blames: new Set() };
      users.set(policy, entry);
      entry.workloads.add(one);
      entry.blames.add(about.bindingRules(login.at.authMethod));
    }
  }
  const objects = new Map((look.world.consul?.policies ?? []).map((object) => [object['Name'], object]));
  return [...users].flatMap(([name, { workloads, blames }]) => {
    const object = objects.get(name);
    return object === undefined ? [] : [{ name, object, workloads, blames: [...blames] }];
  });
}

/** The policies of a workload's token, its own and those of its roles. */
function heldBy(one: WorkloadLook): readonly string[] {
  const grant = linkOf(one.chain('consul'), 'grant');
  return grant?.state === 'ok' ? [...grant.policies, ...grant.roles.flatMap(({ policies }) => policies)] : [];
}
