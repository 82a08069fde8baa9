import { blake2b } from '@noble/hashes/blake2.js';
import { z } from 'zod';
import { set, text, type Body } from '../field.ts';
import { complete, fromApi, toApi, type Identity, type Kind, type Live, type Wanted } from '../kind.ts';
import { policyText } from '../policy-text.ts';
import { scopeOf, withScope } from './scope.ts';

const fields = {
  description: text(['Description'], 'What the policy is for.'),
  rules: policyText(['Rules'], 'ACL rules, HCL or JSON.'),
  datacenters: set(['Datacenters'], 'Datacenters in which it is valid; all when empty.'),
};

const stub = z.looseObject({
  ID: z.string(),
  Name: z.string(),
  Description: z.string().optional(),
  Datacenters: z.array(z.string()).nullish(),
  Hash: z.string().nullish(),
});
const whole = z.looseObject({ ID: z.string(), Name: z.string() });

/** The policy that every Consul has and nobody may change. */
const builtin = '00000000-0000-0000-0000-000000000001';

export const policy: Kind<typeof fields> = {
  id: 'consul/policy',
  title: 'Consul ACL policy',
  fields,

  async read({ clients }, wanted) {
    const found = wanted.map(async ({ identity, body }): Promise<Live<typeof fields> | undefined> => {
      const listed = (await clients.consul.get(['acl', 'policies'], z.array(stub), scopeOf(identity))) ?? [];
      const listing = listed.find(({ Name }) => Name === identity.name);
      if (listing === undefined) return undefined;
      // The list has everything but the rules, and a hash over the rules too: equal hashes spare the second read.
      if (listing.Hash === contentHash(identity.name, body)) return { identity, id: listing.ID, body };
      return readOne(clients, identity, listing.ID);
    });
    return (await Promise.all(found)).filter((live) => live !== undefined);
  },

  async list({ clients }) {
    const listed = (await clients.consul.get(['acl', 'policies'], z.array(stub))) ?? [];
    const own = listed.filter(({ ID, Name }) => ID !== builtin && !Name.startsWith('builtin/'));
    const all = await Promise.all(own.map(({ ID, Name }) => readOne(clients, { name: Name }, ID)));
    return all.filter((live) => live !== undefined);
  },

  async create({ clients }, { identity, body }) {
    const request = { Name: identity.name, ...toApi(fields, body) };
    return (await clients.consul.put(['acl', 'policy'], request, whole, scopeOf(identity))).ID;
  },

  async update({ clients }, { identity, body }, { id }) {
    const request = { ID: id, Name: identity.name, ...toApi(fields, body) };
    await clients.consul.put(['acl', 'policy', id], request, whole, { ...scopeOf(identity), idempotent: true });
  },

  async remove({ clients }, { identity, id }) {
    await clients.consul.delete(['acl', 'policy', id], scopeOf(identity));
  },
};

async function readOne(
  clients: Parameters<typeof policy.read>[0]['clients'],
  identity: Identity,
  id: string,
): Promise<Live<typeof fields> | undefined> {
  const found = await clients.consul.get(['acl', 'policy', id], whole, scopeOf(identity));
  return found === undefined ? undefined : { identity: withScope(identity.name, found), id, body: fromApi(fields, found) };
}

/** Consul's own content hash of a policy: BLAKE2b-256 over name, description, rules and datacenters, in base64. */
function contentHash(name: string, body: Body<typeof fields>): string {
  const content = [name, body.description, body.rules, ...body.datacenters].join('');
  return Buffer.from(blake2b(new TextEncoder().encode(content), { dkLen: 32 })).toString('base64');
}
