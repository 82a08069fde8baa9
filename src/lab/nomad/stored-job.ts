import type { Identity, Job as Registered, Service, Task } from '../../simulate/nomad-claims/job.ts';
import type { TaskGroup } from './objects.ts';

type Block = Readonly<Record<string, unknown>>;

/**
 * The groups of a job as the servers keep them: with the identities that registration added, and the tasks of sidecars.
 * Everything else stays as it was given.
 */
export function storedGroups(given: readonly TaskGroup[], { groups }: Registered): readonly TaskGroup[] {
  return given.map((block, at) => {
    const group = groups[at];
    if (group === undefined) return block;
    const services = withServices(block['Services'], group.services);
    const tasks = group.tasks.map((task, index) => {
      const own = blocks(block['Tasks'])[index] ?? { Driver: task.driver, Kind: task.kind };
      return { ...own, ...withServices(own['Services'], task.services), ...identitiesOf(task) };
    });
    return { ...block, ...services, Tasks: tasks };
  });
}

function blocks(value: unknown): readonly Block[] {
  return Array.isArray(value) ? (value as readonly Block[]) : [];
}

function withServices(given: unknown, services: readonly Service[]): Block {
  const kept = blocks(given).map((block, at) => {
    const service = services[at];
    if (service === undefined) return block;
    const { name, portLabel, taskName, provider, identity } = service;
    const Identity = identity === undefined ? null : shown(identity, name);
    return { ...block, Name: name, PortLabel: portLabel, TaskName: taskName, Provider: provider, Identity };
  });
  return kept.length === 0 ? {} : { Services: kept };
}

function identitiesOf({ name, identity, identities }: Task): Block {
  return {
    Name: name,
    Identity: identity === undefined ? null : shown(identity, ''),
    Identities: identities.length === 0 ? null : identities.map((one) => shown(one, '')),
  };
}

function shown(identity: Identity, service: string): Block {
  const { name, audience, changeMode, changeSignal, env, file, filepath, ttl } = identity;
  return {
    Audience: audience.length === 0 ? null : audience, ChangeMode: changeMode, ChangeSignal: changeSignal, Env: env, File: file,
    Filepath: filepath, Name: name, ServiceName: service, TTL: ttl,
  }; // prettier-ignore
}
