import { createHash } from 'node:crypto';
import type { Body, Field } from '../kinds/field.ts';
import type { Kind, Live } from '../kinds/kind.ts';
import { sortedBy } from '../support/sorted-by.ts';
import type { Entry } from './manifest/manifest.ts';

/**
 * Whether a live object is the one that the manifest means.
 * A finished entry means the object with its id: one that was deleted and made anew by somebody else is theirs.
 * A pending entry (claimed, then the apply was killed) means an object that is exactly what was about to be written.
 */
export function owns(
  entry: Entry | undefined,
  kind: Kind,
  live: Live,
  accessors: ReadonlyMap<string, string>,
): boolean {
  if (entry === undefined) return false;
  if (entry.id !== null && entry.id === live.id) return true;
  return entry.pending && entry.digest === digestOf(kind, live.body, accessors);
}

/**
 * A hash of a body, equal for the wanted and the live form of the same object: mount accessors count by the mount's
 * name, and write-only fields, which the server never returns, do not count.
 */
export function digestOf(kind: Kind, body: Body, accessors: ReadonlyMap<string, string>): string {
  const visible = Object.entries<Field>(kind.fields)
    .filter(([, field]) => !field.writeOnly)
    .map(([name]) => [name, body[name]]);
  let text = JSON.stringify(visible, sortMembers);
  for (const [mount, accessor] of accessors) text = text.replaceAll(accessor, `\${accessor.${mountOf(mount)}}`);
  return createHash('sha256').update(text).digest('hex');
}

function mountOf(accessorKey: string): string {
  return accessorKey.slice(accessorKey.lastIndexOf(':') + 1);
}

function sortMembers(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(sortedBy(Object.entries(value), ([name]) => name));
}
