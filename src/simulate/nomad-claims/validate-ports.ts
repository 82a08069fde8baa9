import { goQuote } from '../../syntax/go-string.ts';
import type { Group, Port } from './job.ts';

const highest = 65_535;

/** Ports of a group and its tasks that are taken twice or cannot be. */
export function portErrors({ networks, tasks }: Group): readonly string[] {
  const errors: string[] = [];
  const labels = new Set<string>();
  const staticPorts = new Map<string, string>();
  const reserve = ({ value, hostNetwork, label, ignoreCollision }: Port, owner: string): void => {
    if (value === 0) return;
    const at = `${hostNetwork}:${String(value)}`;
    const other = staticPorts.get(at);
    if (other !== undefined) {
      if (!ignoreCollision) errors.push(`Static port ${String(value)} already reserved by ${other}`);
    } else if (value > highest)
      errors.push(`Port ${label} (${String(value)}) cannot be greater than ${String(highest)}`);
    else staticPorts.set(at, `${owner}:${label}`);
  };
  const plugged = new Set<string>();
  for (const { reserved, dynamic, mode, hostname, cni } of networks) {
    for (const port of [...reserved, ...dynamic]) {
      if (labels.has(port.label)) errors.push(`Port label ${port.label} already in use by taskgroup network`);
      labels.add(port.label);
      reserve(port, 'taskgroup network');
      if (port.to < -1)
        errors.push(`Port ${goQuote(port.label)} cannot be mapped to negative value ${String(port.to)}`);
      else if (port.to > highest)
        errors.push(
          `Port ${goQuote(port.label)} cannot be mapped to a port (${String(port.to)}) greater than ${String(highest)}`,
        );
      if (port.ignoreCollision && mode !== '' && mode !== 'host')
        errors.push(
          `Port ${goQuote(port.label)} collision may not be ignored on non-host network mode ${goQuote(mode)}`,
        );
    }
    errors.push(...pluginErrors(cni, plugged));
    if (hostname !== '' && !hostname.includes('${') && !isDomainName(hostname))
      errors.push('Hostname is not a valid DNS name');
  }
  for (const task of tasks)
    for (const { reserved, dynamic } of task.networks)
      for (const port of [...reserved, ...dynamic]) {
        if (labels.has(port.label)) errors.push(`Port label ${port.label} already in use by taskgroup network`);
        reserve({ ...port, ignoreCollision: false }, task.name);
      }
  return errors;
}

/** In the order of their names; Go's map has them in any. */
function pluginErrors(given: Readonly<Record<string, string>>, seen: Set<string>): readonly string[] {
  return Object.entries(given).flatMap(([key, value]) => {
    const errors: string[] = [];
    if (seen.has(key)) errors.push(`duplicate CNI arg ${goQuote(key)}`);
    seen.add(key);
    if (key.includes(';')) errors.push(`invalid ';' character in CNI arg key ${goQuote(key)}`);
    if (value.includes(';')) errors.push(`invalid ';' character in CNI arg value ${goQuote(value)}`);
    return errors;
  });
}

/** Loose, as the DNS library is: parts of 1 to 63 bytes, 255 in all. */
function isDomainName(name: string): boolean {
  if (name === '.') return true;
  const parts = name.replace(/\.$/, '').split('.');
  return Buffer.byteLength(name) <= 254 && parts.every((part) => part !== '' && Buffer.byteLength(part) <= 63);
}
