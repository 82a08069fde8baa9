import { z } from 'zod';
import type { Api } from '../../clients/api.ts';
import { WidError } from '../../support/errors.ts';
import { flag, type Body } from '../field.ts';
import { accessorKey, fromApi, toApi, type Identity, type Kind, type Live, type Reach } from '../kind.ts';
import { policyText } from '../policy-text.ts';
import { present, scopeOf } from '../scope.ts';
import { everyNamespace, namesIn } from './scope.ts';

const fields = {
  policy: policyText(
    ['policy'],
    'ACL policy, HCL or JSON; `${accessor.<mount>}` stands for the accessor of an auth mount.',
  ),
  allow_slashes_in_identity_templates: flag(
    ['allow_slashes_in_identity_templates'],
    'OpenBao: whether values that templates fill in may contain a slash.',
    { needs: 'openbao' },
  ),
  allow_wildcards_in_identity_templates: flag(
    ['allow_wildcards_in_identity_templates'],
    'OpenBao: whether values that templates fill in may contain wildcards.',
    { needs: 'openbao' },
  ),
};

const answer = z.looseObject({ data: z.looseObject({ name: z.string(), policy: z.string() }) });

const builtin: readonly string[] = ['root', 'default'];
const reference = /\$\{accessor\.([^}]+)\}/g;

export const policy: Kind<typeof fields> = {
  id: 'vault/policy',
  title: 'Vault ACL policy',
  idIsName: true,
  fields,

  async read({ clients: { vault } }, wanted) {
    return present(await Promise.all(wanted.map(({ identity }) => readOne(vault, identity))));
  },

  async list({ clients: { vault } }) {
    const found = (await everyNamespace(vault)).map(async (scope) => {
      const names = await namesIn(vault, ['sys', 'policies', 'acl'], scope);
      return Promise.all(
        names.filter((name) => !builtin.includes(name)).map((name) => readOne(vault, { name, ...scope })),
      );
    });
    return present((await Promise.all(found)).flat());
  },

  async create(reach, { identity, body }) {
    await write(reach, identity, toApi(fields, filledIn(reach, identity, body)));
    return identity.name.toLowerCase();
  },

  async update(reach, { identity, body }, live) {
    await write(reach, identity, toApi(fields, filledIn(reach, identity, body), live.body));
  },

  async remove({ clients: { vault } }, { identity }) {
    await vault.delete(pathOf(identity), scopeOf(identity));
  },

  /** A mount whose accessor is not known yet stays as the spec names it. */
  resolve(body, { namespace }, accessors) {
    const fill = (whole: string, mount: string): string => accessors.get(accessorKey(mount, namespace)) ?? whole;
    return { ...body, policy: body.policy.replaceAll(reference, fill) };
  },
};

async function readOne(vault: Api, identity: Identity): Promise<Live<typeof fields> | undefined> {
  const found = await vault.get(pathOf(identity), answer, scopeOf(identity));
  return found === undefined ? undefined : { identity, id: found.data.name, body: fromApi(fields, found.data) };
}

/** With every accessor that is known by now; a policy with the reference left in it would grant nothing, and say nothing. */
function filledIn({ accessors }: Reach, identity: Identity, body: Body<typeof fields>): Body<typeof fields> {
  const filled = policy.resolve?.(body, identity, accessors) ?? body;
  const [, mount] = [...filled.policy.matchAll(reference)][0] ?? [];
  if (mount === undefined) return filled;
  throw new WidError('spec', `Vault policy ${identity.name} names the auth mount ${mount}, which does not exist`, {
    hint: 'add the mount to the spec, or mend its name in the policy',
  });
}

async function write({ clients: { vault } }: Reach, identity: Identity, request: unknown): Promise<void> {
  await vault.put(pathOf(identity), request, z.unknown(), { ...scopeOf(identity), idempotent: true });
}

function pathOf({ name }: Identity): readonly string[] {
  return ['sys', 'policies', 'acl', ...name.toLowerCase().split('/')];
}
