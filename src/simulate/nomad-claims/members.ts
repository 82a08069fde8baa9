import { WidError } from '../../support/errors.ts';

/** A JSON object and where it stands in the job. */
export interface Node {
  readonly value: Readonly<Record<string, unknown>>;
  readonly path: string;
}

/** Throws `syntax` with the spot where it is no object. */
export function nodeAt(value: unknown, path: string): Node {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(path, 'an object');
  return { value: value as Readonly<Record<string, unknown>>, path };
}

/** A member by its name, in whatever case as Go reads it; null and absent are the same. */
function member({ value }: Node, name: string): unknown {
  if (Object.hasOwn(value, name)) return value[name] ?? undefined;
  // Seldom written otherwise, and asked thousands of times of members that are not there.
  const lower = name.toLowerCase();
  for (const key in value)
    if (key.length === name.length && key.toLowerCase() === lower && Object.hasOwn(value, key))
      return value[key] ?? undefined;
  return undefined;
}

function reading<T>(fits: (value: unknown) => value is T, what: string): (node: Node, name: string) => T | undefined {
  return (node, name) => {
    const value = member(node, name);
    if (value === undefined) return undefined;
    if (!fits(value)) throw wrong(`${node.path}.${name}`, what);
    return value;
  };
}

const maybeText = reading((value) => typeof value === 'string', 'a string');
const maybeFlag = reading((value) => typeof value === 'boolean', 'true or false');
const maybeNumber = reading((value): value is number => Number.isSafeInteger(value), 'a whole number');
const maybeList = reading((value): value is readonly unknown[] => Array.isArray(value), 'a list');

export { maybeNumber, maybeText };

export const text = (node: Node, name: string): string => maybeText(node, name) ?? '';
export const flag = (node: Node, name: string): boolean => maybeFlag(node, name) ?? false;
export const number = (node: Node, name: string): number => maybeNumber(node, name) ?? 0;

export function child(node: Node, name: string): Node | undefined {
  const value = member(node, name);
  return value === undefined ? undefined : nodeAt(value, `${node.path}.${name}`);
}

export function has(node: Node, name: string): boolean {
  return member(node, name) !== undefined;
}

/** The objects of a list. Of identities that it took out of a `sidecar_task` the server leaves null, which is passed over. */
export function children(node: Node, name: string): readonly Node[] {
  const list = maybeList(node, name);
  if (list === undefined || list.length === 0) return none;
  return list.flatMap((item, index) => (item === null ? [] : [nodeAt(item, `${node.path}.${name}[${String(index)}]`)]));
}

/** Most lists of most jobs are empty, so all of these are one. */
const none: readonly never[] = [];

/** What is read from the objects of a list that nobody adds to. */
export function listOf<T>(node: Node, name: string, read: (one: Node) => T): readonly T[] {
  const found = children(node, name);
  return found.length === 0 ? none : found.map(read);
}

export function texts(node: Node, name: string): readonly string[] {
  const list = maybeList(node, name);
  if (list === undefined || list.length === 0) return none;
  return list.map((item, index) => {
    if (typeof item !== 'string') throw wrong(`${node.path}.${name}[${String(index)}]`, 'a string');
    return item;
  });
}

export function textMap(node: Node, name: string): Readonly<Record<string, string>> {
  const found = child(node, name);
  if (found === undefined) return {};
  for (const key of Object.keys(found.value))
    if (typeof found.value[key] !== 'string') throw wrong(`${found.path}.${key}`, 'a string');
  return found.value as Readonly<Record<string, string>>;
}

function wrong(path: string, what: string): WidError {
  return new WidError('syntax', `${path} must be ${what}`, { hint: 'the job is read as PUT /v1/jobs takes it' });
}
