import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWithServers, type Server } from '../servers/index.ts';
import { consulSamples } from '../kinds/samples/consul.ts';
import { vaultSamples } from '../kinds/samples/vault.ts';
import { wid, type Ran } from '../commands/child.ts';
import { inFolder } from '../support/folder.ts';
import { comparable, dumpCluster, withoutEmpty } from './cluster-dump.ts';
import { copiesOf, specOf } from './drift-copies.ts';
import type { Copy } from './drift-copies.ts';
import type { Issuer } from './jwks.ts';
import { startPair, type Pair } from './pair.ts';
import { requests } from './requests.ts';

interface Plan {
  readonly steps: readonly {
    readonly address: string;
    readonly action: string;
    readonly changes: readonly { readonly field: string }[];
  }[];
}

const ca = readFileSync(new URL('../kinds/ca.pem', import.meta.url), 'utf8');

/** The fields do not depend on where the issuer is: the table of tests is known before it runs. */
const tables = (issuer: Pick<Issuer, 'issuer' | 'publicKeys'>): readonly Copy[] =>
  copiesOf([...consulSamples({ ...issuer, ca }), ...vaultSamples({ ...issuer, ca })]);
const table = tables({ issuer: 'http://127.0.0.1', publicKeys: ['', ''] });

describeWithServers(['consul', 'vault'], 'drift on real servers', () => {
  let servers: Pair;
  let spec: string;
  let plan: Plan;
  let text: Ran;
  let asMade: unknown;
  const unchanged = new Map<string, Copy>();

  const widOn = (...args: string[]): Promise<Ran> =>
    inFolder({ 'wid.json': spec }, (cwd) => wid([...args, '-f', 'wid.json'], { cwd, env: servers.environment }));
  const dump = async (): Promise<unknown> => withoutEmpty(comparable(await dumpCluster(servers.consul, servers.vault)));

  beforeAll(async () => {
    servers = await startPair();
    const copies = tables(servers.issuer);
    spec = JSON.stringify(specOf(copies, servers.issuer.jwksUrl), null, 2);
    const applied = await widOn('apply', '-y');
    expect(applied, applied.stdout + applied.stderr).toMatchObject({ code: 0 });
    asMade = await dump();
    for (const copy of copies) {
      const before = JSON.stringify(await read(servers, copy));
      await change(servers, copy);
      if (JSON.stringify(await read(servers, copy)) === before) unchanged.set(copy.address + copy.field, copy);
    }
    plan = JSON.parse((await widOn('plan', '--format', 'json')).stdout) as Plan;
    text = await widOn('plan', '--detailed-exitcode');
  });
  afterAll(() => servers.stop());

  describe('is seen in every field', () => {
    it.each(table)('$kind $field', ({ address, field, replaces }) => {
      expect(unchanged.has(address + field), 'the change behind the back of wid took').toBe(false);
      // Vault keeps the names of roles and policies in lower case.
      const step = plan.steps.find((one) => one.address.toLowerCase() === address.toLowerCase());
      expect(step, plan.steps.map((one) => one.address).join(' ')).toBeDefined();
      expect(step?.changes.map((one) => one.field)).toContain(field);
      expect(replaces ? ['replace', 'conflict'] : ['update']).toContain(step?.action);
      const block = text.stdout.slice(text.stdout.indexOf(step?.address ?? ''));
      expect(block).toContain(field);
    });
  });

  it('makes a plan that is not empty', () => {
    expect(text).toMatchObject({ code: 2, stderr: '' });
  });

  it('is mended by apply', { timeout: 300_000 }, async () => {
    const applied = await widOn('apply', '--adopt', '-y');
    expect(applied, applied.stdout + applied.stderr).toMatchObject({ code: 0 });
    const after = await widOn('plan', '--detailed-exitcode');
    expect(after, after.stdout).toMatchObject({ code: 0, stderr: '' });
    expect(await dump()).toEqual(asMade);
  });
});

type Servers = Readonly<Record<'consul' | 'vault', Server>>;

/** Where the object is read; Consul's have ids. */
async function placeOf(servers: Servers, { kind, name, parent = '' }: Copy): Promise<{ path: string; id: string }> {
  const { get } = requests('consul', servers.consul);
  const idIn = async (list: string, member: string, value: string): Promise<string> => {
    const rows = (await get(list)) as Record<string, string>[];
    return rows.find((row) => row[member] === value)?.ID ?? '';
  };
  switch (kind) {
    case 'consul/policy': {
      const id = await idIn('acl/policies', 'Name', name);
      return { path: `acl/policy/${id}`, id };
    }
    case 'consul/role': {
      const id = await idIn('acl/roles', 'Name', name);
      return { path: `acl/role/${id}`, id };
    }
    case 'consul/binding-rule': {
      const id = await idIn('acl/binding-rules', 'AuthMethod', parent);
      return { path: `acl/binding-rule/${id}`, id };
    }
    case 'consul/auth-method':
      return { path: `acl/auth-method/${name}`, id: name };
    case 'vault/auth-mount':
      return { path: `sys/auth/${name}`, id: name };
    case 'vault/jwt-config':
      return { path: `auth/${name}/config`, id: name };
    case 'vault/jwt-role':
      return { path: `auth/${parent}/role/${name}`, id: name };
    case 'vault/policy':
      return { path: `sys/policies/acl/${name}`, id: name };
    default:
      throw new Error(`no community edition has a ${kind}`);
  }
}

function productOf({ kind }: Copy): 'consul' | 'vault' {
  return kind.startsWith('consul/') ? 'consul' : 'vault';
}

/** The object without what any write changes. */
async function read(servers: Servers, copy: Copy): Promise<unknown> {
  const { path } = await placeOf(servers, copy);
  const found = (await requests(productOf(copy), servers[productOf(copy)]).get(path)) as Record<string, unknown>;
  const { ModifyIndex: _, Hash: __, ...rest } = (found.data ?? found) as Record<string, unknown>;
  return rest;
}

/** Changes one field as an operator would, with the API alone. */
async function change(servers: Servers, copy: Copy): Promise<void> {
  const product = productOf(copy);
  const api = requests(product, servers[product]);
  const { path, id } = await placeOf(servers, copy);
  if (copy.replaces) {
    await api.delete(path);
    await (product === 'consul' ? api.put : api.post)(copy.made, copy.change.whole);
  } else if (copy.kind === 'vault/auth-mount') await api.post(copy.change.path(id), copy.change.alone);
  else await (product === 'consul' ? api.put : api.post)(copy.change.path(id), copy.change.whole);
}
