import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSources, readTextFile } from '../../src/spec/sources.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wid-sources-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('readSources', () => {
  it('reads files and standard input in the given order, without a BOM', async () => {
    const file = join(folder, 'a.yaml');
    await writeFile(file, '\ufeffversion: 1\n');
    expect(await readSources([file, '-'], Readable.from([Buffer.from('ver'), 'sion: 1 # ä']))).toEqual([
      { name: file, text: 'version: 1\n' },
      { name: '<stdin>', text: 'version: 1 # ä' },
    ]);
  });

  it.each([
    ['a file that is not there', ['gone.yaml'], /cannot read .*gone.yaml: there is no such file/],
    ['a folder', ['.'], /cannot read .*: it is a directory/],
    ['a file twice', ['a', 'a'], /is given twice/],
  ])('refuses %s', async (_, names, message) => {
    await expect(readSources(names.map((name) => join(folder, name)))).rejects.toThrow(message);
  });

  it('refuses standard input twice', async () => {
    await expect(readSources(['-', '-'])).rejects.toThrow('standard input (-) is given twice');
  });

  it('refuses what is not UTF-8, from a spec and from a file that it names', async () => {
    const file = join(folder, 'latin');
    await writeFile(file, Buffer.from([0x61, 0xe9, 0x62]));
    await expect(readSources([file])).rejects.toThrow('is not UTF-8 text');
    expect(() => readTextFile(file)).toThrow('is not UTF-8 text');
  });
});
