import type { JobWorld } from '../../model/job-world.ts';
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

  function ofService(service: Service, task: Task | undefined, group: Group): readonly Asker[] {
    if (service.provider !== 'consul') return [];
    const { serviceAuthMethod } = world.nomad.agent.logins;
    const signing = signings.find(
      (one) =>
        one.group === group && one.service?.name === service.name && one.identity.name === service.identity?.name,
    );
    const workload = { group: group.name, task: task?.name ?? null, service: service.name };
    return [
      {
        workload,
        product: 'consul',
        signing,
        ...(signing === undefined ? { why: world.nomad.stored ? 'stored without' : 'not configured' } : {}),
        ...(signing === undefined ? insteadOf(serviceTokenOf(service)) : {}),
        login: { name: serviceAuthMethod, role: '' },
        needs: needs.of(workload, 'consul'),
      },
    ];
  }

  function ofTask(task: Task, group: Group): readonly Asker[] {
    const { logins } = world.nomad.agent;
    const own = signings.filter((one) => one.group === group && one.service === undefined && one.task === task);
    // Clients log in with the one that is named for the cluster, however many others begin as it does.
    const find = (prefix: string, cluster = 'default'): Signing | undefined =>
      own.find(({ identity }) => identity.name === `${prefix}${cluster}`) ??
      own.find(({ identity }) => identity.name.startsWith(prefix));
    const hasConsul = task.consul !== undefined || group.consul !== undefined;
    // Older versions go by the templates; there, a missing block is not what is missing.
    const byTemplates = server.behaviour.consulIdentityFor === 'templates';
    return [
      ...asker('consul', 'consul_', hasConsul, hasConsul || byTemplates, { name: logins.taskAuthMethod, role: '' }),
      ...asker('vault', 'vault_', task.vault !== undefined, task.vault !== undefined, {
        name: logins.vaultMount,
        role: task.vault?.role || logins.vaultRole,
      }),
    ];

    function asker(
      product: Chain['product'],
      prefix: string,
      block: boolean,
      entitled: boolean,
      login: Asker['login'],
    ): readonly Asker[] {
      // Without the block no client asks Vault for a token, whatever identity there is.
      const cluster = (product === 'vault' ? task.vault : (task.consul ?? group.consul))?.cluster;
      const signing = product === 'vault' && !block ? undefined : find(prefix, cluster || 'default');
      const workload = { group: group.name, task: task.name, service: null };
      const wanted = needs.of(workload, product);
      if (signing === undefined && wanted.length === 0 && !block) return [];
      const missing: NoIdentity = product === 'consul' ? 'no consul block' : 'no vault block';
      const why = !entitled ? missing : world.nomad.stored ? 'stored without' : 'not configured';
      const { version, useClientConsulToken, vault } = world.nomad.agent;
      const client = { version, useClientConsulToken, vaultEnabled: vault.enabled };
      const asked = product === 'consul' ? consulTokenOf(task, group, client) : vaultTokenOf(task, client);
      const without = signing === undefined ? { why, ...insteadOf(asked) } : {};
      return [{ workload, product, signing, ...without, login, needs: wanted }];
    }
  }
}

function insteadOf(asked: AskedWith): { readonly instead?: Instead } {
  return 'because' in asked ? { instead: asked.token } : {};
}
