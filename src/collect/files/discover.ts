import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WidError } from '../../support/errors.ts';
import type { Source } from '../../syntax/source.ts';
import { kindOfText, type FileKind } from './file-kind.ts';
import { readFileSource } from './read-source.ts';

export interface FoundFile {
  readonly kind: FileKind;
  readonly source: Source;
  /** Whether it was named, and not come upon in a folder. */
  readonly named: boolean;
}

export interface PassedOver {
  readonly file: string;
  readonly reason: string;
  readonly hint?: string;
}

export interface Discovery {
  readonly found: readonly FoundFile[];
  /** Of the files that were named: those that are nothing that is known. */
  readonly passedOver: readonly PassedOver[];
  /** Why files of folders cannot be read, which may hold anything. */
  readonly unreadable: readonly WidError[];
}

/** What is looked at, for errors. */
export const knownFiles =
  'known are job files, configurations of Nomad agents, ACL policies, specs of wid, saved worlds, terraform show -json, JWKS files and JWTs';

/**
 * What each file is, and each below the folders, by what is in it. In folders, what is nothing that is known is passed
 * over without a word, for folders hold much. Throws `file` when a path that is named cannot be read.
 */
export async function discover(paths: readonly string[]): Promise<Discovery> {
  const found: FoundFile[] = [];
  const passedOver: PassedOver[] = [];
  const unreadable: WidError[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const about = await stat(path).catch((cause: unknown) => {
      throw new WidError('file', `cannot read ${path}: there is no such file or folder`, {
        cause,
        hint: 'paths are taken from the current folder',
      });
    });
    const named = !about.isDirectory();
    for (const file of named ? [path] : await filesBelow(path)) {
      if (seen.has(file)) continue;
      seen.add(file);
      const source = await readFileSource(file, 'file').catch((error: unknown) => {
        if (named || !(error instanceof WidError)) throw error;
        unreadable.push(error);
        return undefined;
      });
      if (source === undefined) continue;
      const { kind, reason } = kindOfText(source);
      if (kind !== undefined) found.push({ kind, source, named });
      else if (named) passedOver.push({ file, reason, hint: knownFiles });
    }
  }
  return { found, passedOver, unreadable };
}

const skipped: ReadonlySet<string> = new Set(['node_modules', 'vendor']);
const largest = 64 * 1024 * 1024;

/** In the order of their names. What is hidden is left out, and what editors leave. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter(({ name }) => !name.startsWith('.') && !skipped.has(name) && !/^#.*#$/.test(name));
  const sorted = names.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const files: string[] = [];
  for (const entry of sorted) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await filesBelow(path)));
    else if (/\.(?:hcl|nomad|json|ya?ml|jwt|jwks)$/.test(entry.name) && (await fits(path))) files.push(path);
  }
  return files;
}

async function fits(path: string): Promise<boolean> {
  const about = await stat(path).catch(() => undefined);
  return about?.isFile() === true && about.size <= largest;
}
