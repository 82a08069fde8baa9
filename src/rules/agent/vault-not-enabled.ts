import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import type { TextEdit } from '../../model/finding.ts';
import type { Origin } from '../../model/origin.ts';
import { change } from '../change.ts';
import { insideEdits, valueEdits } from '../edit.ts';
import type { Look, WorkloadLook } from '../look.ts';
import type { Agent } from '../../model/agent.ts';
import type { Sighting } from '../rule.ts';
import { blockPathOf, clusterOf, clustersOf } from '../cluster-of.ts';

export default defineRule({
  id: 'agent/vault-not-enabled',
  title: 'jobs use Vault, and agents have it switched off',
  cases: ['NC-10'],
  severity: 'error',
  reads: ['nomad/agents', 'nomad/jobs'],
  why: 'A job with a `vault` block is refused by servers whose `vault` block is not enabled (`Vault "default" not enabled but used in the job`), and fails on clients (`Vault cluster "default" is disabled or not configured`).',
  fix: 'Write `enabled = true` into the `vault` block of servers and clients.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul',
    'https://developer.hashicorp.com/nomad/docs/configuration/vault',
  ],
  examples: {
    bad: {
      says: 'Vault is not enabled on the servers.',
      world: (healthy) =>
        change.servers(healthy, {
          Vaults: [{ Name: 'default', Enabled: false, DefaultIdentity: { Audience: ['vault.io'] } }],
        }),
    },
    good: { says: 'Vault is enabled everywhere.', world: (healthy) => healthy },
  },

  *check(look) {
    const agents = [...new Set([...look.servers, ...look.clients])];
    yield* notEnabledIn(look, agents);
    const without = agents.filter((agent) => !look.settingsOf(agent).vault.enabled);
    if (without.length === 0) return;
    const users = usersOf(look, 'default');
    // A mount that takes Nomad's JWTs was made for jobs that are refused now.
    const prepared =
      look.world.vault?.stored === true &&
      Object.keys(look.mount(look.settings.logins.vaultMount)?.roles ?? {}).length > 0;
    if (users.length === 0 && !prepared) return;
    for (const agent of without) {
      const edits = enabled(look, agent.origin);
      yield {
        message:
          users.length === 0
            ? `Vault has a mount for Nomad's tasks, auth/${look.settings.logins.vaultMount}, and agent ${agent.name} has not enabled Vault: it refuses jobs that use it`
            : `${String(users.length)} task(s) use Vault, which agent ${agent.name} has not enabled`,
        about: about.agentIdentity('vault-default'),
        blames: [about.agentIdentity('vault-default')],
        severity: users.length === 0 ? 'warning' : 'error',
        subject: { agent: agent.name },
        origin: agent.origin,
        path: 'Vaults/0/Enabled',
        evidence: { tasks: users.length },
        ...(edits.length === 0 ? {} : { fix: { edits } }),
      };
    }
  },
});

/** The tasks that use a Vault. */
function usersOf(look: Look, cluster: string): readonly WorkloadLook[] {
  return look.workloads.filter(
    (one) =>
      one.service === undefined && one.task?.vault !== undefined && clusterOf(one, 'vault', look.settings) === cluster,
  );
}

/** Blocks of other clusters that tasks name, where they are. */
function* notEnabledIn(look: Look, agents: readonly Agent[]): Iterable<Sighting> {
  for (const cluster of clustersOf(look.settings, 'vault').slice(1)) {
    const named = usersOf(look, cluster);
    if (named.length === 0) continue;
    for (const agent of agents) {
      const path = blockPathOf(agent, 'vault', cluster);
      if (path === undefined || look.settingsOf(agent).vault.clusters?.[cluster]?.enabled === true) continue;
      yield {
        message: `${String(named.length)} task(s) use the cluster ${cluster} of Vault, which agent ${agent.name} has not enabled`,
        about: about.agentIdentity('vault-default', cluster),
        blames: [about.agentIdentity('vault-default', cluster)],
        subject: { agent: agent.name },
        origin: agent.origin,
        path:
          agent.origin.from === 'file' && Object.hasOwn(agent.origin.places, `${path}/Enabled`)
            ? `${path}/Enabled`
            : path,
        evidence: { tasks: named.length },
      };
    }
  }
}

/** Only where there is a block already: with nothing but `enabled`, an agent would ask a Vault on its own machine. */
function enabled(look: Look, origin: Origin): readonly TextEdit[] {
  if (origin.from !== 'file') return [];
  return Object.hasOwn(origin.places, 'Vaults/0/Enabled')
    ? valueEdits(look, origin, 'Vaults/0/Enabled', 'true')
    : insideEdits(look, origin, 'Vaults/0', ['enabled = true']);
}
