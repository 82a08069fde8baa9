import {
  consulDefaults,
  consulKeys,
  identityKeys,
  rootBlock,
  vaultDefaults,
  vaultKeys,
  type Block,
  type Keys,
} from './agent-keys.ts';
import { mergedMembers, type AgentFile, type Cluster, type Entry, type Identity, type Unheard } from './agent-file.ts';

const nothing: AgentFile = { members: new Map(), blocks: new Map(), consuls: [], vaults: [], unheard: [] };

/** What an agent has before its first file. */
const defaults: AgentFile = {
  ...nothing,
  consuls: [defaultCluster(consulDefaults)],
  vaults: [defaultCluster(vaultDefaults)],
};

/** The files of each `-config`, put together as Nomad's agent does: first those of a folder, then one `-config` after the other. */
export function mergeAgentFiles(given: readonly (readonly AgentFile[])[]): AgentFile {
  return given.map((files) => files.reduce((a, b) => merged(a, b))).reduce((a, b) => merged(a, b), defaults);
}

function merged(earlier: AgentFile, later: AgentFile): AgentFile {
  const unheard: Unheard[] = [...earlier.unheard, ...later.unheard];
  const lost = (list: Unheard['list']) => (cluster: string, path: string, entry: Entry) => {
    if (entry.spot !== undefined) unheard.push({ kind: 'lost-by-merge', list, cluster, path, spot: entry.spot });
  };
  const { consuls, vaults } = {
    // Where only one side has any, Nomad leaves Consul's blocks as they are, and Vault's it does not.
    consuls:
      earlier.consuls.length === 0
        ? later.consuls
        : later.consuls.length === 0
          ? earlier.consuls
          : mergedClusters(earlier.consuls, later.consuls, consulDefaults, consulKeys, lost('Consuls')),
    vaults: mergedClusters(earlier.vaults, later.vaults, vaultDefaults, vaultKeys, lost('Vaults')),
  };
  return {
    members: mergedMembers(earlier.members, later.members, rootKeys),
    blocks: new Map([...later.blocks, ...earlier.blocks]),
    consuls,
    vaults,
    unheard,
  };
}

type OnLost = (cluster: string, path: string, entry: Entry) => void;

/** A block whose name is new is put over the defaults, which is how defaults of a folder come to undo what was said before. */
function mergedClusters(
  earlier: readonly Cluster[],
  later: readonly Cluster[],
  defaultMembers: Readonly<Record<string, unknown>>,
  keys: Keys,
  onLost: OnLost,
): readonly Cluster[] {
  const results: Cluster[] = [];
  for (const cluster of [...earlier, ...later]) {
    const at = results.findIndex(({ name }) => name === cluster.name);
    const known = results[at];
    if (known === undefined) results.push(over(defaultCluster(defaultMembers), cluster, keys, onLost));
    else results[at] = over(known, cluster, keys, onLost);
  }
  return results;
}

function over(earlier: Cluster, later: Cluster, keys: Keys, onLost: OnLost): Cluster {
  const identities = new Map(earlier.identities);
  for (const [member, identity] of later.identities) {
    const known = identities.get(member);
    identities.set(member, known === undefined ? identity : mergedIdentity(known, identity));
  }
  return {
    name: later.name,
    spot: earlier.spot ?? later.spot,
    members: mergedMembers(earlier.members, later.members, keys, (member, entry) => {
      onLost(later.name, member, entry);
    }),
    identities,
  };
}

/** Audiences are united, claims are put together, of the rest the later counts. */
function mergedIdentity(earlier: Identity, later: Identity): Identity {
  const members = mergedMembers(earlier.members, later.members, identityKeys);
  const [before, after] = [earlier, later].map((one) => one.members.get('Audience'));
  if (Array.isArray(before?.value) && Array.isArray(after?.value)) {
    const value = [...new Set([...(before.value as unknown[]), ...(after.value as unknown[])])];
    members.set('Audience', { ...after, value });
  }
  const claims = [earlier, later].map((one) => one.members.get('ExtraClaims'));
  const spot = claims[1]?.spot ?? claims[0]?.spot;
  const value = Object.assign({}, ...claims.map((one) => one?.value)) as unknown;
  members.set('ExtraClaims', { value, spot });
  return { members, spot: earlier.spot, merged: true };
}

function defaultCluster(members: Readonly<Record<string, unknown>>): Cluster {
  return {
    name: 'default',
    spot: undefined,
    members: new Map(Object.entries(members).map(([name, value]) => [name, { value }])),
    identities: new Map(),
  };
}

/** The keys of all blocks by their paths, to know how each is merged. */
const rootKeys: Keys = Object.fromEntries(flattened(rootBlock, ''));

function flattened({ keys, blocks = {} }: Block, path: string): readonly (readonly [string, Keys[string]])[] {
  return [
    ...Object.values(keys).map(({ member, type }) => [path + member, { member: path + member, type }] as const),
    ...Object.values(blocks).flatMap((block) => flattened(block, `${path}${block.member}/`)),
  ];
}

export { rootKeys };
