import type { VaultWorld } from '../../model/world.ts';

/** What is asked of a server, as its ACL sees it. */
export type Request =
  | { readonly product: 'consul'; readonly resource: string; readonly segment: string; readonly access: string }
  | { readonly product: 'vault'; readonly path: string; readonly capability: string };

export function consulRequest(resource: string, segment: string, access: string): Request {
  return { product: 'consul', resource, segment, access };
}

export function vaultRequest(path: string, capability: string): Request {
  return { product: 'vault', path, capability };
}

/**
 * The path that is really asked for when a secret is named: in engines of version 2 values stand below `data/` and names
 * below `metadata/`, which consul-template and the `vault` command put in by themselves.
 */
export function secretPath(named: string, below: 'data' | 'metadata', kv: VaultWorld['kv']): string {
  const path = named.replace(/^\/+/, '').replace(/\?.*$/s, '');
  const mount = Object.keys(kv)
    .filter((one) => path === one || path.startsWith(`${one}/`))
    .toSorted((a, b) => b.length - a.length)[0];
  if (mount === undefined || kv[mount] !== 2) return path;
  const rest = path.slice(mount.length + 1);
  if (rest === below || rest.startsWith(`${below}/`)) return path;
  return `${mount}/${below}${rest === '' ? '' : `/${rest}`}`;
}

/** A LIST as Vault judges it: the path ends in a slash. */
export function listed(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
