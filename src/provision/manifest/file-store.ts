import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WidError } from '../../support/errors.ts';
import { isGone, lockedBy, parseHolder, thisProcess } from './holder.ts';
import { formatManifest, parseManifest } from './manifest.ts';
import { writtenMeanwhile, type ManifestStore } from './store.ts';

/** The manifest in a local file, for a spec with one user or one in version control; the lock is a file beside it. */
export function fileStore(path: string, spec: string): ManifestStore {
  const lockPath = `${path}.lock`;

  const readText = async (file: string): Promise<string | undefined> => {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw fileError(file, error);
    }
  };

  const expectRevision = async (after: string | undefined): Promise<void> => {
    const now = await readText(path);
    if ((now === undefined ? undefined : revisionOf(now)) === after) return;
    throw writtenMeanwhile(path);
  };

  return {
    description: path,

    async read() {
      const text = await readText(path);
      return text === undefined ? undefined : { manifest: parseManifest(text, spec, path), revision: revisionOf(text) };
    },

    async write(manifest, after) {
      await expectRevision(after);
      const text = formatManifest(manifest);
      try {
        await mkdir(dirname(path), { recursive: true });
        // Renaming replaces the whole file at once: a crash leaves the old text or the new one, never half of it.
        await writeFile(`${path}.new`, text, { mode: 0o600 });
        await rename(`${path}.new`, path);
      } catch (error) {
        throw fileError(path, error);
      }
      return revisionOf(text);
    },

    others: () => Promise.resolve([]),

    async remove(after) {
      await expectRevision(after);
      await rm(path, { force: true });
    },

    async lock() {
      await mkdir(dirname(path), { recursive: true });
      for (const last of [false, true]) {
        try {
          const file = await open(lockPath, 'wx', 0o600);
          await file.writeFile(JSON.stringify(thisProcess()));
          await file.close();
          return { check: () => undefined, release: () => rm(lockPath, { force: true }) };
        } catch (error) {
          if (codeOf(error) !== 'EEXIST') throw fileError(lockPath, error);
          const other = parseHolder((await readText(lockPath)) ?? '');
          if (last || other === undefined || !isGone(other)) throw lockedBy(other, path, `remove ${lockPath}`);
          await rm(lockPath, { force: true });
        }
      }
      throw lockedBy(undefined, path, `remove ${lockPath}`);
    },
  };
}

function revisionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function fileError(path: string, error: unknown): WidError {
  return new WidError('file', `${path} cannot be used for the manifest: ${codeOf(error) ?? 'unknown reason'}`);
}
