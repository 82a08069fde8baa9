import { z } from 'zod';
import type { ApiObject } from '../model/api-object.ts';
import type { World } from '../model/world.ts';
import { readDocument } from '../spec/document.ts';
import { WidError } from '../support/errors.ts';
import { scrub } from '../support/secret.ts';
import { sortedBy } from '../support/sorted-by.ts';
import type { Place, Source } from '../syntax/source.ts';
import { isObject } from '../validation/object.ts';

/** The world as text. Members stand in the order of their names, so that two of an unchanged cluster differ in times only. */
export function formatWorld(world: World): string {
  return `${scrub(JSON.stringify(world, sortedMembers, 1))}\n`;
}

function sortedMembers(_: string, value: unknown): unknown {
  return isObject(value) ? Object.fromEntries(sortedBy(Object.entries(value), ([name]) => name)) : value;
}

const object = z.custom<ApiObject>(isObject, 'must be an object');
const objects = z.array(object);
const texts = z.record(z.string(), z.string());

const origin = z.discriminatedUnion('from', [
  z.looseObject({ from: z.literal('server'), request: z.string() }),
  z.looseObject({
    from: z.literal('file'),
    file: z.string(),
    places: z.record(z.string(), z.tuple([z.number(), z.number()])),
  }),
]);

const agent = z.looseObject({
  name: z.string(),
  region: z.string(),
  server: z.boolean(),
  client: z.boolean(),
  version: z.string(),
  config: object,
  origin,
});

const job = z.looseObject({
  id: z.string(),
  namespace: z.string(),
  job: object,
  stored: z.boolean(),
  modifyIndex: z.number(),
  origin,
});

const event = z.looseObject({ task: z.string(), type: z.string(), message: z.string(), at: z.number() });
const allocation = z.looseObject({
  id: z.string(),
  namespace: z.string(),
  job: z.string(),
  group: z.string(),
  node: z.string(),
  clientStatus: z.string(),
  desiredStatus: z.string(),
  jobVersion: z.number(),
  identities: z.record(z.string(), z.array(z.string())).optional(),
  events: z.array(event),
});

const nomad = z.looseObject({
  agents: z.array(agent),
  jobs: z.array(job),
  namespaces: objects.optional(),
  nodes: objects.optional(),
  allocations: z.array(allocation).optional(),
  keyring: objects.optional(),
});

const consul = z.looseObject({
  datacenter: z.string(),
  defaultPolicy: z.enum(['allow', 'deny']),
  authMethods: objects,
  bindingRules: objects,
  roles: objects,
  policies: objects,
  stored: z.boolean(),
  version: z.string().optional(),
  primaryDatacenter: z.string().optional(),
  tokens: objects.optional(),
  replication: object.optional(),
  members: objects.optional(),
  services: z.array(z.string()).optional(),
  emptiedMethods: z.array(z.string()).optional(),
  tokensOfAgents: texts.optional(),
});

const alias = z.looseObject({
  name: z.string(),
  accessor: z.string(),
  metadata: texts,
  entity: z.looseObject({ disabled: z.boolean(), policies: z.array(z.string()) }).optional(),
});

const vault = z.looseObject({
  mounts: z.array(
    z.looseObject({
      path: z.string(),
      accessor: z.string(),
      config: object.nullable(),
      roles: z.record(z.string(), object),
      maxLeaseTtl: z.number().optional(),
      tokenType: z.string().optional(),
    }),
  ),
  policies: texts,
  kv: z.record(z.string(), z.union([z.literal(1), z.literal(2)])),
  engines: texts.optional(),
  stored: z.boolean().optional(),
  version: z.string().optional(),
  authMounts: z.record(z.string(), z.looseObject({ type: z.string(), accessor: z.string() })).optional(),
  auditDevices: z.array(z.string()).optional(),
  aliases: z.array(alias).optional(),
});

const keySet = z.looseObject({
  url: z.string(),
  usedBy: z.array(z.string()),
  keys: object.nullable(),
  error: z.string().nullable(),
  status: z.number().nullable(),
  maxAge: z.number().optional(),
  serverTime: z.number().optional(),
  issuer: z.string().optional(),
  redirectedTo: z.string().optional(),
});

const world = z.looseObject({
  schemaVersion: z.literal(1),
  takenAt: z.number(),
  nomad: nomad.optional(),
  consul: consul.optional(),
  vault: vault.optional(),
  keySets: z.array(keySet),
  notRead: z.array(
    z.looseObject({ part: z.string(), what: z.string(), reason: z.string(), permission: z.string().optional() }),
  ),
  assumed: z.array(z.string()),
  doubtful: z.array(z.string()).optional(),
});

/** A world that `wid collect` wrote. Throws `syntax` with the place when the text is none. */
export function parseWorld(source: Source): World {
  const value = parsed(source);
  if (!isObject(value) || !('schemaVersion' in value))
    throw new WidError('syntax', `${source.name} holds no world`, { hint: 'wid collect --out FILE makes one' });
  const { schemaVersion } = value;
  if (typeof schemaVersion === 'number' && schemaVersion > 1)
    throw new WidError('syntax', `${source.name} was written by a later wid, in form ${String(schemaVersion)}`, {
      hint: 'use that version, or collect the world again with this one',
    });
  const result = world.safeParse(value);
  if (result.success) return value as unknown as World;
  const [issue] = result.error.issues;
  const path = (issue?.path ?? []).map((step) => (typeof step === 'symbol' ? String(step) : step));
  throw new WidError('syntax', `${path.join('/')}: ${issue?.message ?? 'unexpected'}`, place(source, path));
}

function parsed(source: Source): unknown {
  try {
    return JSON.parse(source.text) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = /position (\d+)/.exec(message)?.[1];
    const offset = at === undefined ? source.text.length : Number(at);
    // The parser quotes the text around the spot, which the place shows better.
    throw new WidError('syntax', `${source.name} is no JSON`, { place: { source, start: offset, end: offset + 1 } });
  }
}

/** Worlds are large: where a member stands is looked for only when there is something to say about it. */
function place(source: Source, path: readonly (string | number)[]): { readonly place?: Place } {
  const read = readDocument(source);
  return 'document' in read ? { place: read.document.valueAt(path) } : {};
}
