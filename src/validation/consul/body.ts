import { goQuote } from '../../syntax/go-string.ts';
import { isObject } from '../object.ts';
import { refusal, type Refusal } from '../refusal.ts';

/** What Consul's JSON decoder expects at a place. `go` is the type as its errors name it. */
export type Shape =
  | { readonly kind: 'text' | 'bytes' | 'count' | 'anything' }
  | { readonly kind: 'map'; readonly go: string }
  | { readonly kind: 'list'; readonly go: string; readonly item: Shape }
  | {
      readonly kind: 'object';
      readonly go: string;
      readonly struct: string;
      readonly members: Readonly<Record<string, Member>>;
    };

export interface Member {
  readonly shape: Shape;
  /** How errors spell the way to it inside its object. */
  readonly path: string;
}

export const text: Shape = { kind: 'text' };
export const texts: Shape = { kind: 'list', go: '[]string', item: text };

/** Members of an object; `inside` is the Go struct that errors show before their names. */
export function members(shapes: Readonly<Record<string, Shape>>, inside = ''): Readonly<Record<string, Member>> {
  const prefix = inside === '' ? '' : `${inside}.`;
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape, path: prefix + name }]));
}

/** What every stored object has besides; a request may send it and it is ignored. */
export function storedMembers(inside = ''): Readonly<Record<string, Member>> {
  const count: Shape = { kind: 'count' };
  return members({ CreateIndex: count, ModifyIndex: count }, inside === '' ? 'RaftIndex' : `${inside}.RaftIndex`);
}

export interface Decoded {
  /** Under the names that the API documents; absent and null members are left out. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly refused: Refusal | undefined;
}

/**
 * Reads a request's body as Consul does: names of members in any case, unknown ones refused, and nothing converted.
 * @param what the word that the error begins with, as in `Role decoding failed: …`
 */
export function decodeBody(what: string, shape: Extract<Shape, { kind: 'object' }>, value: unknown): Decoded {
  const faults: Fault[] = [];
  const body = decode(shape, value, { struct: shape.struct, path: [], member: [] }, faults);
  const [first] = faults;
  return {
    body: isObject(body) ? body : {},
    refused: first && refusal(400, `${what} decoding failed: ${first.text}`, first.member),
  };
}

interface Fault {
  readonly text: string;
  readonly member: readonly string[];
}

interface Way {
  readonly struct: string;
  readonly path: readonly string[];
  readonly member: readonly string[];
}

function decode(shape: Shape, value: unknown, way: Way, faults: Fault[]): unknown {
  if (value === null || value === undefined || shape.kind === 'anything') return value ?? undefined;
  const wrong = (go: string, what = jsonType(value)): undefined => {
    const where = way.path.length === 0 ? `value` : `struct field ${way.struct}.${way.path.join('.')}`;
    faults.push({
      text: `json: cannot unmarshal ${what} into Go ${where} of type ${go}`,
      member: way.member,
    });
  };
  switch (shape.kind) {
    case 'text':
      return typeof value === 'string' ? value : wrong('string');
    case 'bytes':
      return typeof value === 'string' ? value : wrong('[]uint8');
    case 'count':
      if (typeof value !== 'number') return wrong('uint64');
      return Number.isInteger(value) && value >= 0 && value < 2 ** 64 ? value : wrong('uint64', `number ${value}`);
    case 'map':
      return isObject(value) ? value : wrong(shape.go);
    case 'list':
      if (!Array.isArray(value)) return wrong(shape.go);
      return value.map((item, index) =>
        decode(shape.item, item, { ...way, member: [...way.member, String(index)] }, faults),
      );
    case 'object':
      return isObject(value) ? decodeMembers(shape, value, way, faults) : wrong(shape.go);
  }
}

function decodeMembers(
  { struct, members }: Extract<Shape, { kind: 'object' }>,
  value: Readonly<Record<string, unknown>>,
  way: Way,
  faults: Fault[],
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [given, content] of Object.entries(value)) {
    const name = Object.hasOwn(members, given)
      ? given
      : Object.keys(members).find((known) => known.toLowerCase() === given.toLowerCase());
    const member = name === undefined ? undefined : members[name];
    if (name === undefined || member === undefined) {
      const hint = given === 'Namespace' ? ' - Namespaces are a Consul Enterprise feature' : '';
      faults.push({ text: `json: unknown field ${goQuote(given)}${hint}`, member: [...way.member, given] });
      continue;
    }
    const inner = { struct, path: [...way.path, member.path], member: [...way.member, name] };
    const decoded = decode(member.shape, content, inner, faults);
    if (decoded !== undefined) body[name] = decoded;
  }
  return body;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** A member of a decoded body that is text; `""` when it is absent, as in Go. */
export function textOf(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}

/** A member of a decoded body that is a list of texts; a null in it is `""`, as in Go. */
export function textListOf(body: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = body[name];
  return Array.isArray(value) ? value.map((text: unknown) => (typeof text === 'string' ? text : '')) : [];
}
