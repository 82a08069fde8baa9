import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileStore } from '../../src/provision/manifest/file-store.ts';
import { emptyManifest } from '../../src/provision/manifest/manifest.ts';
import { thisProcess } from '../../src/provision/manifest/holder.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wid-manifest-'));
  path = join(folder, 'deep', 'manifest.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a manifest in a file', () => {
  it('reads what was written and refuses to overwrite what somebody else wrote', async () => {
    const store = fileStore(path, 'prod');
    expect(await store.read()).toBeUndefined();
    const first = await store.write(emptyManifest('prod'), undefined);
    expect((await store.read())?.manifest).toEqual(emptyManifest('prod'));
    await store.write({ ...emptyManifest('prod'), serial: 1 }, first);
    await expect(store.write(emptyManifest('prod'), first)).rejects.toMatchObject({ code: 'moved' });
    await expect(store.write(emptyManifest('prod'), undefined)).rejects.toMatchObject({ code: 'moved' });
  });

  it('is nobody else’s: another spec does not read it', async () => {
    await fileStore(path, 'prod').write(emptyManifest('prod'), undefined);
    await expect(fileStore(path, 'test').read()).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each(['{', '[]', '{"version":2}', '{"version":1,"spec":"prod","serial":0,"entries":[{"address":"x"}]}'])(
    'refuses to take %s for a manifest',
    async (text) => {
      const store = fileStore(path, 'prod');
      await store.write(emptyManifest('prod'), undefined);
      await writeFile(path, text);
      await expect(store.read()).rejects.toMatchObject({ code: 'answer' });
    },
  );

  it('lets one in at a time, and says who is inside', async () => {
    const store = fileStore(path, 'prod');
    const lock = await store.lock();
    await expect(store.lock()).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining(String(process.pid)) as string,
    });
    await lock.release();
    await (await store.lock()).release();
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('takes over the lock of a process of this machine that is gone', async () => {
    const store = fileStore(path, 'prod');
    await (await store.lock()).release();
    // The largest pid that Linux can give: no process has it here.
    await writeFile(`${path}.lock`, JSON.stringify({ ...thisProcess(), pid: 2 ** 22 }));
    const lock = await store.lock();
    expect(JSON.parse(await readFile(`${path}.lock`, 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it('does not take over a lock from another machine', async () => {
    const store = fileStore(path, 'prod');
    await (await store.lock()).release();
    await writeFile(`${path}.lock`, JSON.stringify({ ...thisProcess(), host: 'elsewhere', pid: 2 ** 22 }));
    await expect(store.lock()).rejects.toMatchObject({ code: 'locked' });
  });
});
