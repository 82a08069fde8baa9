import pLimit from 'p-limit';
import { z } from 'zod';
import type { Api } from '../../clients/api.ts';
import type { VaultAlias, VaultEntity } from '../../model/world.ts';
import type { Gaps } from './gaps.ts';

/** Each costs a request, and a large cluster has one for every job that ever ran. */
const most = 2000;
const atOnce = 16;
const part = 'vault/aliases';

const metadata = z.record(z.string(), z.string()).nullish();
const info = z.looseObject({ mount_accessor: z.string(), name: z.string(), canonical_id: z.string(), metadata });
const listing = z.looseObject({ data: z.looseObject({ key_info: z.record(z.string(), info).nullish() }) });
const policies = z.array(z.string()).nullish();
const entity = z.looseObject({
  data: z.looseObject({ disabled: z.boolean(), policies, group_ids: z.array(z.string()).nullish() }),
});
const group = z.looseObject({ data: z.looseObject({ policies }) });

/** The entity aliases of the given mounts: whom Vault takes the bearers of JWTs for, and what it lets these do besides. */
export async function readAliases(
  vault: Api,
  accessors: ReadonlySet<string>,
  gaps: Gaps,
): Promise<readonly VaultAlias[] | undefined> {
  const permission = 'list on "identity/entity-alias/id"';
  const listed = await gaps.attempt({ part, what: 'entity aliases', permission }, async () =>
    Object.values((await vault.list(['identity', 'entity-alias', 'id'], listing))?.data.key_info ?? {}),
  );
  if (listed === undefined) return undefined;
  const own = listed.filter(({ mount_accessor: accessor }) => accessors.has(accessor));
  const ids = [...new Set(own.map(({ canonical_id: id }) => id))];
  if (ids.length > most) {
    const what = `${String(ids.length - most)} of ${String(ids.length)} entities`;
    gaps.add({ part, what, reason: `only the first ${String(most)} are read` });
  }
  const entities = await readEntities(vault, ids.slice(0, most), gaps);
  return own.map(({ name, mount_accessor: accessor, canonical_id: id, metadata: said }) => {
    const known = entities.get(id);
    return { name, accessor, metadata: said ?? {}, ...(known && { entity: known }) };
  });
}

/** Entities by their ids, with the policies of their groups. */
async function readEntities(vault: Api, ids: readonly string[], gaps: Gaps): Promise<ReadonlyMap<string, VaultEntity>> {
  const read = await readAll(
    ids,
    'entity',
    gaps,
    async (id) => (await vault.get(['identity', 'entity', 'id', id], entity))?.data,
  );
  const groupIds = [...new Set([...read.values()].flatMap((one) => one.group_ids ?? []))];
  const groups = await readAll(
    groupIds,
    'group',
    gaps,
    async (id) => (await vault.get(['identity', 'group', 'id', id], group))?.data,
  );
  return new Map(
    [...read].map(([id, one]) => {
      const given = (one.group_ids ?? []).flatMap((of) => groups.get(of)?.policies ?? []);
      return [id, { disabled: one.disabled, policies: [...new Set([...(one.policies ?? []), ...given])].toSorted() }];
    }),
  );
}

/** What is there of all these; once one is denied, no other is asked for. */
async function readAll<T>(
  ids: readonly string[],
  sort: 'entity' | 'group',
  gaps: Gaps,
  read: (id: string) => Promise<T | undefined>,
): Promise<ReadonlyMap<string, T>> {
  const limit = pLimit(atOnce);
  const found = new Map<string, T>();
  const what = sort === 'entity' ? 'entities' : 'groups';
  await gaps.attempt({ part, what, permission: `read on "identity/${sort}/id/*"` }, async () => {
    let failed = false;
    await Promise.all(
      ids.map((id) =>
        limit(async () => {
          if (failed) return;
          try {
            const one = await read(id);
            if (one !== undefined) found.set(id, one);
          } catch (error) {
            failed = true;
            throw error;
          }
        }),
      ),
    );
  });
  return found;
}
