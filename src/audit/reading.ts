import type { NotChecked } from '../model/finding.ts';
import type { Part, World } from '../model/world.ts';
import type { Rule } from '../rules/rule.ts';

const present: Readonly<Record<Part, (world: World) => unknown>> = {
  'nomad/agents': ({ nomad }) => nomad?.agents[0],
  'nomad/jobs': ({ nomad }) => nomad?.jobs,
  'nomad/allocations': ({ nomad }) => nomad?.allocations,
  'nomad/namespaces': ({ nomad }) => nomad?.namespaces,
  'nomad/nodes': ({ nomad }) => nomad?.nodes,
  'nomad/keyring': ({ nomad }) => nomad?.keyring,
  'consul/objects': ({ consul }) => consul,
  'consul/tokens': ({ consul }) => consul?.tokens,
  'consul/agent': ({ consul }) => consul?.version,
  'consul/services': ({ consul }) => consul?.services,
  'vault/objects': ({ vault }) => vault,
  'vault/audit': ({ vault }) => vault?.auditDevices,
  'vault/aliases': ({ vault }) => vault?.aliases,
  'key-sets': ({ keySets }) => keySets[0],
};

/** As in a sentence. */
const titles: Readonly<Record<Part, string>> = {
  'nomad/agents': "Nomad's agents",
  'nomad/jobs': 'jobs',
  'nomad/allocations': 'allocations',
  'nomad/namespaces': "Nomad's namespaces",
  'nomad/nodes': "Nomad's nodes",
  'nomad/keyring': "Nomad's keyring",
  'consul/objects': "Consul's auth methods, binding rules, roles and policies",
  'consul/tokens': "Consul's tokens",
  'consul/agent': "Consul's version and datacenter",
  'consul/services': 'services in Consul',
  'vault/objects': "Vault's mounts, roles and policies",
  'vault/audit': "Vault's audit devices",
  'vault/aliases': "Vault's entities",
  'key-sets': 'the keys that are served',
};

/** Whether a rule has all that it looks at. */
export function canLook({ reads }: Rule, world: World): boolean {
  return reads.every((part) => present[part](world) !== undefined);
}

/** What a rule did not see: parts that nobody gave, and those that could not be read. */
export function unseenBy({ id, reads }: Rule, world: World): readonly NotChecked[] {
  return reads.flatMap((part): readonly NotChecked[] => {
    const failed = gapsOf(part, world);
    if (failed.length > 0)
      return failed.map(({ what, reason, permission }) => ({
        rule: id,
        reason: `${what}: ${reason}${permission === undefined ? '' : ` (needs ${permission})`}`,
      }));
    return present[part](world) === undefined ? [{ rule: id, reason: `nothing was given about ${titles[part]}` }] : [];
  });
}

/** Without its objects nothing of Consul or Vault is kept, so that their gap is the reason for the other parts too. */
function gapsOf(part: Part, world: World): World['notRead'] {
  const own = world.notRead.filter((one) => one.part === part);
  if (own.length > 0 || present[part](world) !== undefined) return own;
  const objects = `${part.slice(0, part.indexOf('/'))}/objects`;
  return world.notRead.filter((one) => one.part === objects);
}
