import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/kinds/index.ts';
import { filesBelow, root } from './source-files.ts';

describe('the list of kinds', () => {
  it.each(Object.keys(kinds))('%s is a file of that path', (id) => {
    expect(existsSync(join(root, `src/kinds/${id}.ts`))).toBe(true);
    expect(kinds[id as keyof typeof kinds].id).toBe(id);
  });

  it('leaves out no file that declares a kind', () => {
    const declared = filesBelow('src/kinds')
      .filter(({ text }) => /^export const \w+: Kind\b/m.test(text))
      .map(({ path }) => path.replace(/^src\/kinds\/|\.ts$/g, ''));
    expect(declared.toSorted()).toEqual(Object.keys(kinds).toSorted());
  });
});
