import type { ApiObject } from '../../model/api-object.ts';
import { about } from '../about.ts';
import { linkOf } from '../link-of.ts';
import type { Look, WorkloadLook } from '../look.ts';

/** A policy of Consul that workloads get with their tokens. */
export interface PolicyOfWorkloads {
  readonly name: string;
  readonly object: ApiObject;
  readonly workloads: ReadonlySet<WorkloadLook>;
  readonly roles: ReadonlySet<string>;
  /** What led to their having it. */
  readonly blames: readonly string[];
}

const known = new WeakMap<Look, readonly PolicyOfWorkloads[]>();

export function policiesOfWorkloads(look: Look): readonly PolicyOfWorkloads[] {
  let found = known.get(look);
  if (found === undefined) known.set(look, (found = find(look)));
  return found;
}

function find(look: Look): readonly PolicyOfWorkloads[] {
  const users = new Map<string, { workloads: Set<WorkloadLook>; roles: Set<string>; blames: Set<string> }>();
  for (const one of look.workloads) {
    const chain = one.chain('consul');
    const login = linkOf(chain, 'login');
    const grant = linkOf(chain, 'grant');
    if (grant?.state !== 'ok' || login === undefined || !('authMethod' in login.at)) continue;
    const held = [
      ...grant.policies.map((policy) => ({ policy, role: undefined })),
      ...grant.roles.flatMap(({ name, policies }) => policies.map((policy) => ({ policy, role: name }))),
    ];
    for (const { policy, role } of held) {
      const entry = users.get(policy) ?? { workloads: new Set(), roles: new Set(), blames: new Set() };
      users.set(policy, entry);
      entry.workloads.add(one);
      if (role !== undefined) entry.roles.add(role);
      entry.blames.add(about.bindingRules(login.at.authMethod));
    }
  }
  const objects = new Map((look.world.consul?.policies ?? []).map((object) => [object['Name'], object]));
  return [...users].flatMap(([name, { workloads, roles, blames }]) => {
    const object = objects.get(name);
    return object === undefined ? [] : [{ name, object, workloads, roles, blames: [...blames] }];
  });
}
