import type { GrantEntry } from '../sections/grants.ts';
import { hclText } from './hcl-text.ts';

type VaultGrant = NonNullable<GrantEntry['vault']>;
export type GrantedPath = Exclude<VaultGrant['paths'][number], string>;

/** The policy that opens exactly the granted paths. */
export function vaultPolicy(grant: VaultGrant): string {
  const stanzas = grant.paths.flatMap((written) => {
    const one: GrantedPath = typeof written === 'string' ? { path: written } : written;
    const version = one.kv_version ?? grant.kv_version;
    return byPath(one, version, grant.kv_mount);
  });
  const merged = new Map<string, Set<string>>();
  for (const [path, capabilities] of stanzas) {
    const all = merged.get(path) ?? new Set();
    for (const capability of capabilities) all.add(capability);
    merged.set(path, all);
  }
  return [...merged].map(([path, capabilities]) => stanza(path, [...capabilities])).join('\n');
}

/** KV version 2 keeps values under `data/` and lists names under `metadata/`, behind the mount. */
function byPath(
  { path: written, capabilities = ['read'] }: GrantedPath,
  version: 1 | 2,
  kvMount: string | undefined,
): readonly (readonly [string, readonly string[]])[] {
  const path = written.replace(/^\/+/, '');
  if (version === 1) return [[path, capabilities]];
  const mount = kvMount?.replaceAll(/^\/+|\/+$/g, '') ?? path.split('/', 1)[0] ?? '';
  const rest = path.slice(mount.length + 1);
  const values = capabilities.filter((capability) => capability !== 'list');
  return [
    ...(values.length > 0 ? [[`${mount}/data/${rest}`, values] as const] : []),
    ...(capabilities.includes('list') ? [[`${mount}/metadata/${rest}`, ['list']] as const] : []),
  ];
}

function stanza(path: string, capabilities: readonly string[]): string {
  return `path ${hclText(path)} {\n  capabilities = [${capabilities.map(hclText).join(', ')}]\n}\n`;
}

/** Why a path cannot be granted, or `undefined`. */
export function pathProblem(
  { path: written }: GrantedPath,
  version: 1 | 2,
  kvMount: string | undefined,
): string | undefined {
  const path = written.replace(/^\/+/, '');
  if (path.slice(0, -1).includes('*')) return 'has "*" before its end; Vault takes it there as an ordinary character';
  if (path.includes('{{')) return 'is a template; write such a policy under vault.policies';
  if (version === 1) return undefined;
  const mount = kvMount?.replaceAll(/^\/+|\/+$/g, '') ?? path.split('/', 1)[0] ?? '';
  if (path !== mount && !path.startsWith(`${mount}/`)) return `is not below the mount ${mount}`;
  if (path.length <= mount.length + 1) return 'is a whole mount; name a secret, or end it in /*';
  if (/^(?:data|metadata)\//.test(path.slice(mount.length + 1))) {
    return 'names the API of KV version 2; write the path as `vault kv get` takes it';
  }
  return undefined;
}
