import { goQuote } from '../../syntax/go-string.ts';
import { identityFaults } from './identity-rules.ts';
import type { Group, Identity, Secret, Task, Template } from './job.ts';
import { wrapped } from './multierror.ts';
import { constraintErrors } from './validate-constraint.ts';
import { taskServiceErrors } from './validate-task-services.ts';

/** What is wrong with a task, in the servers' order. */
export function taskErrors(task: Task, group: Group): readonly string[] {
  return [
    ...headErrors(task),
    ...wrapped('', logErrors(task, group)),
    ...constraintErrors(task.constraints),
    ...wrapped('', taskServiceErrors(task, group)),
    ...wrapped('Vault validation failed: ', vaultErrors(task)),
    ...templateErrors(task.templates),
    ...lifecycleErrors(task),
    ...proxyErrors(task, group),
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

function headErrors({ name, driver, killTimeout }: Task): readonly string[] {
  const errors: string[] = [];
  if (name === '') errors.push('Missing task name');
  if (name === 'alloc') errors.push('Task cannot be named "alloc"');
  if (/[/\\]/.test(name)) errors.push('Task name cannot include slashes');
  else if (name.includes('\0')) errors.push('Task name cannot include null characters');
  if (driver === '') errors.push('Missing task driver');
  if (killTimeout < 0) errors.push('KillTimeout must be a positive value');
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

function templateErrors(templates: readonly Template[]): readonly string[] {
  const seen = new Map<string, number>();
  return templates.flatMap((template, index) => {
    const at = String(index + 1);
    const errors = [...wrapped(`Template ${at} validation failed: `, templateFaults(template))];
    const before = seen.get(template.destination);
    if (before === undefined) seen.set(template.destination, index + 1);
    else errors.push(`Template ${at} has same destination as ${String(before)}`);
    return errors;
  });
}

function templateFaults({ source, text, destination, changeMode, changeSignal, env }: Template): readonly string[] {
  const faults: string[] = [];
  if (source === '' && text === '') faults.push('Must specify a source path or have an embedded template');
  if (destination === '') faults.push('Must specify a destination for the template');
  if (leavesAllocation(destination)) faults.push('destination escapes allocation directory');
  if (changeMode === 'signal') {
    if (changeSignal === '') faults.push('Must specify signal value when change mode is signal');
    if (env) faults.push('cannot use signals with env var templates');
  } else if (!['noop', 'restart', 'script'].includes(changeMode))
    faults.push('Invalid change mode. Must be one of the following: noop, signal, script, restart');
  return faults;
}

/** Whether a path below the task's folder climbs above that of the allocation. */
function leavesAllocation(path: string): boolean {
  let depth = 1;
  for (const part of path.replace(/^\/+/, '').split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
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
