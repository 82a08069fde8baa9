import { goQuote } from '../../syntax/go-string.ts';
import { identityFaults } from './identity-rules.ts';
import type { Group, Identity, Job, Secret, Task } from './job.ts';
import { wrapped } from './multierror.ts';
import { placementErrors } from './validate-affinity.ts';
import { artifactErrors } from './validate-artifact.ts';
import { taskConstraintErrors } from './validate-constraint.ts';
import { resourceErrors } from './validate-resources.ts';
import { shown } from './validate-restart.ts';
import { actionErrors, csiErrors, payloadErrors } from './validate-task-parts.ts';
import { taskServiceErrors } from './validate-task-services.ts';
import { templateErrors } from './validate-template.ts';
import { mountErrors } from './validate-volumes.ts';

/** What is wrong with a task, in the servers' order. */
export function taskErrors(task: Task, group: Group, job: Job): readonly string[] {
  return [
    ...headErrors(task),
    ...timeErrors(task, group, job),
    ...wrapped('', resourceErrors(task.resources)),
    ...wrapped('', logErrors(task, group)),
    ...taskConstraintErrors(task.constraints),
    ...placementErrors(job.type, task.affinities),
    ...wrapped('', taskServiceErrors(task, group)),
    ...artifactErrors(task.artifacts),
    ...wrapped('Vault validation failed: ', vaultErrors(task)),
    ...templateErrors(task.templates),
    ...actionErrors(task),
    ...payloadErrors(task),
    ...lifecycleErrors(task),
    ...proxyErrors(task, group),
    ...mountErrors(task, group),
    ...csiErrors(task),
    ...(task.identity === undefined ? [] : identityErrors(task.identity)),
    ...task.identities.flatMap((identity) => [
      ...(identity.name === 'default' ? ['Duplicate default identities found'] : []),
      ...identityErrors(identity),
    ]),
    ...secretErrors(task),
  ];
}

function identityErrors(identity: Identity): readonly string[] {
  return wrapped(`Identity ${goQuote(identity.name)} is invalid: `, identityFaults(identity));
}

function headErrors({ name, driver }: Task): readonly string[] {
  const errors: string[] = [];
  if (name === '') errors.push('Missing task name');
  if (name === 'alloc') errors.push('Task cannot be named "alloc"');
  if (/[/\\]/.test(name)) errors.push('Task name cannot include slashes');
  else if (name.includes('\0')) errors.push('Task name cannot include null characters');
  if (driver === '') errors.push('Missing task driver');
  return errors;
}

function timeErrors({ killTimeout, shutdownDelay }: Task, { update }: Group, { type }: Job): readonly string[] {
  const errors: string[] = [];
  const deadline = type === 'service' ? (update?.progressDeadline ?? 0) : 0;
  if (killTimeout < 0) errors.push('KillTimeout must be a positive value');
  else if (deadline > 0 && killTimeout > deadline)
    errors.push(`KillTimout (${shown(killTimeout)}) longer than the group's ProgressDeadline (${shown(deadline)})`);
  if (shutdownDelay < 0) errors.push('ShutdownDelay must be a positive value');
  return errors;
}

function logErrors({ logs: { files, size } }: Task, { disk }: Group): readonly string[] {
  const errors: string[] = [];
  if (files < 1) errors.push(`minimum number of files is 1; got ${String(files)}`);
  if (size < 1) errors.push(`minimum file size is 1MB; got ${String(size)}`);
  if (disk <= files * size)
    errors.push(
      `log storage (${String(files * size)} MB) must be less than requested disk capacity (${String(disk)} MB)`,
    );
  return errors;
}

function vaultErrors({ vault }: Task): readonly string[] {
  if (vault === undefined || ['noop', 'restart'].includes(vault.changeMode)) return [];
  if (vault.changeMode !== 'signal') return [`Unknown change mode ${goQuote(vault.changeMode)}`];
  return vault.changeSignal === '' ? ['Signal must be specified when using change mode "signal"'] : [];
}

function lifecycleErrors({ lifecycle }: Task): readonly string[] {
  if (lifecycle === undefined || ['prestart', 'poststart', 'poststop'].includes(lifecycle.hook)) return [];
  const why = lifecycle.hook === '' ? 'no lifecycle hook provided' : `invalid hook: ${lifecycle.hook}`;
  return [`Lifecycle validation failed: ${why}`];
}

function proxyErrors({ kind, services, leader }: Task, group: Group): readonly string[] {
  const [, service] = /^connect-proxy:(.+)$/s.exec(kind) ?? [];
  if (service === undefined) return [];
  const errors: string[] = [];
  if (services.length > 0) errors.push('Connect proxy task must not have a service block');
  if (leader) errors.push('Connect proxy task must not have leader set');
  const names = group.services.filter(({ connect }) => connect?.sidecar !== undefined).map(({ name }) => name);
  if (names.includes(service)) return errors;
  const why =
    names.length === 0
      ? `No Connect services in task group with Connect proxy (${goQuote(service)})`
      : `Connect proxy service name (${goQuote(service)}) not found in Connect services from task group: [${names.join(' ')}]`;
  return [...errors, why];
}

function secretErrors({ secrets, vault }: Task): readonly string[] {
  const seen = new Set<string>();
  return secrets.flatMap((secret) => {
    const { name, provider } = secret;
    const errors: string[] = [];
    if (seen.has(name)) errors.push(`Duplicate secret ${goQuote(name)} found`);
    seen.add(name);
    if (provider === 'vault' && vault === undefined)
      errors.push(`Secret ${goQuote(name)} has provider "vault" but no vault block`);
    return [...errors, ...wrapped(`Secret ${goQuote(name)} is invalid: `, secretFaults(secret))];
  });
}

function secretFaults({ name, provider, path, hasEnv, hasConfig }: Secret): readonly string[] {
  const faults: string[] = [];
  if (name === '') faults.push('secret name cannot be empty');
  if (!/^[a-zA-Z0-9_]{1,128}$/.test(name)) faults.push('secret name must match regex ^[a-zA-Z0-9_]{1,128}$');
  if (provider === '') faults.push('secret provider cannot be empty');
  if (path === '') faults.push('secret path cannot be empty');
  if (provider === 'nomad' || provider === 'vault') {
    if (hasEnv) faults.push(`${provider} provider cannot use the env block`);
  } else if (hasConfig) faults.push(`custom plugin provider ${provider} cannot use the config block`);
  return faults;
}
