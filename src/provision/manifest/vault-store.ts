import { z } from 'zod';
import { ApiError, type Api } from '../../clients/api.ts';
import type { ManifestOptions } from '../../spec/resource.ts';
import type { Clock } from '../../support/clock.ts';
import { WidError } from '../../support/errors.ts';
import { isGone, lockedBy, parseHolder, thisProcess } from './holder.ts';
import { formatManifest, parseManifest, readManifest } from './manifest.ts';
import { writtenMeanwhile, type ManifestStore } from './store.ts';

const secret = z.looseObject({
  data: z.looseObject({
    data: z.looseObject({ text: z.string().optional(), expires: z.string().optional() }).nullable(),
    metadata: z.looseObject({ version: z.number() }),
  }),
});
const listing = z.looseObject({ data: z.looseObject({ keys: z.array(z.string()) }) });
const written = z.looseObject({ data: z.looseObject({ version: z.number() }) });

/** Minutes after which a lock counts as left behind: Vault has no sessions that would notice. */
const lockMinutes = 15;

/** The manifest in a secret of a KV version 2 mount, written by check-and-set; the lock is a secret beside it. */
export function vaultStore(
  options: Extract<ManifestOptions, { store: 'vault' }>,
  spec: string,
  vault: Api,
  clock: Clock,
): ManifestStore {
  const description = `Vault KV ${options.mount}/${options.path}`;
  const scope = options.namespace === undefined ? {} : { namespace: options.namespace };
  const at = (part: 'data' | 'metadata', suffix = ''): string[] => [
    ...options.mount.split('/'),
    part,
    ...`${options.path}${suffix}`.split('/'),
  ];

  const read = async (suffix = ''): Promise<z.infer<typeof secret>['data'] | undefined> =>
    (await vault.get(at('data', suffix), secret, scope))?.data;

  /** The new version, or `undefined` when somebody else wrote first. */
  const write = async (suffix: string, data: object, cas: number): Promise<number | undefined> => {
    try {
      const answer = await vault.post(at('data', suffix), { options: { cas }, data }, written.optional(), scope);
      if (answer !== undefined) return answer.data.version;
    } catch (error) {
      if (error instanceof ApiError && error.serverText.includes('check-and-set')) return undefined;
      if (error instanceof ApiError && error.status === 404) throw noEngine(error);
      throw error;
    }
    // Version 1 takes the request for a secret of that name and has nothing to say to it.
    await vault.delete(at('data', suffix), scope);
    throw noEngine(undefined);
  };

  const noEngine = (cause: unknown): WidError =>
    new WidError('api', `there is no KV version 2 engine at ${options.mount}/, where the manifest should be kept`, {
      hint: `make one (vault secrets enable -path=${options.mount} kv-v2), or name another place under manifest`,
      cause,
    });

  return {
    description,

    async read() {
      const found = await read();
      const text = found?.data?.text;
      if (found === undefined || text === undefined) return undefined;
      return { manifest: parseManifest(text, spec, description), revision: String(found.metadata.version) };
    },

    async write(manifest, after) {
      const version = await write('', { text: formatManifest(manifest) }, Number(after ?? '0'));
      if (version === undefined) throw writtenMeanwhile(description);
      return String(version);
    },

    async others() {
      const folder = options.path.split('/').slice(0, -1);
      const keys = (await vault.list([...options.mount.split('/'), 'metadata', ...folder], listing, scope))?.data.keys;
      const names = (keys ?? []).filter((name) => !name.endsWith('/') && !name.endsWith('.lock'));
      const paths = names.map((name) => [...options.mount.split('/'), 'data', ...folder, name]);
      const found = await Promise.all(paths.map((path) => vault.get(path, secret, scope)));
      const manifests = found.map((one) => readManifest(one?.data.data?.text ?? ''));
      return manifests.filter((one) => one !== undefined).filter((one) => one.spec !== spec);
    },

    async remove(after) {
      const found = await read();
      if (found !== undefined && String(found.metadata.version) !== after) throw writtenMeanwhile(description);
      await vault.delete(at('metadata'), scope);
    },

    async lock() {
      const held = await read('.lock');
      const other = parseHolder(held?.data?.text ?? '');
      const expires = Date.parse(held?.data?.expires ?? '');
      const inForce =
        held?.data?.text !== undefined && !(expires < clock.now()) && !(other !== undefined && isGone(other));
      if (inForce) throw lockedBy(other, description, `it counts as left behind after ${String(lockMinutes)} minutes`);
      const until = clock.now() + lockMinutes * 60_000;
      const lock = { text: JSON.stringify(thisProcess()), expires: new Date(until).toISOString() };
      const version = await write('.lock', lock, held?.metadata.version ?? 0);
      if (version === undefined) throw lockedBy(undefined, description, 'run the command again');
      return {
        check() {
          if (clock.now() < until) return;
          throw new WidError('locked', `the lock on ${description} ran out`, { hint: 'run the command again' });
        },
        release: () => vault.delete(at('metadata', '.lock'), scope),
      };
    },
  };
}
