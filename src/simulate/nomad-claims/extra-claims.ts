import type { Placement, UnknownClaim } from './placement.ts';
import { vaultIdentityFor, type Signing } from './signing.ts';

/** Extra claims with what is known of them; the rest is named as `extra_claims.KEY`. */
export interface ExtraClaims {
  readonly known: Readonly<Record<string, string>>;
  readonly unknown: readonly UnknownClaim[];
}

export function extraClaims(signing: Signing, placement: Placement | undefined): ExtraClaims {
  const known: [string, string][] = [];
  const unknown: UnknownClaim[] = [];
  for (const [key, template] of Object.entries(templatesOf(signing))) {
    const value = filled(template, signing, placement);
    if (typeof value === 'string') known.push([key, value]);
    else unknown.push({ claim: `extra_claims.${key}`, reason: value.reason });
  }
  return { known: Object.fromEntries(known), unknown };
}

/** Later ones win. */
function templatesOf({ namespace, identity, asVault, server }: Signing): Readonly<Record<string, string>> {
  const optional = namespace?.optionalExtraClaims ?? {};
  const wanted = identity.extraClaims.filter((name) => Object.hasOwn(optional, name));
  return {
    ...namespace?.requiredExtraClaims,
    ...Object.fromEntries(wanted.map((name) => [name, optional[name] ?? ''])),
    ...(asVault && server.behaviour.vaultExtraClaims ? vaultIdentityFor(identity.name, server)?.extraClaims : {}),
  };
}

type Later = { readonly reason: string };

function filled(template: string, signing: Signing, placement: Placement | undefined): string | Later {
  let later: Later | undefined;
  const text = template.replace(/\$\{([^}]*)\}/g, (whole, name: string, at: number) => {
    // Older versions look for whole tokens at any place, so one may begin inside what looks like another.
    const inner = name.lastIndexOf('${');
    if (inner !== -1 && !signing.server.behaviour.namespaceExtraClaims) {
      const value = valueOf(name.slice(inner + 2), signing, placement);
      if (typeof value === 'object') later = value;
      return typeof value === 'string' ? template.slice(at, at + 2 + inner) + value : whole;
    }
    const value = valueOf(name, signing, placement);
    if (typeof value === 'object') later = value;
    return typeof value === 'string' ? value : whole;
  });
  return later ?? text;
}

/** `undefined` for a name that means nothing, which stays as it is written. */
function valueOf(name: string, signing: Signing, placement: Placement | undefined): string | Later | undefined {
  const { job, group, task, service, asVault, isDefault, server } = signing;
  const { behaviour } = server;
  if (name.startsWith('node.')) {
    if (!nodeMembers.includes(name)) return undefined;
    if (isDefault || service !== undefined) return '';
    if (placement?.node === undefined) return { reason: 'depends on the node' };
    return placement.node[name.slice('node.'.length) as 'id' | 'datacenter' | 'pool' | 'class'];
  }
  if (name.startsWith('job.meta.') && behaviour.namespaceExtraClaims) {
    const key = name.slice('job.meta.'.length);
    return Object.hasOwn(job.meta, key) ? job.meta[key] : undefined;
  }
  const vault = asVault ? task?.vault : undefined;
  switch (name) {
    case 'job.region':
      return job.region;
    case 'job.namespace':
      return job.namespace;
    case 'job.id':
      if (behaviour.childInExtraClaims) return hasChildren(signing) ? { reason: 'is that of the child job' } : job.id;
      return job.parentId || job.id;
    case 'job.node_pool':
      return job.nodePool;
    case 'group.name':
      return group.name;
    case 'alloc.id':
      return placement === undefined ? { reason: 'is made up for each allocation' } : placement.allocationId;
    case 'task.name':
      if (task?.randomName === true) return { reason: 'ends in random digits' };
      return task?.name ?? '';
    case 'vault.cluster':
      return vault?.cluster ?? '';
    case 'vault.namespace':
      return vault?.namespace ?? '';
    case 'vault.role':
      return vault?.role ?? '';
    default:
      return undefined;
  }
}

const nodeMembers = ['node.id', 'node.datacenter', 'node.pool', 'node.class'];

/** Whether a job never runs itself but has others, which are made from it, run. */
export function hasChildren({ job }: Pick<Signing, 'job'>): boolean {
  return job.parentId === '' && (job.parameterized !== undefined || job.periodic?.enabled === true);
}
