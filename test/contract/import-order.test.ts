import { describe, expect, it } from 'vitest';
import { floors } from './floors.ts';
import { filesBelow, ownImports } from './source-files.ts';

/** Imports against the order, each with its reason. */
const exceptions: Readonly<Record<string, string>> = {
  'src/support/errors.ts -> src/syntax/source.ts': 'a type: an error names its place in a text',
};

const roomOf = (path: string): string => path.split('/')[1] ?? '';
const floorOf = (path: string): number => floors.findIndex((rooms) => rooms.includes(roomOf(path)));

const files = filesBelow('src');

describe('the order of imports', () => {
  it('knows the floor of every file', () => {
    expect(files.map(({ path }) => path).filter((path) => floorOf(path) === -1)).toEqual([]);
  });

  it('points one way', () => {
    const between = files.flatMap((file) =>
      ownImports(file)
        .filter((to) => roomOf(to) !== roomOf(file.path))
        .map((to) => ({ from: file.path, to })),
    );
    expect(between.length, 'import lines were found').toBeGreaterThan(files.length);
    const against = between.filter(({ from, to }) => floorOf(to) >= floorOf(from));
    expect(new Set(against.map(({ from, to }) => `${from} -> ${to}`))).toEqual(new Set(Object.keys(exceptions)));
  });
});
