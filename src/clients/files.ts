import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { WidError } from '../support/errors.ts';

/** The files that an environment points at. Injected, so that reading an environment is a pure function in tests. */
export interface Files {
  /** The text, or `undefined` when there is no such file. Throws when it is there and cannot be read. */
  read(path: string): string | undefined;
  /** Full paths of the files in a folder. */
  list(folder: string): readonly string[];
  readonly home: string;
}

export const systemFiles: Files = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new WidError('file', `cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`);
    }
  },
  list: (folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [] : [join(folder, entry.name)],
    ),
  get home() {
    return homedir();
  },
};
