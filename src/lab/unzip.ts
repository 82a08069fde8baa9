import { createWriteStream } from 'node:fs';
import { chmod, rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Entry, ZipFile } from 'yauzl';
import { WidError } from '../support/errors.ts';

const largest = 2 * 1024 ** 3;

/**
 * Takes one program out of an archive and makes it executable. Nothing else is unpacked, and an archive that holds folders,
 * links or ways out of its place is refused as a whole: a release has none of them.
 */
export async function extractProgram(archive: string, name: string, target: string): Promise<void> {
  const zip = await openZip(archive);
  const partial = `${target}.partial`;
  try {
    const entry = findProgram(await entriesOf(zip), name);
    await pipeline(await contentOf(zip, entry), createWriteStream(partial, { flags: 'wx', mode: 0o600 }));
    await chmod(partial, 0o755);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error instanceof WidError ? error : refused(error instanceof Error ? error.message : 'it cannot be read');
  } finally {
    zip.close();
  }
}

function findProgram(entries: readonly Entry[], name: string): Entry {
  for (const { fileName, externalFileAttributes } of entries) {
    const type = (externalFileAttributes >>> 16) & 0o170000;
    if (/[/\\]|^\.\.?$/.test(fileName)) throw refused(`it holds ${JSON.stringify(fileName)}`);
    if (type !== 0 && type !== 0o100000) throw refused(`${JSON.stringify(fileName)} is no plain file`);
  }
  const found = entries.filter(({ fileName }) => fileName === name);
  const [entry] = found;
  if (entry === undefined || found.length > 1)
    throw refused(`it holds ${entry === undefined ? 'no' : 'more than one'} ${name}`);
  if (entry.uncompressedSize > largest) throw refused(`${name} in it is too large`);
  return entry;
}

function refused(why: string): WidError {
  return new WidError('answer', `the archive is no release: ${why}`);
}

async function openZip(path: string): Promise<ZipFile> {
  const yauzl = await import('yauzl');
  return new Promise((resolve, reject) => {
    // The names are checked here, by a stricter rule than the library's.
    yauzl.open(path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(refused(error.message));
    });
  });
}

function entriesOf(zip: ZipFile): Promise<readonly Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('error', reject);
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.readEntry();
  });
}

function contentOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error === null) resolve(stream);
      else reject(error);
    });
  });
}
