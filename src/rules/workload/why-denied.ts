import type { VaultWorld } from '../../model/world.ts';
import { readPolicy } from '../../simulate/vault-policy/policy.ts';
import { linkOf } from '../link-of.ts';
import type { DeniedNeed } from './denied-needs.ts';

/** Why Vault denies something, with the names of what decides; empty of Consul, whose own rules say so. */
export function whyDenied({ chain, need: { decidedBy, request } }: DeniedNeed, vault: VaultWorld | undefined): string {
  const login = linkOf(chain, 'login');
  if (request?.product !== 'vault' || login === undefined || !('role' in login.at)) return '';
  const { role } = login.at;
  if (decidedBy !== null && 'capabilities' in decidedBy && decidedBy.path !== null && decidedBy.policies.length > 0) {
    const { path, policies, capabilities } = decidedBy;
    if (!capabilities.includes('deny'))
      return `: policy ${policies.join(', ')} allows ${capabilities.join(', ') || 'nothing'} only at ${short(path)}`;
    const denying = policies.flatMap((name) =>
      pathsOf(vault, name)
        .filter((one) => one.capabilities.includes('deny') && differences(one.label, request.path) === 0)
        .map(({ label }) => ({ name, label })),
    )[0] ?? { name: policies.join(', '), label: path };
    return `: policy ${denying.name} denies it at ${short(denying.label)}`;
  }
  const given = (linkOf(chain, 'grant')?.policies ?? []).filter((name) => name !== 'default');
  if (given.length === 0) return `: role ${role} gives no policy but the default one`;
  // A path whose template came to something else, or that would fit if one part of it were another, is mostly a slip.
  const near = given
    .flatMap((name) => pathsOf(vault, name).map(({ label }) => ({ name, label, by: differences(label, request.path) })))
    .filter(({ by }) => by < 2)
    .toSorted((a, b) => a.by - b.by)
    .map(({ name, label }) => `; the nearest is ${short(label)} of policy ${name}`)[0];
  return `: role ${role} gives ${given.join(', ')}, and no path there fits${near ?? ''}`;
}

type Paths = readonly { readonly label: string; readonly capabilities: readonly string[] }[];

/** Read once, however many are denied something. */
const known = new WeakMap<VaultWorld, Map<string, Paths>>();

function pathsOf(vault: VaultWorld | undefined, name: string): Paths {
  if (vault === undefined) return [];
  const all = known.get(vault) ?? new Map<string, Paths>();
  known.set(vault, all);
  const paths = all.get(name) ?? readPolicy(name, vault.policies[name] ?? '', 'vault')?.paths ?? [];
  all.set(name, paths);
  return paths;
}

/** In how many parts a path of a policy does not fit one that is asked for; all of them when it is about other lengths. */
function differences(label: string, wanted: string): number {
  const parts = wanted.split('/');
  const own = label
    .replace(/^\//, '')
    .replace(/\{\{.*?\}\}/gs, '+')
    .split('/');
  const open = own.at(-1)?.endsWith('*') === true;
  if (open ? own.length > parts.length : own.length !== parts.length) return parts.length;
  return own.filter((one, index) => {
    const part = parts[index] ?? '';
    return one !== '+' && (one.endsWith('*') ? !part.startsWith(one.slice(0, -1)) : one !== part);
  }).length;
}

/** Of a template only what is its own. */
function short(label: string): string {
  return label.replace(/\{\{\s*identity\.entity\.aliases\.[^.}]+\./g, '{{…');
}
