import { expect, it } from 'vitest';
import { readText } from './source-files.ts';

interface Locked {
  readonly packages: Readonly<
    Record<
      string,
      { readonly dependencies?: object; readonly optionalDependencies?: object; readonly resolved?: string }
    >
  >;
}

const { packages } = JSON.parse(readText('package-lock.json')) as Locked;

/** Whether something that stands at a path finds a package, as Node looks for it. */
function finds(from: string, name: string): boolean {
  if (packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`] !== undefined) return true;
  const above = from.lastIndexOf('node_modules/');
  return from !== '' && finds(from.slice(0, Math.max(0, above - 1)), name);
}

it('the lock file holds what every package needs on any platform, without which `npm ci` refuses to begin', () => {
  const missing = Object.entries(packages).flatMap(([path, { dependencies = {}, optionalDependencies = {} }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !finds(path, name))
      .map((name) => `${path}: ${name}`),
  );
  expect(missing).toEqual([]);
});

it('the lock file names no registry, so that each machine uses its own', () => {
  expect(Object.keys(packages).filter((path) => packages[path]?.resolved !== undefined)).toEqual([]);
});
