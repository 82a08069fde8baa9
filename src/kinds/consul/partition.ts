import { z } from 'zod';
import { text } from '../field.ts';
import { fromApi, toApi, type Kind } from '../kind.ts';
import { present } from '../scope.ts';

const fields = {
  description: text(['Description'], 'What the partition is for.'),
};

const whole = z.looseObject({ Name: z.string(), CreateIndex: z.number().optional() });

/** Consul Enterprise; other editions answer that they have no such endpoint, which reads as "there is none". */
export const partition: Kind<typeof fields> = {
  id: 'consul/partition',
  title: 'Consul admin partition',
  fields,
  cascadesTo: ['consul/namespace', 'consul/policy', 'consul/role', 'consul/auth-method', 'consul/binding-rule'],
  holds: (holder, inner) => inner.partition === holder.name,

  async read({ clients: { consul } }, wanted) {
    const found = wanted.map(async ({ identity }) => {
      const one = await consul.get(['partition', identity.name], whole);
      return one === undefined ? undefined : { identity, id: idOf(one), body: fromApi(fields, one) };
    });
    return present(await Promise.all(found));
  },

  async list({ clients: { consul } }) {
    const listed = (await consul.get(['partitions'], z.array(whole))) ?? [];
    return listed
      .filter(({ Name }) => Name !== 'default')
      .map((one) => ({ identity: { name: one.Name }, id: idOf(one), body: fromApi(fields, one) }));
  },

  async create({ clients: { consul } }, { identity, body }) {
    return idOf(await consul.put(['partition'], { Name: identity.name, ...toApi(fields, body) }, whole));
  },

  async update({ clients: { consul } }, { identity, body }) {
    const request = { Name: identity.name, ...toApi(fields, body) };
    await consul.put(['partition', identity.name], request, whole, { idempotent: true });
  },

  async remove({ clients: { consul } }, { identity }) {
    await consul.delete(['partition', identity.name]);
  },
};

function idOf({ Name, CreateIndex }: z.infer<typeof whole>): string {
  return CreateIndex === undefined ? Name : String(CreateIndex);
}
