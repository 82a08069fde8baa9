import { z } from 'zod';
import type { Call } from '../../clients/api.ts';
import { mapping, text } from '../field.ts';
import { fromApi, toApi, type Identity, type Kind } from '../kind.ts';
import { present } from '../scope.ts';
import { links } from './links.ts';
import { withScope } from './scope.ts';

const fields = {
  description: text(['Description'], 'What the namespace is for.'),
  meta: mapping(['Meta'], 'Free text by name.'),
  policy_defaults: links(
    ['ACLs', 'PolicyDefaults'],
    'Policies of the default namespace that every token in this one has.',
  ),
  role_defaults: links(['ACLs', 'RoleDefaults'], 'Roles of the default namespace that every token in this one has.'),
};

const whole = z.looseObject({ Name: z.string(), CreateIndex: z.number().optional(), DeletedAt: z.string().nullish() });

/** Consul Enterprise; other editions answer that they have no such endpoint, which reads as "there is none". */
export const namespace: Kind<typeof fields> = {
  id: 'consul/namespace',
  title: 'Consul namespace',
  fields,
  cascadesTo: ['consul/policy', 'consul/role', 'consul/auth-method', 'consul/binding-rule'],
  holds: (holder, inner) => inner.namespace === holder.name && inner.partition === holder.partition,

  async read({ clients: { consul } }, wanted) {
    const found = wanted.map(async ({ identity }) => {
      const one = await consul.get(['namespace', identity.name], whole, within(identity));
      return one === undefined || isGoing(one) ? undefined : { identity, id: idOf(one), body: fromApi(fields, one) };
    });
    return present(await Promise.all(found));
  },

  async list({ clients: { consul } }) {
    const listed = (await consul.get(['namespaces'], z.array(whole))) ?? [];
    return listed
      .filter((one) => one.Name !== 'default' && !isGoing(one))
      .map((one) => ({ identity: identityOf(one), id: idOf(one), body: fromApi(fields, one) }));
  },

  async create({ clients: { consul } }, { identity, body }) {
    return idOf(
      await consul.put(['namespace'], { Name: identity.name, ...toApi(fields, body) }, whole, within(identity)),
    );
  },

  async update({ clients: { consul } }, { identity, body }) {
    const request = { Name: identity.name, ...toApi(fields, body) };
    await consul.put(['namespace', identity.name], request, whole, { ...within(identity), idempotent: true });
  },

  /** Consul deletes everything in it too, in the background. */
  async remove({ clients: { consul } }, { identity }) {
    await consul.delete(['namespace', identity.name], within(identity));
  },
};

/** A namespace lies in a partition and in no namespace. */
function within({ partition }: Identity): Call {
  return partition === undefined ? {} : { partition };
}

function identityOf(one: z.infer<typeof whole>): Identity {
  const { partition } = withScope(one.Name, one);
  return { name: one.Name, ...(partition === undefined ? {} : { partition }) };
}

/** Marked as deleted while Consul is still emptying it. */
function isGoing({ DeletedAt }: z.infer<typeof whole>): boolean {
  return typeof DeletedAt === 'string' && DeletedAt !== '';
}

function idOf({ Name, CreateIndex }: z.infer<typeof whole>): string {
  return CreateIndex === undefined ? Name : String(CreateIndex);
}
