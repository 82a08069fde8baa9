import type * as model from './job.ts';
import type { Node } from './members.ts';
import {
  child,
  children,
  flag,
  listOf,
  maybeNumber,
  maybeText,
  nodeAt,
  number,
  text,
  textMap,
  texts,
} from './members.ts';
import { readPolicies } from './read-policies.ts';
import { readIdentity, readLogs, readService } from './read-service.ts';
import { readAffinities, readSpreads, readTaskParts, readVolumes } from './read-task-parts.ts';

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
  const type = maybeText(node, 'Type') ?? 'service';
  const inherited: Inherited = {
    job: node,
    type,
    jobName: name,
    consulNamespace: text(node, 'ConsulNamespace'),
    vaultNamespace: text(node, 'VaultNamespace'),
  };
  return {
    id,
    name,
    parentId: text(node, 'ParentID'),
    region: first('Region'),
    namespace: first('Namespace'),
    type,
    priority: maybeNumber(node, 'Priority') ?? 0,
    datacenters: texts(node, 'Datacenters'),
    nodePool: text(node, 'NodePool'),
    payload: text(node, 'Payload') !== '',
    meta: textMap(node, 'Meta'),
    constraints: children(node, 'Constraints').map(constraint),
    affinities: readAffinities(node),
    spreads: readSpreads(node),
    descriptions: [description(child(node, 'UI')), description(child(node, 'VersionTag'))] as const,
    periodic: periodic(child(node, 'Periodic')),
    parameterized: parameterized(child(node, 'ParameterizedJob')),
    multiregion: child(node, 'Multiregion') !== undefined,
    regions: children(child(node, 'Multiregion') ?? empty, 'Regions').length,
    groups: children(node, 'TaskGroups').map((group) => readGroup(group, inherited)),
  };
}

const empty: Node = { value: {}, name: '', parent: undefined, index: -1 };

const description = (node: Node | undefined): number =>
  node === undefined ? 0 : Buffer.byteLength(text(node, 'Description'));

interface Inherited {
  readonly job: Node;
  readonly type: string;
  readonly jobName: string;
  readonly consulNamespace: string;
  readonly vaultNamespace: string;
}

function readGroup(node: Node, inherited: Inherited): model.Group {
  const name = text(node, 'Name');
  const found = consul(child(node, 'Consul'));
  const count = maybeNumber(node, 'Count') ?? scalingMinimum(node) ?? 1;
  // The job's namespace reaches a group that has a block of its own, and no further.
  const inNamespace = found && { ...found, namespace: found.namespace || inherited.consulNamespace };
  return {
    name,
    count,
    affinities: readAffinities(node),
    spreads: readSpreads(node),
    volumes: readVolumes(node),
    shutdownDelay: number(node, 'ShutdownDelay'),
    disk: maybeNumber(child(node, 'EphemeralDisk') ?? node, 'SizeMB') ?? 300,
    meta: textMap(node, 'Meta'),
    constraints: children(node, 'Constraints').map(constraint),
    consul: inNamespace,
    networks: listOf(node, 'Networks', network),
    services: children(node, 'Services').map((service) =>
      readService(service, `${inherited.jobName}-${name}`, 'group'),
    ),
    tasks: children(node, 'Tasks').map((task) => readTask(task, name, inherited)),
    ...readPolicies(node, inherited.job, inherited.type, count),
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
    templates: listOf(node, 'Templates', template),
    lifecycle: lifecycle && { hook: text(lifecycle, 'Hook') },
    secrets: listOf(node, 'Secrets', secret),
    networks: resources === undefined ? [] : listOf(resources, 'Networks', network),
    killTimeout: maybeNumber(node, 'KillTimeout') ?? 5e9,
    killSignal: text(node, 'KillSignal'),
    logs: readLogs(child(node, 'LogConfig')),
    schedule: child(node, 'Schedule') !== undefined,
    ...readTaskParts(node),
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

function template(node: Node): model.Template {
  const changeMode = maybeText(node, 'ChangeMode') ?? 'restart';
  const script = child(node, 'ChangeScript');
  const wait = child(node, 'Wait');
  return {
    source: text(node, 'SourcePath'),
    text: text(node, 'EmbeddedTmpl'),
    destination: text(node, 'DestPath'),
    changeMode,
    changeSignal: (maybeText(node, 'ChangeSignal') ?? (changeMode === 'signal' ? 'SIGHUP' : '')).toUpperCase(),
    changeScript: script && text(script, 'Command'),
    env: flag(node, 'Envvars'),
    splay: maybeNumber(node, 'Splay') ?? 5e9,
    permissions: maybeText(node, 'Perms') ?? '0644',
    wait: wait && { least: maybeNumber(wait, 'Min'), most: maybeNumber(wait, 'Max') },
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
    cni: textMap(child(node, 'CNI') ?? empty, 'Args'),
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
  return {
    enabled,
    spec: text(node, 'Spec'),
    specs: texts(node, 'Specs'),
    specType: maybeText(node, 'SpecType') ?? 'cron',
    timeZone: text(node, 'TimeZone') || 'UTC',
  };
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
