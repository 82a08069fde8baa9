import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJobCache } from '../../src/collect/job-cache.ts';

const cluster = 'http://127.0.0.1:4646 ';
let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'wid-cache-')), 'wid');
});
afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

async function kept(entries: readonly (readonly [string, string, object])[]): Promise<void> {
  const cache = await openJobCache(folder, cluster);
  for (const [key, version, job] of entries) cache.keep(key, version, job as Readonly<Record<string, unknown>>);
  await cache.save(true);
}

function file(): string {
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, name);
}

describe('jobs that are kept between runs', () => {
  it('are there in the next one as long as their version is the same', async () => {
    await kept([['["global","default","a\\"b"]', '7/1', { ID: 'a"b' }]]);
    const cache = await openJobCache(folder, cluster);
    expect(cache.recall('["global","default","a\\"b"]', '7/1')).toEqual({ ID: 'a"b' });
    expect(cache.recall('["global","default","a\\"b"]', '8/1')).toBeUndefined();
    expect(cache.recall('["global","default","c"]', '7/1')).toBeUndefined();
  });

  it('are those of one cluster', async () => {
    await kept([['a', '1', { ID: 'a' }]]);
    expect((await openJobCache(folder, 'http://127.0.0.1:4747 ')).recall('a', '1')).toBeUndefined();
  });

  it('go when a whole run did not see them, and stay when a run saw a part only', async () => {
    for (const [complete, rest] of [
      [false, { ID: 'b' }],
      [true, undefined],
    ] as const) {
      await kept([
        ['a', '1', { ID: 'a' }],
        ['b', '1', { ID: 'b' }],
      ]);
      const second = await openJobCache(folder, cluster);
      second.recall('a', '1');
      await second.save(complete);
      const third = await openJobCache(folder, cluster);
      expect(third.recall('a', '1')).toEqual({ ID: 'a' });
      expect(third.recall('b', '1')).toEqual(rest);
    }
  });

  it('are for nobody else to read, and nothing is left beside them', async () => {
    await kept([['a', '1', { ID: 'a' }]]);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it.each([
    ['of another form', (text: string) => text.replace('"form":1', '"form":0')],
    ['that is none of ours', () => 'hello\nworld\n'],
    ['that ends in the middle', (text: string) => text.slice(0, -6)],
  ])('are read anew when the file is one %s', async (_, spoil) => {
    await kept([['a', '1', { ID: 'a' }]]);
    writeFileSync(file(), spoil(readFileSync(file(), 'utf8')));
    const cache = await openJobCache(folder, cluster);
    expect(cache.recall('a', '1')).toBeUndefined();
    cache.keep('a', '1', { ID: 'a' });
    await cache.save(true);
    expect((await openJobCache(folder, cluster)).recall('a', '1')).toEqual({ ID: 'a' });
  });
});
