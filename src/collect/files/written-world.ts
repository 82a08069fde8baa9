import { kinds } from '../../kinds/index.ts';
import { addressOf, fromApi } from '../../kinds/kind.ts';
import type { Agent } from '../../model/agent.ts';
import type { Job, KeySet, NotRead, World } from '../../model/world.ts';
import { consulObjects, vaultObjects, type KnownObject } from '../world-of-objects.ts';
import { numbered } from './numbered.ts';
import type { WrittenObject } from './policy-files.ts';
import type { TerraformObjects } from './terraform-objects.ts';

/** What was read, file by file. */
export interface Written {
  readonly now: number;
  readonly jobs: readonly Job[];
  readonly agents: readonly Agent[];
  readonly known: readonly WrittenObject[];
  readonly terraform: readonly TerraformObjects[];
  readonly keySets: readonly KeySet[];
  readonly notRead: readonly NotRead[];
  readonly versionGiven: boolean;
  readonly severalAgents: boolean;
  readonly doubtful: readonly string[];
}

/** The world that all files together tell of, with what is taken for given where files do not say. */
export function writtenWorld(written: Written): World {
  const { now, jobs, agents, known, terraform, keySets, notRead, doubtful } = written;
  const byAddress = new Map<string, WrittenObject>();
  for (const one of known) {
    const address = addressOf(one.object.kind, one.object.identity);
    // Binding rules have no names: those that bind to the same are told apart by their number.
    if (one.object.kind === 'consul/binding-rule')
      byAddress.set(
        numbered(address, (taken) => byAddress.has(taken)),
        one,
      );
    else if (!byAddress.has(address)) byAddress.set(address, one);
  }
  const told = [...[...byAddress.values()].map(({ object }) => object), ...terraform.flatMap((one) => one.objects)];
  const objects = [...told, ...mountsAround(told)];
  const has = (product: string): boolean => objects.some(({ kind }) => kind.startsWith(product));
  const origins = Object.assign(
    Object.fromEntries([...byAddress].map(([address, { origin }]) => [address, origin])),
    ...terraform.map((one) => one.origins),
  ) as NonNullable<World['origins']>;
  const vault = vaultObjects(objects);
  const given = Object.assign({}, ...terraform.map((one) => one.kv)) as Readonly<Record<string, 1 | 2>>;
  const engines = Object.keys(given).length > 0 ? given : enginesIn(Object.values(vault.policies));
  return {
    schemaVersion: 1,
    takenAt: now,
    ...(jobs.length + agents.length > 0 ? { nomad: { agents, jobs } } : {}),
    ...(has('consul/')
      ? { consul: { ...consulObjects(objects), datacenter: 'dc1', defaultPolicy: 'deny' as const, stored: false } }
      : {}),
    ...(has('vault/') ? { vault: { ...vault, kv: engines, stored: false } } : {}),
    keySets,
    origins,
    notRead,
    ...(doubtful.length > 0 && { doubtful }),
    assumed: [
      ...(has('consul/') ? onlyFiles.consul : []),
      ...(has('vault/') ? [onlyFiles.vault[0]] : []),
      ...(has('vault/') && engines !== given ? [`${onlyFiles.vault[1]} ${Object.keys(engines).join(', ')}`] : []),
      ...(agents.length > 0 && !written.versionGiven ? ['Nomad is of version 1.11.1, for its files do not say'] : []),
      ...(written.severalAgents
        ? ['files of one folder that each switch on a server or a client are of different agents']
        : []),
    ],
  };
}

/** Mounts that others made, and that roles or a config are written for. */
function mountsAround(objects: readonly KnownObject[]): readonly KnownObject[] {
  const there = new Set(objects.flatMap(({ kind, identity }) => (kind === 'vault/auth-mount' ? [identity.name] : [])));
  const wanted = objects.flatMap(({ kind, identity }) =>
    kind === 'vault/jwt-role' ? [identity.parent ?? ''] : kind === 'vault/jwt-config' ? [identity.name] : [],
  );
  return [...new Set(wanted)]
    .filter((name) => name !== '' && !there.has(name))
    .map((name) => ({
      kind: 'vault/auth-mount',
      identity: { name },
      body: fromApi(kinds['vault/auth-mount'].fields, { type: 'jwt' }),
    }));
}

/** How sentences begin that hold of files alone, and no longer once there is a cluster beside them. */
export const onlyFiles = {
  consul: ['Consul has what the files say and nothing else; its datacenter is dc1 and its default policy deny'],
  vault: ['Vault has what the files say and nothing else', 'KV engines of version 2 are mounted at'],
} as const;

/** Engines of version 2 show in policies by the paths below `data/`; without any, the usual one. */
function enginesIn(policies: readonly string[]): Readonly<Record<string, 1 | 2>> {
  const named = policies.flatMap((text) => [...text.matchAll(/"([^"{}+*]+?)\/data\//g)].map(([, mount = '']) => mount));
  return Object.fromEntries((named.length === 0 ? ['secret'] : named).map((path) => [path, 2 as const]));
}
