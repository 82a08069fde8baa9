import { posix } from 'node:path';
import {
  child,
  children,
  flag,
  listOf,
  maybeNumber,
  maybeText,
  nodeAt,
  number,
  pathOf,
  text,
  textMap,
  texts,
  type Node,
} from './members.ts';
import type * as parts from './task-parts.ts';
import { usualResources } from './task-parts.ts';

export function readTaskParts(node: Node): parts.TaskParts {
  const payload = child(node, 'DispatchPayload');
  const plugin = child(node, 'CSIPluginConfig');
  return {
    resources: readResources(child(node, 'Resources')),
    shutdownDelay: number(node, 'ShutdownDelay'),
    affinities: readAffinities(node),
    artifacts: listOf(node, 'Artifacts', artifact),
    actions: listOf(node, 'Actions', (action) => ({
      name: text(action, 'Name'),
      command: text(action, 'Command'),
    })),
    payloadFile: payload && text(payload, 'File'),
    mounts: readMounts(node),
    csiPlugin: plugin && {
      id: text(plugin, 'ID'),
      type: text(plugin, 'Type'),
      mountFolder: text(plugin, 'MountDir') || '/csi',
      stageFolder: text(plugin, 'StagePublishBaseDir') || '/local/csi',
    },
  };
}

export function readMounts(task: Node): readonly parts.Mount[] {
  return children(task, 'VolumeMounts')
    .filter((mount) => maybeText(mount, 'Volume') !== undefined)
    .map((mount) => ({
      volume: text(mount, 'Volume'),
      propagation: maybeText(mount, 'PropagationMode') ?? 'private',
      seLinuxLabel: text(mount, 'SELinuxLabel'),
    }));
}

export function readResources(node: Node | undefined): parts.Resources {
  if (node === undefined) return usualResources;
  const cores = maybeNumber(node, 'Cores');
  const numa = child(node, 'NUMA');
  return {
    // Who asks for cores asks for no share of the processor beside them.
    cpu: maybeNumber(node, 'CPU') ?? (cores === undefined ? usualResources.cpu : 0),
    cores: cores ?? 0,
    memory: maybeNumber(node, 'MemoryMB') ?? usualResources.memory,
    memoryMax: number(node, 'MemoryMaxMB'),
    secrets: number(node, 'SecretsMB'),
    // The API does not pass it on.
    disk: 0,
    iops: number(node, 'IOPS'),
    devices: listOf(node, 'Devices', (device) => ({
      name: text(device, 'Name'),
      constraints: listOf(device, 'Constraints', comparison),
      affinities: readAffinities(device),
    })),
    numa: numa && { affinity: text(numa, 'Affinity') || 'none', devices: texts(numa, 'Devices') },
  };
}

function comparison(node: Node): parts.Comparison {
  return { LTarget: text(node, 'LTarget'), RTarget: text(node, 'RTarget'), Operand: text(node, 'Operand') };
}

export function readAffinities(node: Node): readonly parts.Affinity[] {
  return listOf(node, 'Affinities', (one) => ({ ...comparison(one), weight: maybeNumber(one, 'Weight') ?? 50 }));
}

export function readSpreads(node: Node): readonly parts.Spread[] {
  return listOf(node, 'Spreads', (one) => ({
    attribute: text(one, 'Attribute'),
    weight: maybeNumber(one, 'Weight') ?? 50,
    targets: listOf(one, 'SpreadTarget', (target) => ({
      value: text(target, 'Value'),
      percent: number(target, 'Percent'),
    })),
  }));
}

function artifact(node: Node): parts.Artifact {
  const source = text(node, 'GetterSource');
  const mode = maybeText(node, 'GetterMode') ?? 'any';
  const usual = mode === 'file' ? posix.join('local', baseOf(source)) : 'local/';
  return {
    source,
    mode,
    destination: maybeText(node, 'RelativeDest') ?? usual,
    checksum: textMap(node, 'GetterOptions')['checksum'],
  };
}

/** The last part of a path as Go names it. */
const baseOf = (path: string): string => (path === '' ? '.' : posix.basename(path) || '/');

/** Volumes of a sort that the API does not know are left out by it. */
export function readVolumes(group: Node): readonly parts.Volume[] {
  const given = child(group, 'Volumes');
  return Object.entries(given?.value ?? {}).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    const node = nodeAt(value, given === undefined ? '' : pathOf(given, name));
    const type = text(node, 'Type');
    if (type !== 'host' && type !== 'csi') return [];
    return [
      {
        name,
        type,
        source: text(node, 'Source'),
        readOnly: flag(node, 'ReadOnly'),
        sticky: flag(node, 'Sticky'),
        perAllocation: flag(node, 'PerAlloc'),
        accessMode: text(node, 'AccessMode'),
        attachmentMode: text(node, 'AttachmentMode'),
        hasMountOptions: child(node, 'MountOptions') !== undefined,
      },
    ];
  });
}
