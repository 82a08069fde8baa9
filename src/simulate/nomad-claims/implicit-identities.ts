import { emptyIdentity } from './canonicalize.ts';
import { identityConstraint } from './constraints.ts';
import type { Consul, Group, Identity, Job, Service, Task } from './job.ts';
import type { NomadServer, ServerIdentity } from './server.ts';

/** Adds the identities that follow from services, `consul` and `vault` blocks and the servers' configuration. */
export function addImplicitIdentities(job: Job, server: NomadServer): void {
  for (const group of job.groups) {
    for (const service of group.services) nameServiceIdentity(service, server);
    for (const task of group.tasks) {
      for (const service of task.services) nameServiceIdentity(service, server);
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
function nameServiceIdentity(service: Service, { serviceIdentity }: NomadServer): void {
  if (service.provider !== 'consul') return;
  // The community edition takes the default cluster's configuration whatever cluster is named.
  const identity = service.identity ?? (serviceIdentity && copied(serviceIdentity, ''));
  if (identity === undefined) return;
  const task = service.taskName === '' ? '' : `${service.taskName}-`;
  identity.name = `consul-service_${task}${service.name}-${service.portLabel}`;
  service.identity = identity;
}

function addConsulIdentity(task: Task, group: Group, { behaviour, taskIdentity }: NomadServer): void {
  const ofTemplates = behaviour.consulIdentityFor === 'templates';
  const wanted = ofTemplates ? task.templates.length > 0 : task.consul !== undefined || group.consul !== undefined;
  if (!wanted) return;
  const block: Consul | undefined = task.consul ?? (ofTemplates ? undefined : group.consul);
  const cluster = block?.cluster ?? 'default';
  const name = `consul_${cluster}`;
  if (task.identities.some((identity) => identity.name === name)) return;
  if (taskIdentity !== undefined) task.identities.push(copied(taskIdentity, name));
}

function addVaultIdentity({ vault, identities }: Task, { vaultIdentity }: NomadServer): void {
  if (vault === undefined) return;
  const name = `vault_${vault.cluster}`;
  if (identities.some((identity) => identity.name === name)) return;
  if (vaultIdentity !== undefined && vault.cluster === 'default') identities.push(copied(vaultIdentity, name));
}

/** Neither extra claims nor a change mode are taken over. */
function copied({ audience, env, file, filepath, ttl }: ServerIdentity, name: string): Identity {
  return { ...emptyIdentity, name, audience, env, file, filepath, ttl };
}
