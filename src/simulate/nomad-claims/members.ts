import { WidError } from '../../support/errors.ts';

/** A JSON object and where it stands: below `name` of `parent`, or at a path of its own. Only errors put the path together. */
export interface Node {
  readonly value: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly parent: Node | undefined;
  /** Its place in a list; -1 outside of lists. */
  readonly index: number;
}

/** Throws `syntax` with the spot where it is no object. */
export function nodeAt(value: unknown, path: string): Node {
  return nodeOf(value, path, undefined, -1);
}

function nodeOf(value: unknown, name: string, parent: Node | undefined, index: number): Node {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(pathTo(name, parent, index), 'an object');
  return { value: value as Readonly<Record<string, unknown>>, name, parent, index };
}

/** Where a member of a node stands, for errors. */
export function pathOf({ name, parent, index }: Node, member: string): string {
  return `${pathTo(name, parent, index)}.${member}`;
}

function pathTo(name: string, parent: Node | undefined, index: number): string {
  const path = parent === undefined ? name : pathOf(parent, name);
  return index === -1 ? path : `${path}[${String(index)}]`;
}

/** A member by its name, in whatever case as Go reads it; null and absent are the same. */
function member({ value }: Node, name: string): unknown {
  const found = value[name];
  // Every name that is asked for is one of Go's, and no object of this language inherits one.
  return found === undefined ? memberInAnyCase(value, name) : (found ?? undefined);
}

function memberInAnyCase(value: Node['value'], name: string): unknown {
  for (const key in value)
    if (key.length === name.length && key.toLowerCase() === name.toLowerCase() && Object.hasOwn(value, key))
      return value[key] ?? undefined;
  return undefined;
}

export function maybeText(node: Node, name: string): string | undefined {
  const value = member(node, name);
  if (value === undefined || typeof value === 'string') return value;
  throw wrong(pathOf(node, name), 'a string');
}

function maybeFlag(node: Node, name: string): boolean | undefined {
  const value = member(node, name);
  if (value === undefined || typeof value === 'boolean') return value;
  throw wrong(pathOf(node, name), 'true or false');
}

export function maybeNumber(node: Node, name: string): number | undefined {
  const value = member(node, name);
  if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value))) return value;
  throw wrong(pathOf(node, name), 'a whole number');
}

function maybeList(node: Node, name: string): readonly unknown[] | undefined {
  const value = member(node, name);
  if (value === undefined || Array.isArray(value)) return value;
  throw wrong(pathOf(node, name), 'a list');
}

export const text = (node: Node, name: string): string => maybeText(node, name) ?? '';
export const flag = (node: Node, name: string): boolean => maybeFlag(node, name) ?? false;
export const number = (node: Node, name: string): number => maybeNumber(node, name) ?? 0;

export function child(node: Node, name: string): Node | undefined {
  const value = member(node, name);
  return value === undefined ? undefined : nodeOf(value, name, node, -1);
}

export function has(node: Node, name: string): boolean {
  return member(node, name) !== undefined;
}

/** The objects of a list. Of identities that it took out of a `sidecar_task` the server leaves null, which is passed over. */
export function children(node: Node, name: string): readonly Node[] {
  const list = maybeList(node, name);
  if (list === undefined || list.length === 0) return none;
  const found: Node[] = [];
  for (let index = 0; index < list.length; index++)
    if (list[index] !== null) found.push(nodeOf(list[index], name, node, index));
  return found;
}

/** Most lists of most jobs are empty, so all of these are one. */
const none: readonly never[] = Object.freeze([]);

/** What is read from the objects of a list that nobody adds to. */
export function listOf<T>(node: Node, name: string, read: (one: Node) => T): readonly T[] {
  const found = children(node, name);
  return found.length === 0 ? none : found.map(read);
}

export function texts(node: Node, name: string): readonly string[] {
  const list = maybeList(node, name);
  if (list === undefined || list.length === 0) return none;
  for (let index = 0; index < list.length; index++)
    if (typeof list[index] !== 'string') throw wrong(pathTo(name, node, index), 'a string');
  return list as readonly string[];
}

const nothing: Readonly<Record<string, string>> = Object.freeze({});

export function textMap(node: Node, name: string): Readonly<Record<string, string>> {
  const found = child(node, name);
  if (found === undefined) return nothing;
  for (const key of Object.keys(found.value))
    if (typeof found.value[key] !== 'string') throw wrong(pathOf(found, key), 'a string');
  return found.value as Readonly<Record<string, string>>;
}

function wrong(path: string, what: string): WidError {
  return new WidError('syntax', `${path} must be ${what}`, { hint: 'the job is read as PUT /v1/jobs takes it' });
}
