import { expect, it } from 'vitest';
import { importsOf, packageImports } from './source-files.ts';

it.each([
  ["import { a } from './a.ts';", ['./a.ts']],
  ["import type { A } from './a.ts';", ['./a.ts']],
  ["import {\n  a,\n  b,\n} from './a.ts';\nimport c from 'c';", ['./a.ts', 'c']],
  ["export { a } from './a.ts';", ['./a.ts']],
  ["export * from './a.ts';", ['./a.ts']],
  ["import './a.ts';", ['./a.ts']],
  ["const { a } = await import('./a.ts');", ['./a.ts']],
  ["export const from = 'a';", []],
  ["// import { a } from './a.ts';", []],
])('finds in %j what is imported', (text, found) => {
  expect(importsOf(text)).toEqual(found);
});

it('names packages without the paths inside them', () => {
  const text = "import a from '@a/b/c.js';\nimport d from 'd/e';\nimport f from 'node:fs';\nimport './g.ts';";
  expect(packageImports({ text })).toEqual(['@a/b', 'd']);
});
