import { z } from 'zod';
import { ApiError, type Api } from '../../clients/api.ts';
import { WidError } from '../../support/errors.ts';
import { isGone, lockedBy, parseHolder, thisProcess } from './holder.ts';
import { formatManifest, parseManifest, readManifest } from './manifest.ts';
import { writtenMeanwhile, type Lock, type ManifestStore } from './store.ts';

const pair = z.looseObject({
  Value: z.string().nullable(),
  ModifyIndex: z.number(),
  Session: z.string().optional(),
});

/** Seconds without a sign of life after which Consul frees the lock by itself; it may take up to twice as long. */
const sessionSeconds = 15;

/** The manifest in a Consul KV key, written by check-and-set; the lock is a key beside it that a session holds. */
export function consulStore(path: string, spec: string, consul: Api): ManifestStore {
  const description = `Consul KV ${path}`;
  const key = ['kv', ...path.split('/')];
  const lockKey = [...key.slice(0, -1), `${key.at(-1) ?? ''}.lock`];

  const readPair = async (at: readonly string[]): Promise<z.infer<typeof pair> | undefined> =>
    (await consul.get(at, z.array(pair)))?.[0];

  const tooLarge = (cause: ApiError): WidError =>
    new WidError('api', `the manifest is too large for ${description}: ${cause.serverText}`, {
      hint: 'split the spec, or keep the manifest in Vault or in a file (`manifest: { store: file, path: … }`)',
      cause,
    });

  return {
    description,

    async read() {
      const found = await readPair(key);
      if (found?.Value == null) return undefined;
      const text = Buffer.from(found.Value, 'base64').toString('utf8');
      return { manifest: parseManifest(text, spec, description), revision: String(found.ModifyIndex) };
    },

    async write(manifest, after) {
      const body = JSON.parse(formatManifest(manifest)) as unknown;
      const written = await consul
        .put(key, body, z.boolean(), { query: { cas: after ?? '0' } })
        .catch((error: unknown) => {
          throw error instanceof ApiError && error.status === 413 ? tooLarge(error) : error;
        });
      const stored = await readPair(key);
      if (!written || stored === undefined) throw writtenMeanwhile(description);
      return String(stored.ModifyIndex);
    },

    async others() {
      const folder = path.split('/').slice(0, -1);
      if (folder.length === 0) return [];
      // With a slash at the end: a folder's list is what a token for just that folder may see.
      const found = (await consul.get(['kv', `${folder.join('/')}/`], z.array(pair), { query: { recurse: '' } })) ?? [];
      const manifests = found.map(({ Value }) => readManifest(Buffer.from(Value ?? '', 'base64').toString('utf8')));
      return manifests.filter((one) => one !== undefined).filter((one) => one.spec !== spec);
    },

    async remove(after) {
      await consul.delete(key, { query: { cas: after } });
      if ((await readPair(key)) !== undefined) throw writtenMeanwhile(description);
    },

    async lock() {
      const holder = thisProcess();
      const session = await newSession(consul, path);
      const acquire = async (): Promise<boolean> =>
        consul.put(lockKey, holder, z.boolean(), { query: { acquire: session } });
      try {
        if (!(await acquire())) {
          const held = await readPair(lockKey);
          const other = parseHolder(Buffer.from(held?.Value ?? '', 'base64').toString('utf8'));
          const dead = other !== undefined && isGone(other) && held?.Session !== undefined;
          if (dead) await endSession(consul, held.Session ?? '');
          if (!dead || !(await acquire())) {
            throw lockedBy(
              other,
              description,
              `Consul frees it by itself within ${String(2 * sessionSeconds)} seconds`,
            );
          }
        }
      } catch (error) {
        await endSession(consul, session).catch(() => undefined);
        throw error;
      }
      return heldLock(consul, session, lockKey, description);
    },
  };
}

/** A session of its own, bound to no health check, whose end deletes the lock's key. */
async function newSession(consul: Api, path: string): Promise<string> {
  const request = {
    Name: `wid apply ${path}`,
    TTL: `${String(sessionSeconds)}s`,
    Behavior: 'delete',
    LockDelay: '0s',
    Checks: [],
    NodeChecks: [],
  };
  return (await consul.put(['session', 'create'], request, z.looseObject({ ID: z.string() }))).ID;
}

async function endSession(consul: Api, session: string): Promise<void> {
  await consul.put(['session', 'destroy', session], {}, z.unknown(), { idempotent: true });
}

function heldLock(consul: Api, session: string, lockKey: readonly string[], description: string): Lock {
  let lost: unknown;
  const renewal = setInterval(
    () => {
      consul.put(['session', 'renew', session], {}, z.unknown(), { idempotent: true }).catch((error: unknown) => {
        lost = error;
      });
    },
    (sessionSeconds * 1000) / 3,
  );
  renewal.unref();
  return {
    check() {
      if (lost === undefined) return;
      throw new WidError('locked', `the lock on ${description} could not be kept`, {
        hint: 'run the command again; what was done so far is recorded',
        cause: lost,
      });
    },
    async release() {
      clearInterval(renewal);
      await consul.delete(lockKey);
      await endSession(consul, session);
    },
  };
}
