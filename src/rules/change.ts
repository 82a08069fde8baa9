import type { Agent } from '../model/agent.ts';
import type { ApiObject } from '../model/api-object.ts';
import type { Job, KeySet, VaultMountWorld, World } from '../model/world.ts';
import { isObject } from '../validation/object.ts';

/** A patch as RFC 7396 has it: members are merged, `null` takes one away, lists are replaced. */
export type Patch = { readonly [member: string]: unknown };

/** Worlds of examples: each takes a healthy one and changes one thing. */
export const change = {
  authMethod: (world: World, patch: Patch): World =>
    consul(world, 'authMethods', (all) => all.map((one) => merged(one, patch))),
  bindingRules: (world: World, make: (all: readonly ApiObject[]) => readonly ApiObject[]): World =>
    consul(world, 'bindingRules', make),
  roles: (world: World, make: (all: readonly ApiObject[]) => readonly ApiObject[]): World =>
    consul(world, 'roles', make),
  policies: (world: World, make: (all: readonly ApiObject[]) => readonly ApiObject[]): World =>
    consul(world, 'policies', make),
  /** The rules of one policy, in the JSON form of Consul's ACL rules. */
  policyRules: (world: World, name: string, rules: Patch): World =>
    change.policies(world, (all) =>
      all.map((one) => (one['Name'] === name ? { ...one, Rules: JSON.stringify(rules) } : one)),
    ),
  consul: (world: World, patch: Partial<NonNullable<World['consul']>>): World =>
    world.consul === undefined ? world : { ...world, consul: { ...world.consul, ...patch } },
  vault: (world: World, patch: Partial<NonNullable<World['vault']>>): World =>
    world.vault === undefined ? world : { ...world, vault: { ...world.vault, ...patch } },
  /** The texts of Vault's policies, each made from what it was. */
  vaultPolicies: (world: World, make: (text: string, name: string) => string): World =>
    change.vault(world, {
      policies: Object.fromEntries(
        Object.entries(world.vault?.policies ?? {}).map(([name, text]) => [name, make(text, name)]),
      ),
    }),
  mount: (world: World, make: (mount: VaultMountWorld) => VaultMountWorld): World =>
    world.vault === undefined ? world : { ...world, vault: { ...world.vault, mounts: world.vault.mounts.map(make) } },
  jwtRole: (world: World, patch: Patch): World =>
    change.mount(world, (mount) => ({
      ...mount,
      roles: Object.fromEntries(Object.entries(mount.roles).map(([name, role]) => [name, merged(role, patch)])),
    })),
  jwtConfig: (world: World, patch: Patch): World =>
    change.mount(world, (mount) => ({ ...mount, config: merged(mount.config ?? {}, patch) })),
  nomad: (world: World, patch: Partial<NonNullable<World['nomad']>>): World =>
    world.nomad === undefined ? world : { ...world, nomad: { ...world.nomad, ...patch } },
  agents: (world: World, make: (agent: Agent) => Agent | readonly Agent[]): World =>
    change.nomad(world, { agents: (world.nomad?.agents ?? []).flatMap(make) }),
  servers: (world: World, patch: Patch): World =>
    change.agents(world, (agent) => (agent.server ? { ...agent, config: merged(agent.config, patch) } : agent)),
  clients: (world: World, patch: Patch): World =>
    change.agents(world, (agent) => (agent.client ? { ...agent, config: merged(agent.config, patch) } : agent)),
  jobs: (world: World, make: (job: Job) => Job | readonly Job[]): World =>
    change.nomad(world, { jobs: (world.nomad?.jobs ?? []).flatMap(make) }),
  keySets: (world: World, make: (set: KeySet) => KeySet | readonly KeySet[]): World => ({
    ...world,
    keySets: world.keySets.flatMap(make),
  }),
} as const;

export function merged(object: ApiObject, patch: Patch): ApiObject {
  const result: Record<string, unknown> = { ...object };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = isObject(value) && isObject(object[name]) ? merged(object[name], value) : value;
  }
  return result;
}

function consul<M extends 'authMethods' | 'bindingRules' | 'roles' | 'policies'>(
  world: World,
  member: M,
  make: (all: readonly ApiObject[]) => readonly ApiObject[],
): World {
  return world.consul === undefined
    ? world
    : { ...world, consul: { ...world.consul, [member]: make(world.consul[member]) } };
}

/** A job whose tasks are patched. */
export function inTask(job: Job, patch: Patch): Job {
  return inGroup(job, (group) => ({ ...group, Tasks: objects(group['Tasks']).map((task) => merged(task, patch)) }));
}

/** A job whose groups' services are patched. */
export function inService(job: Job, patch: Patch): Job {
  return inGroup(job, (group) => ({ ...group, Services: objects(group['Services']).map((one) => merged(one, patch)) }));
}

export function inGroup(job: Job, make: (group: ApiObject) => ApiObject): Job {
  return { ...job, job: { ...job.job, TaskGroups: objects(job.job['TaskGroups']).map(make) } };
}

function objects(value: unknown): readonly ApiObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
