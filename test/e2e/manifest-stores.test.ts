import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Api } from '../../src/clients/api.ts';
import { createConsulApi } from '../../src/clients/consul.ts';
import { createVaultApi } from '../../src/clients/vault.ts';
import { thisProcess } from '../../src/provision/manifest/holder.ts';
import { consulStore } from '../../src/provision/manifest/consul-store.ts';
import { emptyManifest } from '../../src/provision/manifest/manifest.ts';
import type { ManifestStore } from '../../src/provision/manifest/store.ts';
import { vaultStore } from '../../src/provision/manifest/vault-store.ts';
import { systemClock } from '../../src/support/clock.ts';
import { Secret } from '../../src/support/secret.ts';
import { describeWithServers, startConsul, startVault } from '../servers/index.ts';
import type { Server } from '../servers/launch.ts';

describeWithServers(['consul', 'vault'], 'manifests on real servers', () => {
  const servers: Server[] = [];
  let consul: Api;
  let vault: Api;
  beforeAll(async () => {
    servers.push(...(await Promise.all([startConsul(), startVault()])));
    const settings = servers.map(({ address, token }) => ({ address, token: new Secret(token) }));
    consul = createConsulApi(settings[0] ?? { address: '' });
    vault = createVaultApi(settings[1] ?? { address: '' });
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  const at = (path: string, spec = 'prod'): readonly (readonly [string, ManifestStore])[] => [
    ['Consul KV', consulStore(`wid/manifests/${path}`, spec, consul)],
    [
      'Vault KV',
      vaultStore({ store: 'vault', mount: 'secret', path: `wid/manifests/${path}` }, spec, vault, systemClock),
    ],
  ];

  it('read what was written and refuse to overwrite what somebody else wrote', async () => {
    for (const [name, store] of at('written')) {
      expect(await store.read(), name).toBeUndefined();
      const first = await store.write(emptyManifest('prod'), undefined);
      expect((await store.read())?.manifest, name).toEqual(emptyManifest('prod'));
      const second = await store.write({ ...emptyManifest('prod'), serial: 1 }, first);
      await expect(store.write(emptyManifest('prod'), first), name).rejects.toMatchObject({ code: 'moved' });
      await expect(store.write(emptyManifest('prod'), undefined), name).rejects.toMatchObject({ code: 'moved' });
      await store.remove(second);
      expect(await store.read(), name).toBeUndefined();
      await store.write(emptyManifest('prod'), undefined);
    }
  });

  it('are refused to another spec', async () => {
    for (const [name, store] of at('mine')) {
      await store.write(emptyManifest('prod'), undefined);
      const other = at('mine', 'test').find(([kind]) => kind === name)?.[1];
      await expect(other?.read(), name).rejects.toMatchObject({ code: 'conflict' });
    }
  });

  it('know their neighbours, and take nothing else for one', async () => {
    for (const [name, store] of at('family/prod')) {
      await store.write(emptyManifest('prod'), undefined);
      const neighbour = at('family/test', 'test').find(([kind]) => kind === name)?.[1];
      await neighbour?.write(emptyManifest('test'), undefined);
      const lock = await neighbour?.lock();
      expect(await store.others(), name).toEqual([emptyManifest('test')]);
      await lock?.release();
    }
  });

  it('let one apply in at a time, name the holder, and leave nothing behind', async () => {
    for (const [name, store] of at('locked')) {
      const lock = await store.lock();
      lock.check();
      await expect(store.lock(), name).rejects.toMatchObject({
        code: 'locked',
        message: expect.stringContaining(`process ${String(process.pid)}`) as string,
      });
      await lock.release();
      await (await store.lock()).release();
    }
    expect(await consul.get(['kv', 'wid', 'manifests', 'locked.lock'], z.unknown())).toBeUndefined();
    expect(await vault.get(['secret', 'data', 'wid', 'manifests', 'locked.lock'], z.unknown())).toBeUndefined();
    expect(await consul.get(['session', 'list'], z.array(z.unknown()))).toEqual([]);
  });

  it('hand over the lock of a process of this machine that is gone', async () => {
    const gone = JSON.stringify({ ...thisProcess(), pid: 2 ** 22 });
    const session = await consul.put(
      ['session', 'create'],
      { LockDelay: '0s', NodeChecks: [] },
      z.looseObject({ ID: z.string() }),
    );
    await consul.put(['kv', 'wid', 'manifests', 'dead.lock'], JSON.parse(gone) as unknown, z.boolean(), {
      query: { acquire: session.ID },
    });
    const left = { data: { text: gone, expires: new Date(Date.now() + 60_000).toISOString() } };
    await vault.post(['secret', 'data', 'wid', 'manifests', 'dead.lock'], left, z.unknown());
    for (const [, store] of at('dead')) await (await store.lock()).release();
  });
});
