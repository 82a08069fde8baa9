import { goQuote } from '../../syntax/go-string.ts';
import type { Group, Job, Task } from './job.ts';
import { wrapped } from './multierror.ts';
import type { Mount, Volume } from './task-parts.ts';

/** What is wrong with the volumes of a group, in the order in which they are given; Go's map has them in any. */
export function volumeErrors(group: Group, job: Job): readonly string[] {
  return group.volumes.flatMap((volume) =>
    wrapped(`Task group volume validation for ${volume.name} failed: `, volumeFaults(volume, group, job)),
  );
}

export function volumeFaults(volume: Volume, { count, update }: Group, { type }: Job): readonly string[] {
  const faults: string[] = [];
  if (volume.source === '') faults.push('volume has an empty source');
  if (volume.perAllocation) {
    if (type === 'system' || type === 'sysbatch') faults.push('volume cannot be per_alloc for system or sysbatch jobs');
    if ((update?.canary ?? 0) > 0) faults.push('volume cannot be per_alloc when canaries are in use');
    if (volume.sticky) faults.push('volume cannot be per_alloc and sticky at the same time');
  }
  return [...faults, ...(volume.type === 'host' ? hostFaults(volume) : csiFaults(volume, count))];
}

function hostFaults({ hasMountOptions, accessMode, readOnly }: Volume): readonly string[] {
  const faults = hasMountOptions ? ['host volumes cannot have mount options'] : [];
  if (accessMode === 'single-node-reader-only') {
    if (!readOnly) faults.push(`${accessMode} volumes must be read-only`);
  } else if (!['', 'single-node-writer', 'single-node-single-writer', 'single-node-multi-writer'].includes(accessMode))
    faults.push(`host volumes cannot be mounted with ${accessMode} access mode`);
  return faults;
}

function csiFaults(volume: Volume, count: number): readonly string[] {
  const { attachmentMode, accessMode, hasMountOptions, readOnly } = volume;
  const several = count > 1 && !volume.perAllocation;
  const faults: string[] = [];
  if (attachmentMode === '') faults.push('CSI volumes must have an attachment mode');
  else if (attachmentMode === 'block-device' && hasMountOptions) faults.push('block devices cannot have mount options');
  const writable = `${accessMode} volumes must be read-only`;
  const only = (what: string): string => `volume with ${accessMode} access mode allows only one ${what}`;
  switch (accessMode) {
    case '':
      faults.push('CSI volumes must have an access mode');
      break;
    case 'single-node-reader-only':
      if (!readOnly) faults.push(writable);
      if (several) faults.push(only('reader'));
      break;
    case 'single-node-writer':
      if (several) faults.push(only('reader or writer'));
      break;
    case 'multi-node-reader-only':
      if (!readOnly) faults.push(writable);
      break;
    case 'multi-node-single-writer':
      if (!readOnly && several) faults.push(only('writer'));
  }
  return faults;
}

export function mountErrors({ mounts }: Task, { volumes }: Group): readonly string[] {
  return mounts.flatMap((mount, index) => {
    const at = `Volume Mount (${String(index)})`;
    const known = volumes.some(({ name }) => name === mount.volume);
    const [faults] = wrapped('', mountFaults(mount));
    return [
      ...(known ? [] : [`${at} references undefined volume ${mount.volume}`]),
      ...(faults === undefined ? [] : [`${at} is invalid: "${faults}"`]),
    ];
  });
}

function mountFaults({ volume, propagation, seLinuxLabel }: Mount): readonly string[] {
  const faults: string[] = [];
  if (volume === '') faults.push('volume mount references an empty volume');
  if (!['', 'private', 'host-to-task', 'bidirectional'].includes(propagation))
    faults.push(`volume mount has an invalid propagation mode: ${goQuote(propagation)}`);
  if (!['', 'z', 'Z'].includes(seLinuxLabel))
    faults.push(`volume mount has an invalid SELinux label: "${seLinuxLabel}"`);
  return faults;
}

/** The orders in which Go may come across the volumes that are wrong; at most as many as a message can be told in. */
export function volumeOrders(job: Job): readonly (readonly (readonly Volume[])[])[] {
  return job.groups.reduce<readonly (readonly (readonly Volume[])[])[]>(
    (orders, group) => {
      const wrong = group.volumes.filter((volume) => volumeFaults(volume, group, job).length > 0);
      const right = group.volumes.filter((volume) => !wrong.includes(volume));
      const own = (wrong.length > most ? [wrong] : permutations(wrong)).map((order) => [...order, ...right]);
      return orders.flatMap((before) => own.map((order) => [...before, order]));
    },
    [[]],
  );
}

const most = 4;

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
