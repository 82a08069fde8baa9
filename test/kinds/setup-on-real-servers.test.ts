import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kinds } from '../../src/kinds/index.ts';
import { addressOf, type Kind, type KindId, type Live } from '../../src/kinds/kind.ts';
import { describeWithServers, findServer } from '../servers/index.ts';
import { bodyOf } from './samples/bodies.ts';
import { startServers, type RealServers } from './samples/real.ts';
import type { Spec } from './samples/sample.ts';

/** What tells one object from another, and what no two of the same content share. */
const apart = ['ID', 'CreateIndex', 'ModifyIndex', 'Hash', 'accessor', 'uuid', 'request_id', 'running_sha256'];

describeWithServers(['consul', 'nomad', 'vault'], 'what nomad setup makes, on real servers', () => {
  let real: RealServers;
  /** As nomad left them, by address. */
  const original = new Map<string, unknown>();

  beforeAll(async () => {
    real = await startServers();
    const env = { ...process.env, ...real.servers.consul.environment, ...real.servers.vault.environment };
    for (const product of ['consul', 'vault']) {
      const jwksUrl = `${real.surroundings.issuer}/jwks`;
      // Not the synchronous form: this process serves the keys that the servers fetch meanwhile.
      await promisify(execFile)(findServer('nomad') ?? '', ['setup', product, '-y', '-jwks-url', jwksUrl], { env });
    }
    for (const [id] of made) {
      for (const live of await kinds[id].list(real.reach))
        original.set(addressOf(id, live.identity), await shown(id, live));
    }
  }, 120_000);

  afterAll(async () => {
    await real.stop();
  });

  /** The objects of a kind as the API shows them, without what tells them apart. */
  async function shown(id: KindId, live: Live): Promise<unknown> {
    const [product, ask] = id.startsWith('consul')
      ? (['consul', real.byHand.consul] as const)
      : (['vault', real.byHand.vault] as const);
    const { name, parent = '' } = live.identity;
    const path: Partial<Record<KindId, string>> = {
      'consul/policy': `acl/policy/name/${name}`,
      'consul/role': `acl/role/name/${name}`,
      'consul/auth-method': `acl/auth-method/${name}`,
      'consul/binding-rule': `acl/binding-rule/${live.id}`,
      'vault/auth-mount': `sys/auth/${name}`,
      'vault/jwt-config': `auth/${name}/config`,
      'vault/jwt-role': `auth/${parent}/role/${name}`,
      'vault/policy': `sys/policies/acl/${name}`,
    };
    const answer = await ask('GET', path[id] ?? '');
    return without(product === 'vault' ? answer.data : answer);
  }

  const made: readonly [KindId, readonly string[]][] = [
    ['consul/policy', ['consul/policy/policy-nomad-tasks']],
    ['consul/role', ['consul/role/nomad-default-tasks']],
    ['consul/auth-method', ['consul/auth-method/nomad-workloads']],
    [
      'consul/binding-rule',
      [
        'consul/binding-rule/nomad-workloads/role/nomad-${value.nomad_namespace}-tasks',
        'consul/binding-rule/nomad-workloads/service/${value.nomad_service}',
      ],
    ],
    ['vault/auth-mount', ['vault/auth-mount/jwt-nomad']],
    ['vault/jwt-config', ['vault/jwt-config/jwt-nomad']],
    ['vault/jwt-role', ['vault/jwt-role/jwt-nomad/nomad-workloads']],
    ['vault/policy', ['vault/policy/nomad-workloads']],
  ];

  it.each(made)('%s is listed', async (id, addresses) => {
    const live = await kinds[id].list(real.reach);
    expect(live.map(({ identity }) => addressOf(id, identity)).toSorted()).toEqual(addresses);
  });

  it.each(made)('%s reads into fields that write back the same object', async (id) => {
    const kind = kinds[id];
    for (const live of await kind.list(real.reach)) {
      const before = original.get(addressOf(id, live.identity));
      await kind.update(real.reach, live, live);
      expect(withoutEmpty(await shown(id, live))).toEqual(withoutEmpty(before));
    }
  });

  // Last, since a mount takes what hangs on it along; so the order is from the leaves to the roots.
  it.each(
    made
      .map(([id]) => id)
      .filter((id) => id !== 'vault/auth-mount' && id !== 'vault/jwt-config')
      .toReversed(),
  )('%s is made anew, out of what a spec would say, as the same object', async (id) => {
    const kind = kinds[id];
    const all = await kind.list(real.reach);
    for (const live of all) {
      const before = original.get(addressOf(id, live.identity));
      const wanted = { identity: live.identity, body: bodyOf(kind, specOf(kind, live)) };
      await kind.remove(real.reach, live);
      const again = { ...wanted, id: await kind.create(real.reach, wanted) };
      expect(await shown(id, again)).toEqual(before);
      if (id === 'consul/policy') {
        // The role lost its link along with the policy.
        const [role] = await kinds['consul/role'].list(real.reach);
        if (role !== undefined)
          await kinds['consul/role'].update(
            real.reach,
            { ...role, body: { ...role.body, policies: [live.identity.name] } },
            role,
          );
      }
    }
  });

  it('the mount and its config are made anew as the same', async () => {
    const [mount, config] = [kinds['vault/auth-mount'], kinds['vault/jwt-config']];
    const [[oldMount], [oldConfig]] = [await mount.list(real.reach), await config.list(real.reach)];
    if (oldMount === undefined || oldConfig === undefined) expect.fail('neither may be missing');
    const before = [mount, config].map((kind) => original.get(addressOf(kind.id, oldMount.identity)));
    await mount.remove(real.reach, oldMount);
    expect(await config.read(real.reach, [oldConfig])).toEqual([]);
    await mount.create(real.reach, { ...oldMount, body: bodyOf(mount, specOf(mount, oldMount)) });
    await config.create(real.reach, { ...oldConfig, body: bodyOf(config, specOf(config, oldConfig)) });
    expect([await shown(mount.id, oldMount), await shown(config.id, oldConfig)]).toEqual(before);
  });
});

/** What a spec would say about the object: what is not the server's default. */
function specOf({ fields }: Kind, { body }: Live): Spec {
  const said = Object.entries(fields).filter(([name, field]) => !field.same(body[name], field.unset));
  return Object.fromEntries(said.map(([name, field]) => [name, field.toSpec(body[name])]));
}

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !apart.includes(name))
      .map(([name, member]) => [name, without(member)]),
  );
}

/** Vault shows a list that was never written as null, and one that was emptied as empty; both mean the same. */
function withoutEmpty(object: unknown): unknown {
  const isEmpty = (value: unknown): boolean =>
    value === null || (typeof value === 'object' && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(object as object).filter(([, value]) => !isEmpty(value)));
}
