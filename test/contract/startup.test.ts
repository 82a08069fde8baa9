import { dirname, posix } from 'node:path';
import { expect, it } from 'vitest';
import { readText } from './source-files.ts';

/** What is loaded as soon as a file is: its imports and theirs, without types and without `import()`. */
function loadedWith(path: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  const statement = /^(?:import|export)\s+(?!type\b)[^'";]*?from '([^']+)'|^import '([^']+)'/gm;
  for (const [, from, bare] of readText(path).matchAll(statement)) {
    const name = from ?? bare ?? '';
    const to = name.startsWith('.') ? posix.join(dirname(path), name) : name;
    if (seen.has(to)) continue;
    seen.add(to);
    if (to.startsWith('src/')) loadedWith(to, seen);
  }
  return seen;
}

it('the start of the command line loads commander and no other package', () => {
  const packages = [...loadedWith('src/cli.ts')].filter((to) => !to.startsWith('src/') && !to.startsWith('node:'));
  expect(packages).toEqual(['commander']);
});
