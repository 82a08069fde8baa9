import { z } from 'zod';
import type { Api, Call } from '../../clients/api.ts';
import { contentHash } from '../../model/content-hash.ts';
import { set, text, type Body } from '../field.ts';
import { fromApi, toApi, type Kind } from '../kind.ts';
import { policyText } from '../policy-text.ts';
import { byScope, present, sameName, scopeOf } from '../scope.ts';
import { everyNamespace, withScope } from './scope.ts';

const fields = {
  description: text(['Description'], 'What the policy is for.'),
  rules: policyText(['Rules'], 'ACL rules, HCL or JSON.'),
  datacenters: set(['Datacenters'], 'Datacenters in which it is valid; all when empty.'),
};

const whole = z.looseObject({ ID: z.string(), Name: z.string() });
const stub = whole.extend({
  Description: z.string().nullish(),
  Datacenters: z.array(z.string()).nullish(),
  Hash: z.string().nullish(),
});

/** The policy that every Consul has and nobody may change. */
const globalManagement = '00000000-0000-0000-0000-000000000001';

export const policy: Kind<typeof fields> = {
  id: 'consul/policy',
  title: 'Consul ACL policy',
  fields,

  async read({ clients: { consul } }, wanted) {
    const found = byScope(wanted).map(async ({ scope, members }) => {
      const listed = await listing(consul, scope);
      return Promise.all(
        members.map(async ({ identity, body }) => {
          const stubOfIt = listed.find(({ Name }) => sameName(Name, identity.name));
          if (stubOfIt === undefined) return undefined;
          const { ID: id } = stubOfIt;
          // The list has everything but the rules, and a hash over the rules too: an equal one spares the second read.
          if (isExactly(stubOfIt, body)) return { identity, id, body };
          const one = await consul.get(['acl', 'policy', id], whole, scope);
          return one === undefined ? undefined : { identity, id, body: fromApi(fields, one) };
        }),
      );
    });
    return present((await Promise.all(found)).flat());
  },

  async list({ clients: { consul } }) {
    const found = (await everyNamespace(consul)).map(async (scope) => {
      const own = (await listing(consul, scope)).filter(
        ({ ID, Name }) => ID !== globalManagement && !Name.startsWith('builtin/'),
      );
      return Promise.all(own.map(({ ID }) => consul.get(['acl', 'policy', ID], whole, scope)));
    });
    return present((await Promise.all(found)).flat()).map((one) => ({
      identity: withScope(one.Name, one),
      id: one.ID,
      body: fromApi(fields, one),
    }));
  },

  async create({ clients: { consul } }, { identity, body }) {
    const request = { Name: identity.name, ...toApi(fields, body) };
    return (await consul.put(['acl', 'policy'], request, whole, scopeOf(identity))).ID;
  },

  async update({ clients: { consul } }, { identity, body }, { id }) {
    const request = { ID: id, Name: identity.name, ...toApi(fields, body) };
    await consul.put(['acl', 'policy', id], request, whole, { ...scopeOf(identity), idempotent: true });
  },

  async remove({ clients: { consul } }, { identity, id }) {
    await consul.delete(['acl', 'policy', id], scopeOf(identity));
  },
};

async function listing(consul: Api, scope: Call): Promise<readonly z.infer<typeof stub>[]> {
  return (await consul.get(['acl', 'policies'], z.array(stub), scope)) ?? [];
}

/**
 * Whether a listed policy is the wanted one to the letter. The hash runs over the texts one after another without a
 * separator, so it stands for the rules only where the texts around them are known to be equal.
 */
function isExactly(listed: z.infer<typeof stub>, body: Body<typeof fields>): boolean {
  const { description, datacenters } = fromApi(fields, listed);
  return (
    fields.description.same(description, body.description) &&
    fields.datacenters.same(datacenters, body.datacenters) &&
    listed.Hash === contentHash(listed.Name, body.description, body.rules, ...body.datacenters)
  );
}
