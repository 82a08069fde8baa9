import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A file of the program, by its path from the root of the repository. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file below a folder. */
export function filesBelow(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path).split(sep).join('/'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** What a file names in `import` and `export … from`, types too, and in `import()`. */
export function importsOf(text: string): readonly string[] {
  const statement = /^(?:import|export)\b[^;'"]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm;
  return [...text.matchAll(statement)].flatMap(([, from, bare, lazy]) => from ?? bare ?? lazy ?? []);
}

/** The paths, from the root, of the program's own files that a file imports. */
export function ownImports({ path, text }: SourceFile): readonly string[] {
  return importsOf(text)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.join(dirname(path), name));
}

/** The packages that a file imports, without the paths inside them. */
export function packageImports({ text }: Pick<SourceFile, 'text'>): readonly string[] {
  return importsOf(text)
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
