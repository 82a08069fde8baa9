import { lstat, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FixedFile } from '../audit/fix/fix-sources.ts';
import { WidError } from '../support/errors.ts';
import { whyUnwritable } from '../support/file-reason.ts';

const mark = '\uFEFF';

/**
 * Writes a file's new text in place of the old one, at once and with the same permissions. A symbolic link stays one.
 * Throws `moved` when the file is no longer as it was read, and `file` when it cannot be written; it is as it was then.
 */
export async function writeFixed({ name, before, after }: FixedFile): Promise<void> {
  const path = await realpath(name).catch((cause: unknown) => {
    throw fileError(name, cause);
  });
  const now = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw fileError(name, cause);
  });
  const start = now.startsWith(mark) ? mark : '';
  if (now !== start + before)
    throw new WidError('moved', `${name} was changed meanwhile and is left as it is`, { hint: 'run wid fix again' });
  const fresh = join(dirname(path), `.${basename(path)}.${String(process.pid)}.wid`);
  try {
    const { mode } = await lstat(path);
    const file = await open(fresh, 'wx', 0o600);
    try {
      await file.writeFile(start + after);
      await file.chmod(mode & 0o7777);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path);
  } catch (cause) {
    await rm(fresh, { force: true });
    throw fileError(name, cause);
  }
}

function fileError(name: string, cause: unknown): WidError {
  return new WidError('file', `cannot write ${name}: ${whyUnwritable(cause)}`, {
    cause,
    hint: 'it is as it was; look at the permissions of the file and of its folder',
  });
}
