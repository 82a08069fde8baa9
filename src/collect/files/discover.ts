import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WidError } from '../../support/errors.ts';
import type { Source } from '../../syntax/source.ts';
import type { Problem } from '../../syntax/hcl/ast.ts';
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
  /** Of the files that were named: those that are nothing that is known; of folders, those that nobody could read either. */
  readonly passedOver: readonly PassedOver[];
  /** Why files of folders cannot be read, which may hold anything, and where those are broken that seem to be meant. */
  readonly unreadable: readonly WidError[];
}

/** What is looked at, for errors. */
export const knownFiles =
  'known are job files, configurations of Nomad agents, ACL policies, specs of wid, saved worlds, terraform show -json, JWKS files and JWTs';

/**
 * What each file is, and each below the folders, by what is in it. In folders, what is nothing that is known is passed
 * over without a word, for folders hold much. Throws `file` when a path that is named cannot be read.
 * @param stdin what `-` among the paths stands for; without it, a file of that name
 */
export async function discover(paths: readonly string[], stdin?: Source): Promise<Discovery> {
  const found: FoundFile[] = [];
  const passedOver: PassedOver[] = [];
  const unreadable: WidError[] = [];
  const seen = new Set<string>();
  const take = (source: Source, named: boolean): void => {
    const { kind, reason, broken } = kindOfText(source);
    if (kind !== undefined) found.push({ kind, source, named });
    else if (broken !== undefined && seemsMeant(source)) unreadable.push(brokenText(source, broken));
    else if (broken !== undefined && !named)
      passedOver.push({ file: source.name, reason: `it is broken: ${broken.message}` });
    else if (named) passedOver.push({ file: source.name, reason, hint: knownFiles });
  };
  for (const path of paths) {
    if (path === '-' && stdin !== undefined) {
      if (!seen.has(path)) take(stdin, true);
      seen.add(path);
      continue;
    }
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
      if (source !== undefined) take(source, named);
    }
  }
  return { found, passedOver, unreadable };
}

/** Why a text that is broken cannot be looked at, with the place. */
export function brokenText(source: Source, { message, start, end }: Problem): WidError {
  return new WidError('syntax', `${source.name} cannot be read: ${message}`, {
    place: { source, start, end },
    hint: 'is it cut off? Mend it, or keep it out of the folder',
  });
}

/** Whether it holds a word of what is looked at. Folders hold much else, such as JSON with comments. */
export function seemsMeant({ text }: Source): boolean {
  return /\b(?:job|Job|TaskGroups|schemaVersion|keys|kty|format_version|planned_values|server|client|consul|vault|nomad|acl|policy|capabilities|(?:key|service|node)_prefix)\b/.test(
    text,
  );
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
