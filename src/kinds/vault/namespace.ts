import { z } from 'zod';
import { mapping } from '../field.ts';
import { fromApi, toApi, type Identity, type Kind } from '../kind.ts';
import { present, scopeOf } from '../scope.ts';
import { everyNamespace, withoutSlash } from './scope.ts';

const fields = {
  custom_metadata: mapping(['custom_metadata'], 'Free text by name.'),
};

const info = z.looseObject({ id: z.string(), path: z.string() });
const answer = z.looseObject({ data: info });
const listing = z.looseObject({ data: z.looseObject({ key_info: z.record(z.string(), info) }) });

/** Vault Enterprise and OpenBao; Vault's community edition answers 404, which reads as "there is none". */
export const namespace: Kind<typeof fields> = {
  id: 'vault/namespace',
  title: 'Vault namespace',
  fields,
  cascadesTo: ['vault/namespace', 'vault/auth-mount', 'vault/jwt-role', 'vault/policy'],
  holds: holdsInNamespace,

  async read({ clients: { vault } }, wanted) {
    const found = wanted.map(async ({ identity }) => {
      const one = await vault.get(pathOf(identity.name), answer, scopeOf(identity));
      return one === undefined ? undefined : { identity, id: one.data.id, body: fromApi(fields, one.data) };
    });
    return present(await Promise.all(found));
  },

  async list({ clients: { vault } }) {
    const found = (await everyNamespace(vault)).map(async (scope) => {
      const children = (await vault.list(['sys', 'namespaces'], listing, scope))?.data.key_info ?? {};
      return Object.entries(children).map(([name, one]) => ({
        identity: { name: withoutSlash(name), ...scope },
        id: one.id,
        body: fromApi(fields, one),
      }));
    });
    return (await Promise.all(found)).flat();
  },

  async create({ clients: { vault } }, { identity, body }) {
    await vault.post(pathOf(identity.name), toApi(fields, body), z.unknown(), scopeOf(identity));
    return (await vault.get(pathOf(identity.name), answer, scopeOf(identity)))?.data.id ?? identity.name;
  },

  async update({ clients: { vault } }, { identity, body }) {
    await vault.post(pathOf(identity.name), toApi(fields, body), z.unknown(), {
      ...scopeOf(identity),
      idempotent: true,
    });
  },

  /** Vault deletes everything in it too, but refuses while there are namespaces below it. */
  async remove({ clients: { vault } }, { identity }) {
    await vault.delete(pathOf(identity.name), scopeOf(identity));
  },
};

/** Whether an object is in a namespace or in one below it. */
function holdsInNamespace({ name, namespace: above }: Identity, inner: Identity): boolean {
  const path = above === undefined ? name : `${above}/${name}`;
  return inner.namespace === path || inner.namespace?.startsWith(`${path}/`) === true;
}

function pathOf(name: string): readonly string[] {
  return ['sys', 'namespaces', ...name.split('/')];
}
