import { canonicalizeTask } from './canonicalize.ts';
import { serviceClusterOf } from './clusters.ts';
import { connectConstraints } from './constraints.ts';
import { replaceReferences, submissionEnvironment } from './interpolate.ts';
import type { Gateway, Group, Job, Network, Service, Task } from './job.ts';
import type { NomadServer } from './server.ts';
import { noTaskParts, usualResources, type Resources } from './task-parts.ts';

/**
 * Adds the tasks of Connect proxies and gateways to the groups that have a network, and names the services that they
 * stand for. Answers the error of the first group that cannot be completed.
 */
export function injectConnect(job: Job, { behaviour }: NomadServer): string | undefined {
  for (const group of job.groups) {
    const [network] = group.networks;
    if (network === undefined) continue;
    const environment = submissionEnvironment(job, group);
    for (const service of group.services) {
      const { connect } = service;
      if (connect === undefined) continue;
      const cluster = serviceClusterOf(service, group, behaviour);
      const error =
        connect.sidecar !== undefined
          ? injectSidecar(job, group, network, service, { environment, cluster })
          : connect.native
            ? nameNative(group, service)
            : connect.gateway !== undefined
              ? injectGateway(job, group, network, service, connect.gateway, { environment, cluster })
              : undefined;
      if (error !== undefined) return error;
    }
  }
  return undefined;
}

interface Around {
  readonly environment: ReadonlyMap<string, string>;
  /** Of Consul. */
  readonly cluster: string;
}

function injectSidecar(
  job: Job,
  group: Group,
  network: Network,
  service: Service,
  { environment, cluster }: Around,
): undefined {
  service.name = replaceReferences(service.name, environment);
  const kind = `connect-proxy:${service.name}`;
  let task = group.tasks.find((one) => one.kind === kind);
  if (task === undefined) {
    const name = `connect-proxy-${service.name}`;
    const taken = group.tasks.some((one) => one.name === name);
    task = proxyTask(taken ? `${name}-??????` : name, kind, group, connectConstraints(cluster, false));
    task.randomName = taken;
    group.tasks.push(task);
  }
  mergeSidecarTask(service, task);
  canonicalizeTask(task, job, group);
  addPort(network, service.connect?.sidecar?.port || `connect-proxy-${service.name}`);
}

/** The task that a native service stands for, or why it cannot be told. */
export function nativeTask(group: Group, { name, taskName }: Service): Task | string {
  if (taskName === '') {
    const [only] = group.tasks;
    if (group.tasks.length === 1 && only !== undefined) return only;
    return `task for Consul Connect Native service ${group.name}->${name} is ambiguous and must be set`;
  }
  const found = group.tasks.find((task) => task.name === taskName);
  return found ?? `task ${taskName} named by Consul Connect Native service ${group.name}->${name} does not exist`;
}

function nameNative(group: Group, service: Service): string | undefined {
  const task = nativeTask(group, service);
  if (typeof task === 'string') return task;
  task.kind = `connect-native:${service.name}`;
  service.taskName = task.name;
  return undefined;
}

function injectGateway(
  job: Job,
  group: Group,
  network: Network,
  service: Service,
  gateway: Gateway,
  { environment, cluster }: Around,
): string | undefined {
  // prettier-ignore
  service.name = replaceReferences(service.name, environment);
  const { mode } = network;
  if (!gateway.ownBinding && (mode === 'bridge' || mode.startsWith('cni/'))) {
    const ports = (gateway.ingress?.listeners ?? []).flatMap(({ port, services }) =>
      services.map(({ name }) => [name, port] as const),
    );
    gateway.bindPorts = [...new Map(ports).values()];
  }
  if (gateway.terminating !== undefined && service.portLabel === '') {
    service.portLabel = `connect-terminating-${service.name}`;
    addPort(network, service.portLabel);
  }
  if (gateway.mesh) {
    if (service.portLabel === '') return 'service.port must be set for mesh gateway service';
    addPort(network, `connect-mesh-${service.name}-lan`);
  }
  const kinds = ['connect-ingress', 'connect-terminating', 'connect-mesh'].map((prefix) => `${prefix}:${service.name}`);
  if (group.tasks.some(({ kind }) => kinds.includes(kind))) return undefined;
  const prefix = gateway.mesh ? 'connect-mesh' : gateway.ingress ? 'connect-ingress' : 'connect-terminating';
  const constraints = connectConstraints(cluster, gateway.ingress?.customTls === true);
  const task = proxyTask(`${prefix}-${service.name}`, `${prefix}:${service.name}`, group, constraints);
  group.tasks.push(task);
  mergeSidecarTask(service, task);
  canonicalizeTask(task, job, group);
  return undefined;
}

function proxyTask(name: string, kind: string, group: Group, constraints: Task['constraints']): Task {
  const drivers = new Set(group.tasks.map(({ driver }) => driver));
  return {
    ...noTaskParts, resources: { ...usualResources, cpu: 250, memory: 128 }, name, randomName: false, kind, constraints, driver: drivers.has('podman') && !drivers.has('docker') ? 'podman' : 'docker',
    leader: false, meta: {}, env: {}, consul: undefined, vault: undefined, identity: undefined, identities: [], services: [],
    templates: [], lifecycle: undefined, secrets: [], networks: [], killTimeout: 5e9, killSignal: '', logs: { files: 2, size: 2 }, schedule: false,
  }; // prettier-ignore
}

function mergeSidecarTask({ connect }: Service, task: Task): void {
  const merged = connect?.sidecarTask;
  if (merged === undefined) return;
  if (merged.name !== '') task.name = merged.name;
  if (merged.driver !== '') task.driver = merged.driver;
  task.resources = mergedResources(task.resources, merged.resources);
  task.killTimeout = merged.killTimeout;
  task.shutdownDelay = merged.shutdownDelay;
  task.killSignal = merged.killSignal;
  if (merged.mounts !== undefined) task.mounts = merged.mounts;
  const { files, size } = merged.logs;
  task.logs = { files: files > 0 ? files : task.logs.files, size: size > 0 ? size : task.logs.size };
  if (merged.identities !== undefined) task.identities = merged.identities.map((identity) => ({ ...identity }));
}

/** What is given goes before what a proxy has by itself; NUMA is passed over. */
function mergedResources(own: Resources, given: Resources): Resources {
  return {
    ...own,
    cpu: given.cpu || own.cpu,
    cores: given.cores || own.cores,
    memory: given.memory || own.memory,
    memoryMax: given.memoryMax || own.memoryMax,
    secrets: given.secrets || own.secrets,
    devices: given.devices.length > 0 ? given.devices : own.devices,
  };
}

function addPort(network: Network, label: string): void {
  if (network.dynamic.some((port) => port.label === label)) return;
  network.dynamic.push({ label, value: 0, to: -1, hostNetwork: 'default', ignoreCollision: false });
}
