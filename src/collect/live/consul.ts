import { z } from 'zod';
import { ApiError, type Api } from '../../clients/api.ts';
import type { KindId, Reach } from '../../kinds/kind.ts';
import type { ApiObject } from '../../model/api-object.ts';
import type { ConsulWorld, Part } from '../../model/world.ts';
import { readInventory } from '../inventory.ts';
import { consulObjects } from '../world-of-objects.ts';
import { emptiedMethods } from './emptied-methods.ts';
import type { Gaps } from './gaps.ts';

const kinds: readonly KindId[] = ['consul/auth-method', 'consul/binding-rule', 'consul/role', 'consul/policy'];
const object = z.looseObject({});
const mayReadAcl = 'acl:read';

export interface SeenConsul {
  /** Absent when the objects that decide about logins could not be read. */
  readonly world?: ConsulWorld;
  readonly assumed: readonly string[];
}

/** Reads what is wanted of Consul. Of tokens everything but their secrets. */
export async function readConsul(reach: Reach, parts: ReadonlySet<Part>, gaps: Gaps): Promise<SeenConsul> {
  const { consul } = reach.clients;
  const wants = (part: Part): boolean => parts.has(part);
  const [objects, builtin, agent, replication, members, tokens, services, own] = await Promise.all([
    gaps.attempt(
      { part: 'consul/objects', what: 'auth methods, binding rules, roles and policies', permission: mayReadAcl },
      () => readObjects(reach),
    ),
    builtinPolicies(consul).catch(() => []),
    readAgent(consul, wants('consul/agent') ? gaps : undefined),
    wants('consul/agent') ? one(consul, ['acl', 'replication'], 'token replication', mayReadAcl, gaps) : undefined,
    wants('consul/agent') ? readMembers(consul, gaps) : undefined,
    wants('consul/tokens') ? readTokens(consul, gaps) : undefined,
    wants('consul/services') ? readServices(consul, gaps) : undefined,
    wants('consul/tokens') ? readOwnToken(consul) : undefined,
  ]);
  if (objects === undefined) return { assumed: [] };
  const known = [...objects].flatMap(([kind, all]) => all.map(({ identity, body }) => ({ kind, identity, body })));
  const { policies, ...others } = consulObjects(known);
  const { assumed, ...about } = agent;
  const madeAt = new Map(
    (objects.get('consul/auth-method') ?? []).map(({ identity, id }) => [identity.name, Number(id)]),
  );
  const emptied = tokens && services && (await emptiedMethods(consul, madeAt, tokens, services));
  return {
    world: {
      ...others,
      policies: [...policies, ...builtin],
      ...about,
      stored: true,
      ...(tokens && { tokens }),
      ...(replication && { replication }),
      ...(members && { members }),
      ...(services && { services }),
      ...(emptied && emptied.length > 0 && { emptiedMethods: emptied }),
      ...(own === undefined ? {} : { tokensOfAgents: { wid: own } }),
    },
    assumed,
  };
}

/**
 * A secondary datacenter that does not replicate tokens does not even list its auth methods and rules, none of which
 * count there; the roles and policies that are copied to it can be read.
 */
async function readObjects(reach: Reach): ReturnType<typeof readInventory> {
  try {
    return await readInventory(reach, kinds);
  } catch (error) {
    if (!(error instanceof ApiError) || !/Token replication is required for auth methods/.test(error.message))
      throw error;
    return readInventory(reach, ['consul/role', 'consul/policy']);
  }
}

const policyStub = z.looseObject({ ID: z.string(), Name: z.string() });

/** The policies that Consul itself brings, which roles and tokens may be linked to. */
async function builtinPolicies(consul: Api): Promise<readonly ApiObject[]> {
  const listed = (await consul.get(['acl', 'policies'], z.array(policyStub))) ?? [];
  const builtin = listed.filter(
    ({ ID, Name }) => ID === '00000000-0000-0000-0000-000000000001' || Name.startsWith('builtin/'),
  );
  const read = await Promise.all(builtin.map(({ ID }) => consul.get(['acl', 'policy', ID], object)));
  return read.flatMap((policy) => {
    const { ID, Name, Description, Rules } = policy ?? {};
    return Name === undefined ? [] : [{ ID, Name, Description, Rules }];
  });
}

interface AgentFacts extends Pick<ConsulWorld, 'datacenter' | 'defaultPolicy' | 'version' | 'primaryDatacenter'> {
  readonly assumed: readonly string[];
}

const self = z.looseObject({
  Config: z.looseObject({
    Datacenter: z.string(),
    PrimaryDatacenter: z.string().nullish(),
    Version: z.string().nullish(),
  }),
  DebugConfig: z
    .looseObject({ ACLResolverSettings: z.looseObject({ ACLDefaultPolicy: z.string() }).optional() })
    .nullish(),
});

async function readAgent(consul: Api, gaps: Gaps | undefined): Promise<AgentFacts> {
  const ask = (): Promise<z.infer<typeof self> | undefined> => consul.get(['agent', 'self'], self);
  const wanted = {
    part: 'consul/agent',
    what: "the agent's own configuration",
    permission: 'agent:read',
  } as const;
  const found = gaps === undefined ? await ask().catch(() => undefined) : await gaps.attempt(wanted, ask);
  if (found === undefined)
    return {
      datacenter: 'dc1',
      defaultPolicy: 'deny',
      assumed: ["Consul's datacenter is dc1 and its default policy deny, for the agent may not be asked"],
    };
  const { Datacenter: datacenter, PrimaryDatacenter: primaryDatacenter, Version: version } = found.Config;
  return {
    datacenter,
    defaultPolicy: found.DebugConfig?.ACLResolverSettings?.ACLDefaultPolicy === 'allow' ? 'allow' : 'deny',
    ...(version ? { version } : {}),
    ...(primaryDatacenter ? { primaryDatacenter } : {}),
    assumed: [],
  };
}

const memberMembers = ['Name', 'Addr', 'Status'] as const;
const tagsKept = ['build', 'dc', 'role', 'acls'] as const;

async function readMembers(consul: Api, gaps: Gaps): Promise<readonly ApiObject[] | undefined> {
  const permission = 'node:read on every name';
  const member = z.looseObject({ Tags: z.record(z.string(), z.unknown()).nullish() });
  const read = await gaps.attempt({ part: 'consul/agent', what: 'members', permission }, () =>
    consul.get(['agent', 'members'], z.array(member)),
  );
  return read?.map((one) => ({ ...picked(one, memberMembers), Tags: picked(one.Tags ?? {}, tagsKept) }));
}

const tokenMembers = [
  'AccessorID',
  'Description',
  'AuthMethod',
  'AuthMethodNamespace',
  'Local',
  'Policies',
  'Roles',
  'ServiceIdentities',
  'NodeIdentities',
  'TemplatedPolicies',
  'CreateTime',
  'ExpirationTime',
  'Namespace',
] as const;

async function readTokens(consul: Api, gaps: Gaps): Promise<readonly ApiObject[] | undefined> {
  const read = await gaps.attempt({ part: 'consul/tokens', what: 'tokens', permission: mayReadAcl }, () =>
    consul.get(['acl', 'tokens'], z.array(object)),
  );
  return read?.map((token) => picked(token, tokenMembers));
}

/** Consul leaves out what a token may not see without a word, so it is asked first whether that is anything. */
async function readServices(consul: Api, gaps: Gaps): Promise<readonly string[] | undefined> {
  const permission = 'service:read and node:read on every name';
  const wanted = { part: 'consul/services', what: 'services of the catalog', permission } as const;
  return gaps.attempt(wanted, async () => {
    const checks = ['service', 'node'].map((Resource) => ({ Resource, Segment: '', Access: 'read' }));
    const answers = await consul
      .post(['internal', 'acl', 'authorize'], checks, z.array(z.looseObject({ Allow: z.boolean() })), {
        idempotent: true,
      })
      .catch(() => []);
    if (answers.some(({ Allow }) => !Allow))
      gaps.add({
        ...wanted,
        what: 'some services of the catalog',
        reason: 'Consul leaves out what the token may not see',
      });
    return Object.keys((await consul.get(['catalog', 'services'], z.record(z.string(), z.unknown()))) ?? {}).toSorted();
  });
}

async function readOwnToken(consul: Api): Promise<string | undefined> {
  const shape = z.looseObject({ AccessorID: z.string() });
  return (await consul.get(['acl', 'token', 'self'], shape).catch(() => undefined))?.AccessorID;
}

function one(
  consul: Api,
  path: readonly string[],
  what: string,
  permission: string,
  gaps: Gaps,
): Promise<ApiObject | undefined> {
  return gaps.attempt({ part: 'consul/agent', what, permission }, () => consul.get(path, object));
}

function picked(from: ApiObject, names: readonly string[]): ApiObject {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
