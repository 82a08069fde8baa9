import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';

/** More than any template or configuration; a job is at most as large by default. */
const largest = 1024 * 1024;

/**
 * Reads what a job file names with `file(path)`. Nomad takes such a path from the folder in which `nomad job run` is
 * started, and nobody knows which that will be: this one is tried first, and then each from the job file's folder up to it.
 */
export function filesBeside(jobFile: string): (path: string) => string | undefined {
  return (path) => {
    for (const folder of isAbsolute(path) ? [''] : foldersOf(jobFile)) {
      const text = textOf(join(folder, path));
      if (text !== undefined) return text;
    }
    return undefined;
  };
}

function foldersOf(jobFile: string): readonly string[] {
  const own = dirname(jobFile);
  const steps = relative('.', own).split(/[\\/]/);
  if (steps[0] === '..' || isAbsolute(steps[0] ?? '')) return ['.', own];
  return ['.', ...steps.map((_, index) => join(...steps.slice(0, steps.length - index)))];
}

function textOf(path: string): string | undefined {
  try {
    const about = statSync(path);
    if (!about.isFile() || about.size > largest) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch {
    return undefined;
  }
}
