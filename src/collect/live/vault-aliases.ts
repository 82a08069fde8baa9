import pLimit from 'p-limit';
import { z } from 'zod';
import type { Api } from '../../clients/api.ts';
import type { VaultWorld } from '../../model/world.ts';
import type { Gaps } from './gaps.ts';

type Aliases = NonNullable<VaultWorld['aliases']>;

/** Each costs a request, and a large cluster has one for every job that ever ran. */
const most = 2000;
const atOnce = 16;
const part = 'vault/aliases';

const info = z.looseObject({ mount_accessor: z.string(), name: z.string() });
const listing = z.looseObject({ data: z.looseObject({ key_info: z.record(z.string(), info).nullish() }) });
const whole = z.looseObject({
  data: z.looseObject({ metadata: z.record(z.string(), z.string()).nullish() }),
});

/** The entity aliases of the given mounts: whom Vault takes the bearers of JWTs for. */
export async function readAliases(
  vault: Api,
  accessors: ReadonlySet<string>,
  gaps: Gaps,
): Promise<Aliases | undefined> {
  const permission = 'list on "identity/entity-alias/id"';
  const listed = await gaps.attempt({ part, what: 'entity aliases', permission }, async () =>
    Object.entries((await vault.list(['identity', 'entity-alias', 'id'], listing))?.data.key_info ?? {}),
  );
  if (listed === undefined) return undefined;
  const own = listed.filter(([, { mount_accessor: accessor }]) => accessors.has(accessor));
  if (own.length > most) {
    const what = `metadata of ${String(own.length - most)} of ${String(own.length)} entity aliases`;
    gaps.add({ part, what, reason: `only the first ${String(most)} are read` });
  }
  const limit = pLimit(atOnce);
  const denied: unknown[] = [];
  const read = await Promise.all(
    own.slice(0, most).map(([id, { name, mount_accessor: accessor }]) =>
      limit(async () => {
        if (denied.length > 0) return { name, accessor, metadata: {} };
        const one = await vault.get(['identity', 'entity-alias', 'id', id], whole).catch((error: unknown) => {
          denied.push(error);
          return undefined;
        });
        return { name, accessor, metadata: one?.data.metadata ?? {} };
      }),
    ),
  );
  if (denied.length > 0)
    await gaps.attempt(
      { part, what: 'metadata of entity aliases', permission: 'read on "identity/entity-alias/id/*"' },
      () => Promise.reject(denied[0] instanceof Error ? denied[0] : new Error('unknown')),
    );
  return read;
}
