import { HOLE } from '../../syntax/expression/value.ts';

/** Why something is not known before the job runs. */
export type Reason =
  | { readonly because: 'environment'; readonly name: string }
  | { readonly because: 'answer'; readonly call: string }
  | { readonly because: 'file'; readonly path: string }
  | { readonly because: 'job file' }
  | { readonly because: 'function'; readonly name: string }
  | { readonly because: 'loop' }
  | { readonly because: 'placement'; readonly of: string }
  | { readonly because: 'mount'; readonly path: string }
  | { readonly because: 'existence'; readonly path: string }
  | { readonly because: 'application'; readonly sees: string };

/** A value in a template, as far as it can be known before the job runs. */
export type Value =
  | { readonly kind: 'nil' }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'record'; readonly members: ReadonlyMap<string, Value> }
  | { readonly kind: 'scratch' }
  | Unknown;

export interface Unknown {
  readonly kind: 'unknown';
  readonly reasons: readonly Reason[];
  /** Of a text that is known in part: what is known, and `undefined` between. */
  readonly pieces?: readonly (string | undefined)[];
}

export const nil: Value = { kind: 'nil' };
export const text = (value: string): Value => ({ kind: 'string', value });
/** A text of a job file, in which `HOLE` stands for what is not known. */
export function written(value: string): Value {
  if (!value.includes(HOLE)) return text(value);
  const pieces = value.split(HOLE).flatMap((piece, index) => (index === 0 ? [piece] : [undefined, piece]));
  return { ...unknown({ because: 'job file' }), pieces: pieces.filter((piece) => piece !== '') };
}
export const bool = (value: boolean): Value => ({ kind: 'bool', value });
export const number = (value: number): Value => ({ kind: 'number', value });
export const list = (items: readonly Value[]): Value => ({ kind: 'list', items });
export const unknown = (...reasons: readonly Reason[]): Unknown => ({ kind: 'unknown', reasons: distinct(reasons) });

/** Each of them once; the same list when it has none twice. */
export function distinct(reasons: readonly Reason[]): readonly Reason[] {
  const [first, second] = reasons;
  if (second === undefined) return reasons;
  if (reasons.length === 2) return first !== undefined && isSame(first, second) ? [first] : reasons;
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];
}

function isSame(one: Reason, other: Reason): boolean {
  if (one === other) return true;
  return one.because === other.because && JSON.stringify(one) === JSON.stringify(other);
}

/** No reasons, as most values and needs have. */
export const NONE: readonly Reason[] = [];

/** The reasons of all these values; none when all are known throughout. */
export function reasonsOf(values: readonly Value[]): readonly Reason[] {
  let only = NONE;
  let all: Reason[] | undefined;
  for (const value of values) {
    const own = reasonsIn(value);
    if (own.length === 0) continue;
    if (only.length === 0) only = own;
    else (all ??= [...only]).push(...own);
  }
  return all === undefined ? only : distinct(all);
}

function reasonsIn(value: Value): readonly Reason[] {
  if (value.kind === 'unknown') return value.reasons;
  if (value.kind === 'list') return reasonsOf(value.items);
  return value.kind === 'record' ? reasonsOf([...value.members.values()]) : NONE;
}

/** Whether `if` takes it for true; `undefined` when that is not known. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'nil':
      return false;
    case 'string':
      return value.value !== '';
    case 'bool':
      return value.value;
    case 'number':
      return value.value !== 0;
    case 'list':
      return value.items.length > 0;
    case 'record':
      return value.members.size > 0;
    case 'scratch':
      return true;
    case 'unknown':
      return value.pieces?.some((piece) => piece !== undefined && piece !== '') === true ? true : undefined;
  }
}

/** Texts one behind the other, of which some are not known. */
export function joined(parts: readonly Value[]): Value {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'string') return only;
  const reasons = reasonsOf(parts);
  const pieces = parts.flatMap((part) => (part.kind === 'unknown' ? (part.pieces ?? [undefined]) : [shown(part)]));
  if (reasons.length === 0) return text(pieces.join(''));
  return { kind: 'unknown', reasons, pieces };
}

/** A value as Go prints it with `%v`; `undefined` when it is not known throughout. */
export function shown(value: Value): string | undefined {
  switch (value.kind) {
    case 'nil':
      return '<no value>';
    case 'list': {
      const items = value.items.map(shown);
      return items.includes(undefined) ? undefined : `[${items.join(' ')}]`;
    }
    case 'record': {
      const members = [...value.members].toSorted(([a], [b]) => (a < b ? -1 : 1));
      const texts = members.map(([name, member]) => [name, shown(member)] as const);
      if (texts.some(([, member]) => member === undefined)) return undefined;
      return `map[${texts.map(([name, member]) => `${name}:${member ?? ''}`).join(' ')}]`;
    }
    case 'unknown':
    case 'scratch':
      return undefined;
    default:
      return String(value.value);
  }
}

/** A text that is known in part, with an ellipsis for what is not: `app/…/password`. */
export function shapeOf(value: Value): string | undefined {
  if (value.kind !== 'unknown' || value.pieces === undefined) return undefined;
  return value.pieces.map((piece) => piece ?? '…').join('');
}

/** What a Go value of JSON is. */
export function fromJson(value: unknown): Value {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'boolean') return bool(value);
  if (Array.isArray(value)) return list(value.map(fromJson));
  if (typeof value !== 'object' || value === null) return nil;
  return { kind: 'record', members: new Map(Object.entries(value).map(([name, member]) => [name, fromJson(member)])) };
}
