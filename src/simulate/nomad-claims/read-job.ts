import type * as model from './job.ts';
import type { Node } from './members.ts';
import { child, children, flag, maybeNumber, maybeText, nodeAt, number, text, textMap, texts } from './members.ts';
import { readIdentity, readLogs, readService } from './read-service.ts';

/**
 * A job as `PUT /v1/jobs` takes it, alone or as the member `Job` of the whole body, with the defaults that the API adds.
 * Reads jobs as the server gives them back as well. Throws `syntax` where a member has the wrong type.
 * Source of the behaviour: the `Canonicalize` methods of Nomad's `api` package.
 */
export function readJob(given: unknown): model.Job {
  const body = nodeAt(given, 'job');
  const node = child(body, 'Job') ?? body;
  const id = text(node, 'ID');
  const name = maybeText(node, 'Name') ?? id;
  // What the body says beside the job goes before what the job says.
  const beside = node === body ? undefined : body;
  const first = (member: string): string => (beside && text(beside, member)) || text(node, member);
  const job = {
    id,
    name,
    parentId: text(node, 'ParentID'),
    region: first('Region'),
    namespace: first('Namespace'),
    type: maybeText(node, 'Type') ?? 'service',
    priority: maybeNumber(node, 'Priority') ?? 0,
    datacenters: texts(node, 'Datacenters'),
    nodePool: text(node, 'NodePool'),
    payload: text(node, 'Payload') !== '',
    meta: textMap(node, 'Meta'),
    constraints: children(node, 'Constraints').map(constraint),
    periodic: periodic(child(node, 'Periodic')),
    parameterized: parameterized(child(node, 'ParameterizedJob')),
    multiregion: child(node, 'Multiregion') !== undefined,
  };
  const inherited: Inherited = {
    jobName: name,
    consulNamespace: text(node, 'ConsulNamespace'),
    vaultNamespace: text(node, 'VaultNamespace'),
  };
  return { ...job, groups: children(node, 'TaskGroups').map((group) => readGroup(group, inherited)) };
}

interface Inherited {
  readonly jobName: string;
  readonly consulNamespace: string;
  readonly vaultNamespace: string;
}

function readGroup(node: Node, inherited: Inherited): model.Group {
  const name = text(node, 'Name');
  const found = consul(child(node, 'Consul'));
  // The job's namespace reaches a group that has a block of its own, and no further.
  const inNamespace = found && { ...found, namespace: found.namespace || inherited.consulNamespace };
  return {
    name,
    count: maybeNumber(node, 'Count') ?? scalingMinimum(node) ?? 1,
    disk: maybeNumber(child(node, 'EphemeralDisk') ?? node, 'SizeMB') ?? 300,
    meta: textMap(node, 'Meta'),
    constraints: children(node, 'Constraints').map(constraint),
    consul: inNamespace,
    networks: children(node, 'Networks').map(network),
    services: children(node, 'Services').map((service) =>
      readService(service, `${inherited.jobName}-${name}`, 'group'),
    ),
    tasks: children(node, 'Tasks').map((task) => readTask(task, name, inherited)),
  };
}

function scalingMinimum(group: Node): number | undefined {
  const scaling = child(group, 'Scaling');
  return scaling && maybeNumber(scaling, 'Min');
}

function readTask(node: Node, group: string, { jobName, vaultNamespace }: Inherited): model.Task {
  const name = text(node, 'Name');
  const identity = child(node, 'Identity');
  const resources = child(node, 'Resources');
  const lifecycle = child(node, 'Lifecycle');
  return {
    name,
    randomName: false,
    driver: text(node, 'Driver'),
    kind: text(node, 'Kind'),
    leader: flag(node, 'Leader'),
    meta: textMap(node, 'Meta'),
    env: textMap(node, 'Env'),
    consul: consul(child(node, 'Consul')),
    vault: vault(child(node, 'Vault'), vaultNamespace),
    identity: identity && readIdentity(identity),
    identities: children(node, 'Identities').map(readIdentity),
    services: children(node, 'Services').map((service) => readService(service, `${jobName}-${group}-${name}`, 'task')),
    constraints: children(node, 'Constraints').map(constraint),
    templates: children(node, 'Templates').map(template),
    lifecycle: lifecycle && { hook: text(lifecycle, 'Hook') },
    secrets: children(node, 'Secrets').map(secret),
    networks: resources === undefined ? [] : children(resources, 'Networks').map(network),
    killTimeout: maybeNumber(node, 'KillTimeout') ?? 5e9,
    killSignal: text(node, 'KillSignal'),
    logs: readLogs(child(node, 'LogConfig')),
    memoryMax: resources === undefined ? 0 : number(resources, 'MemoryMaxMB'),
    numa: numaWanted(resources),
    schedule: child(node, 'Schedule') !== undefined,
  };
}

function secret(node: Node): model.Secret {
  return {
    name: text(node, 'Name'),
    provider: text(node, 'Provider'),
    path: text(node, 'Path'),
    hasEnv: Object.keys(textMap(node, 'Env')).length > 0,
    hasConfig: Object.keys(child(node, 'Config')?.value ?? {}).length > 0,
  };
}

function numaWanted(resources: Node | undefined): boolean {
  const numa = resources && child(resources, 'NUMA');
  const affinity = numa === undefined ? '' : text(numa, 'Affinity');
  return affinity !== '' && affinity !== 'none';
}

function template(node: Node): model.Template {
  const changeMode = maybeText(node, 'ChangeMode') ?? 'restart';
  return {
    source: text(node, 'SourcePath'),
    text: text(node, 'EmbeddedTmpl'),
    destination: text(node, 'DestPath'),
    changeMode,
    changeSignal: (maybeText(node, 'ChangeSignal') ?? (changeMode === 'signal' ? 'SIGHUP' : '')).toUpperCase(),
    env: flag(node, 'Envvars'),
    vaultGrace: number(node, 'VaultGrace'),
  };
}

function consul(node: Node | undefined): model.Consul | undefined {
  return (
    node && {
      namespace: text(node, 'Namespace'),
      cluster: text(node, 'Cluster') || 'default',
      partition: text(node, 'Partition'),
    }
  );
}

function vault(node: Node | undefined, namespace: string): model.Vault | undefined {
  return (
    node && {
      namespace: text(node, 'Namespace') || namespace,
      cluster: text(node, 'Cluster') || 'default',
      role: text(node, 'Role'),
      changeMode: maybeText(node, 'ChangeMode') ?? 'restart',
      changeSignal: (maybeText(node, 'ChangeSignal') ?? 'SIGHUP').toUpperCase(),
      policies: texts(node, 'Policies'),
    }
  );
}

function constraint(node: Node): model.Constraint {
  return { LTarget: text(node, 'LTarget'), RTarget: text(node, 'RTarget'), Operand: text(node, 'Operand') };
}

function network(node: Node): model.Network {
  return {
    mode: text(node, 'Mode'),
    megabits: number(node, 'MBits'),
    hasDns: child(node, 'DNS') !== undefined,
    hostname: text(node, 'Hostname'),
    reserved: children(node, 'ReservedPorts').map(port),
    dynamic: children(node, 'DynamicPorts').map(port),
  };
}

function port(node: Node): model.Port {
  return {
    label: text(node, 'Label'),
    value: number(node, 'Value'),
    to: number(node, 'To'),
    hostNetwork: text(node, 'HostNetwork') || 'default',
    ignoreCollision: flag(node, 'IgnoreCollision'),
  };
}

function periodic(node: Node | undefined): model.Periodic | undefined {
  if (node === undefined) return undefined;
  const enabled = node.value['Enabled'] === undefined || flag(node, 'Enabled');
  return { enabled, spec: text(node, 'Spec'), specs: texts(node, 'Specs') };
}

function parameterized(node: Node | undefined): model.Parameterized | undefined {
  return (
    node && {
      payload: text(node, 'Payload') || 'optional',
      metaRequired: texts(node, 'MetaRequired'),
      metaOptional: texts(node, 'MetaOptional'),
    }
  );
}
