import { emptyIdentity } from './canonicalize.ts';
import { consulClusterOf, serviceClusterOf } from './clusters.ts';
import { identityConstraint } from './constraints.ts';
import type { Consul, Group, Identity, Job, Service, Task } from './job.ts';
import type { NomadServer, ServerIdentity } from './server.ts';

/** Adds the identities that follow from services, `consul` and `vault` blocks and the servers' configuration. */
export function addImplicitIdentities(job: Job, server: NomadServer): void {
  for (const group of job.groups) {
    for (const service of group.services) nameServiceIdentity(service, group, server);
    for (const task of group.tasks) {
      for (const service of task.services) nameServiceIdentity(service, group, server);
      addConsulIdentity(task, group, server);
      addVaultIdentity(task, server);
    }
    const services = [...group.services, ...group.tasks.flatMap((task) => task.services)];
    const any =
      services.some(({ identity }) => identity) || group.tasks.some(({ identities }) => identities.length > 0);
    if (any) group.constraints.push(identityConstraint);
  }
}

/** An identity of the service's own wins entirely, but for its name, which is not the job's to choose. */
function nameServiceIdentity(service: Service, group: Group, { behaviour, consuls }: NomadServer): void {
  if (service.provider !== 'consul') return;
  const serviceIdentity = consuls.get(serviceClusterOf(service, group, behaviour))?.serviceIdentity;
  const identity = service.identity ?? (serviceIdentity && copied(serviceIdentity, ''));
  if (identity === undefined) return;
  const task = service.taskName === '' ? '' : `${service.taskName}-`;
  identity.name = `consul-service_${task}${service.name}-${service.portLabel}`;
  service.identity = identity;
}

function addConsulIdentity(task: Task, group: Group, { behaviour, consuls }: NomadServer): void {
  const ofTemplates = behaviour.consulIdentityFor === 'templates';
  const wanted = ofTemplates ? task.templates.length > 0 : task.consul !== undefined || group.consul !== undefined;
  if (!wanted) return;
  const block: Consul | undefined = task.consul ?? (ofTemplates ? undefined : group.consul);
  const cluster = block?.cluster ?? 'default';
  const name = `consul_${cluster}`;
  if (task.identities.some((identity) => identity.name === name)) return;
  const taskIdentity = consuls.get(consulClusterOf(task, group, behaviour))?.taskIdentity;
  if (taskIdentity !== undefined) task.identities.push(copied(taskIdentity, name));
}

function addVaultIdentity({ vault, identities }: Task, { vaults }: NomadServer): void {
  if (vault === undefined) return;
  const name = `vault_${vault.cluster}`;
  if (identities.some((identity) => identity.name === name)) return;
  const vaultIdentity = vaults.get(vault.cluster)?.defaultIdentity;
  if (vaultIdentity !== undefined) identities.push(copied(vaultIdentity, name));
}

/** Neither extra claims nor a change mode are taken over. */
function copied({ audience, env, file, filepath, ttl }: ServerIdentity, name: string): Identity {
  return { ...emptyIdentity, name, audience, env, file, filepath, ttl };
}
