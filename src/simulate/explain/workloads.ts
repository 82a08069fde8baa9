import type { AgentSettings, NomadLogins, VaultSettings } from '../../model/agent.ts';
import type { JobWorld } from '../../model/job-world.ts';
import { consulClusterOf, serviceClusterOf, vaultClusterOf } from '../nomad-claims/clusters.ts';
import type { Group, Job, Service, Task } from '../nomad-claims/job.ts';
import type { NomadServer } from '../nomad-claims/server.ts';
import { signingsOf, type Signing } from '../nomad-claims/signing.ts';
import { consulTokenOf, serviceTokenOf, vaultTokenOf } from '../needs/tokens.ts';
import type { AskedWith } from '../needs/need.ts';
import type { Chain, Instead, NoIdentity, Workload } from './explanation.ts';
import type { JobNeeds, Need } from './needs.ts';

/** A workload that logs in at Consul or Vault, or would have to. */
export interface Asker {
  readonly workload: Workload;
  readonly product: Chain['product'];
  /** Which Consul or Vault; others than `default` are of Nomad Enterprise. */
  readonly cluster: string;
  /** The identity it logs in with. */
  readonly signing: Signing | undefined;
  /** Why it has none. */
  readonly why?: NoIdentity;
  /** With which token it is asked then. */
  readonly instead?: Instead;
  /** The auth method, or the mount and the role. */
  readonly login: { readonly name: string; readonly role: string };
  readonly needs: readonly Need[];
}

/** The services and tasks of a job that have an identity for Consul or Vault, or needs that want one. */
export function askersOf(job: Job, server: NomadServer, world: JobWorld, needs: JobNeeds): readonly Asker[] {
  const signings = signingsOf(job, server);
  return job.groups.flatMap((group) => [
    ...group.services.flatMap((service) => ofService(service, undefined, group)),
    ...group.tasks.flatMap((task) => [
      ...task.services.flatMap((service) => ofService(service, task, group)),
      ...ofTask(task, group),
    ]),
  ]);

  /** Of a cluster that no agent knows, those of `default`, at which nobody is asked. */
  function loginsAt(product: Chain['product'], cluster: string): NomadLogins {
    const { agent } = world.nomad;
    return agent[product].clusters?.[cluster]?.logins ?? agent.logins;
  }

  function ofService(service: Service, task: Task | undefined, group: Group): readonly Asker[] {
    if (service.provider !== 'consul') return [];
    const cluster = serviceClusterOf(service, group, server.behaviour);
    const signing = signings.find(
      (one) =>
        one.group === group && one.service?.name === service.name && one.identity.name === service.identity?.name,
    );
    const workload = { group: group.name, task: task?.name ?? null, service: service.name };
    return [
      {
        workload,
        product: 'consul',
        cluster,
        signing,
        ...(signing === undefined ? { why: world.nomad.stored ? 'stored without' : 'not configured' } : {}),
        ...(signing === undefined ? insteadOf(serviceTokenOf(service)) : {}),
        login: { name: loginsAt('consul', cluster).serviceAuthMethod, role: '' },
        needs: needs.of(workload, 'consul'),
      },
    ];
  }

  function ofTask(task: Task, group: Group): readonly Asker[] {
    const own = signings.filter((one) => one.group === group && one.service === undefined && one.task === task);
    // Clients log in with the one that is named for the cluster, however many others begin as it does.
    const find = (prefix: string, cluster: string): Signing | undefined =>
      own.find(({ identity }) => identity.name === `${prefix}${cluster}`) ??
      (cluster === 'default' ? own.find(({ identity }) => identity.name.startsWith(prefix)) : undefined);
    const consulCluster = consulClusterOf(task, group, server.behaviour);
    const vaultCluster = vaultClusterOf(task);
    const atVault = loginsAt('vault', vaultCluster);
    const hasConsul = task.consul !== undefined || group.consul !== undefined;
    // Older versions go by the templates; there, a missing block is not what is missing.
    const byTemplates = server.behaviour.consulIdentityFor === 'templates';
    return [
      ...asker('consul', consulCluster, hasConsul, hasConsul || byTemplates, {
        name: loginsAt('consul', consulCluster).taskAuthMethod,
        role: '',
      }),
      ...asker('vault', vaultCluster, task.vault !== undefined, task.vault !== undefined, {
        name: atVault.vaultMount,
        role: task.vault?.role || atVault.vaultRole,
      }),
    ];

    function asker(
      product: Chain['product'],
      cluster: string,
      block: boolean,
      entitled: boolean,
      login: Asker['login'],
    ): readonly Asker[] {
      // Without the block no client asks Vault for a token, whatever identity there is.
      const signing = product === 'vault' && !block ? undefined : find(`${product}_`, cluster);
      const workload = { group: group.name, task: task.name, service: null };
      const wanted = needs.of(workload, product);
      if (signing === undefined && wanted.length === 0 && !block) return [];
      const missing: NoIdentity = product === 'consul' ? 'no consul block' : 'no vault block';
      const why = !entitled ? missing : world.nomad.stored ? 'stored without' : 'not configured';
      const { version, useClientConsulToken, vault } = world.nomad.agent;
      const client = { version, useClientConsulToken, vaultEnabled: blockOf(vault, vaultCluster)?.enabled ?? true };
      const asked = product === 'consul' ? consulTokenOf(task, group, client) : vaultTokenOf(task, client);
      const without = signing === undefined ? { why, ...insteadOf(asked) } : {};
      return [{ workload, product, cluster, signing, ...without, login, needs: wanted }];
    }
  }
}

/** Its block of the agents' configuration. */
function blockOf(vault: AgentSettings['vault'], cluster: string): VaultSettings | undefined {
  return cluster === 'default' ? vault : vault.clusters?.[cluster];
}

function insteadOf(asked: AskedWith): { readonly instead?: Instead } {
  return 'because' in asked ? { instead: asked.token } : {};
}
