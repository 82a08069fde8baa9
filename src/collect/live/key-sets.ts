import pLimit from 'p-limit';
import type { KeySource } from '../../kinds/kind.ts';
import { fromApi } from '../../kinds/kind.ts';
import { kinds } from '../../kinds/index.ts';
import type { ApiObject } from '../../model/api-object.ts';
import type { ConsulWorld, KeySet, VaultWorld } from '../../model/world.ts';
import { isObject } from '../../validation/object.ts';
import type { SeenNomad } from './nomad.ts';
import type { LiveReach } from './wanted.ts';

const atOnce = 8;

/** Asks every address of keys that Nomad serves and that Consul and Vault are configured with, as their users would. */
export async function readKeySets(
  reach: LiveReach,
  nomad: SeenNomad | undefined,
  consul: ConsulWorld | undefined,
  vault: VaultWorld | undefined,
): Promise<readonly KeySet[]> {
  const { readKeySet } = await import('../../clients/key-set.ts');
  const { signal } = reach;
  const limit = pLimit(atOnce);
  const served = addressesOfNomad(reach, nomad).map(({ url, region }) =>
    limit(async (): Promise<KeySet> => {
      const found = await readKeySet({ via: 'jwks', url, ca: '' }, [`nomad/region/${region}`], {
        signal,
        tls: reach.nomadTls?.(),
      });
      return { ...found, url };
    }),
  );
  const configured = [...together([...ofIssuers(nomad), ...ofConsul(consul), ...ofVault(vault)])].map(
    ([, { source, usedBy }]) => limit(() => readKeySet(source, usedBy, { signal })),
  );
  return Promise.all([...served, ...configured]);
}

function addressesOfNomad(
  { nomad: { address } }: LiveReach,
  nomad: SeenNomad | undefined,
): readonly { readonly url: string; readonly region: string }[] {
  if (nomad === undefined) return [];
  // A task's socket leads nowhere from elsewhere; the agent says where it is reached.
  const base = address.startsWith('unix:') ? (nomad.http === undefined ? undefined : `http://${nomad.http}`) : address;
  if (base === undefined) return [];
  return nomad.regions.map(({ name, query }) => {
    const region = query['region'] === undefined ? '' : `?region=${encodeURIComponent(name)}`;
    return { url: `${base}/.well-known/jwks.json${region}`, region: name };
  });
}

interface Use {
  readonly source: KeySource;
  readonly usedBy: string;
}

function ofIssuers(nomad: SeenNomad | undefined): readonly Use[] {
  return (nomad?.world.agents ?? []).flatMap(({ name, server, config }): readonly Use[] => {
    const settings = config['Server'];
    const issuer = server && isObject(settings) ? settings['OIDCIssuer'] : undefined;
    if (typeof issuer !== 'string' || issuer === '') return [];
    return [{ source: { via: 'discovery', url: issuer, ca: '' }, usedBy: `nomad/agent/${name}` }];
  });
}

function ofConsul(consul: ConsulWorld | undefined): readonly Use[] {
  return (consul?.authMethods ?? []).flatMap((method) => usesOf('consul/auth-method', method, String(method['Name'])));
}

function ofVault(vault: VaultWorld | undefined): readonly Use[] {
  return (vault?.mounts ?? []).flatMap(({ path, config }) =>
    config === null ? [] : usesOf('vault/jwt-config', config, path),
  );
}

function usesOf(kind: 'consul/auth-method' | 'vault/jwt-config', object: ApiObject, name: string): readonly Use[] {
  const { fields, keySources } = kinds[kind];
  return (keySources?.(fromApi(fields, object)) ?? []).map((source) => ({ source, usedBy: `${kind}/${name}` }));
}

/** What several use is asked once, if they ask with the same authority. */
function together(
  uses: readonly Use[],
): ReadonlyMap<string, { readonly source: KeySource; readonly usedBy: string[] }> {
  const all = new Map<string, { readonly source: KeySource; readonly usedBy: string[] }>();
  for (const { source, usedBy } of uses) {
    const key = JSON.stringify([source.via, source.url, source.ca]);
    const known = all.get(key) ?? { source, usedBy: [] };
    all.set(key, known);
    known.usedBy.push(usedBy);
  }
  return all;
}
