import { goQuote } from '../go-string.ts';
import type { File, Item, Key, List, Literal, ObjectValue, Range } from './ast.ts';
import { upstreamPosition } from './cursor.ts';

/** What a server wants to find: the Go type into which it decodes. */
export type Shape =
  | 'string'
  | 'int'
  /** Anything; what it is shows later. */
  | 'any'
  | { readonly slice: Shape }
  | { readonly map: Shape }
  | { readonly struct: readonly Field[]; readonly key?: string };

export interface Field {
  /** As messages name it; a text finds it in upper or lower case. */
  readonly name: string;
  readonly shape: Shape;
}

/** Items whose first keys were taken off, as a block's are when its name has been looked up. */
export interface Items {
  readonly kind: 'items';
  readonly items: readonly Item[];
}

export type Node = Items | List | Literal | ObjectValue | (Item & { readonly kind?: undefined });

export type Decoded = string | number | boolean | readonly Decoded[] | ReadonlyMap<string, Decoded> | Struct;
export interface Struct {
  readonly fields: ReadonlyMap<string, Decoded>;
  /** The label of the block it came from. */
  readonly key: string | undefined;
  readonly place: Range;
}

/** A text that reads but does not fit; the message is that of HashiCorp's decoder. */
export class Misfit extends Error {
  readonly place: Range;
  constructor(message: string, place: Range) {
    super(message);
    this.place = place;
  }
}

const GO_TYPE = {
  items: '*ast.ObjectList',
  object: '*ast.ObjectType',
  list: '*ast.ListType',
  literal: '*ast.LiteralType',
} as const;

export function goType(node: Node): string {
  return node.kind === undefined ? '*ast.ObjectItem' : GO_TYPE[node.kind];
}

export function rangeOf(node: Node, otherwise: Range): Range {
  if (node.kind === 'items') return node.items[0] === undefined ? otherwise : rangeOf(node.items[0], otherwise);
  return node.kind === undefined ? (node.keys[0] ?? node.value) : node;
}

/** The items whose first key is `name`, whatever its case, without that key. */
export function filter(items: readonly Item[], name: string): Item[] {
  const same = new RegExp(`^${name.replace(/[^\w]/gu, '\\$&')}$`, 'iu');
  return items
    .filter(({ keys }) => keys[0] !== undefined && same.test(keys[0].value))
    .map((item) => ({ ...item, keys: item.keys.slice(1) }));
}

/** Fits a tree into a shape as HashiCorp's decoder (hcl v1.0.1-vault-7) does. Throws `Misfit` at the first misfit. */
export function decode(file: File, node: Node, shape: Shape, name = 'root'): Decoded {
  const whole = rangeOf(node, { start: 0, end: file.source.text.length });
  return new Decoder(file).decode(name, node, shape, undefined, whole);
}

class Decoder {
  private readonly file: File;

  constructor(file: File) {
    this.file = file;
  }

  decode(name: string, node: Node, shape: Shape, before: Decoded | undefined, around: Range): Decoded {
    if (shape === 'string') return this.string(name, node, around);
    if (shape === 'int') return this.integer(name, node, around);
    if (shape === 'any') return this.any(name, node, before, around);
    if ('slice' in shape) return this.slice(name, node, shape.slice, before, around);
    if ('map' in shape) return this.map(name, node, shape.map, before, around);
    return this.struct(name, node, shape, before, around);
  }

  private string(name: string, node: Node, around: Range): string {
    if (node.kind === 'literal' && node.type !== 'bool' && node.type !== 'float') return node.value;
    throw this.misfit(node, `${name}: unknown type for string ${goType(node)}`, around);
  }

  private integer(name: string, node: Node, around: Range): number {
    if (node.kind === 'literal' && node.type !== 'bool' && node.type !== 'float' && node.type !== 'heredoc') {
      return parseInteger(node.value, node);
    }
    throw this.misfit(node, `${name}: unknown type ${goType(node)}`, around);
  }

  private any(name: string, node: Node, before: Decoded | undefined, around: Range): Decoded {
    // What is set a second time has to be of the type that it was at first.
    if (typeof before === 'string') return this.string(name, node, around);
    if (typeof before === 'number' && Number.isInteger(before)) return this.integer(name, node, around);
    if (node.kind === undefined)
      throw new Misfit(`${name}: cannot decode into interface: ${goType(node)}`, rangeOf(node, around));
    if (node.kind === 'list') return this.slice(name, node, 'any', undefined, around);
    if (node.kind !== 'literal') return this.map(name, node, 'any', undefined, around);
    if (node.type === 'bool') return node.raw === 'true';
    if (node.type === 'number') return parseInteger(node.raw, node);
    return node.type === 'float' ? parseFloating(node.raw, node) : node.value;
  }

  private slice(name: string, node: Node, shape: Shape, before: Decoded | undefined, around: Range): Decoded {
    if (node.kind === 'literal' || node.kind === undefined)
      throw this.misfit(node, `unknown slice type: ${goType(node)}`, around);
    const elements: readonly Node[] = node.kind === 'object' ? [node] : node.items;
    const place = rangeOf(node, around);
    const decoded = elements.map((element, index) =>
      this.decode(`${name}[${String(index)}]`, expanded(element, shape), shape, undefined, place),
    );
    return [...(Array.isArray(before) ? (before as readonly Decoded[]) : []), ...decoded];
  }

  private map(name: string, node: Node, shape: Shape, before: Decoded | undefined, around: Range): Decoded {
    if (node.kind === 'list' || node.kind === 'literal')
      throw this.misfit(node, `${name}: not an object type for map (${goType(node)})`, around);
    const items = node.kind === undefined ? [node] : node.items;
    const result = new Map<string, Decoded>(before instanceof Map ? (before as ReadonlyMap<string, Decoded>) : []);
    const done = new Set<string>();
    for (const item of items) {
      const [key] = item.keys;
      if (key === undefined) throw this.misfit(node, `${name}: map must have string keys`, around);
      if (done.has(key.value)) continue;
      if (item.keys.length > 1) done.add(key.value);
      const value: Node = item.keys.length > 1 ? { kind: 'items', items: filter(items, key.value) } : item.value;
      result.set(key.value, this.decode(`${name}.${key.value}`, value, shape, result.get(key.value), key));
    }
    return result;
  }

  private struct(
    name: string,
    node: Node,
    { struct, key }: Extract<Shape, { struct: unknown }>,
    before: Decoded | undefined,
    around: Range,
  ): Struct {
    const item = node.kind === undefined ? node : undefined;
    const body = item?.value ?? (node as Exclude<Node, Item>);
    const items =
      body.kind === 'literal' && item !== undefined
        ? [item]
        : body.kind === 'list' || body.kind === 'literal'
          ? undefined
          : body.items;
    const place = rangeOf(node, around);
    if (items === undefined)
      throw this.misfit(body, `${name}: not an object type for struct (${goType(body)})`, around);
    if (key !== undefined && item === undefined)
      throw this.misfit({ kind: 'items', items }, `${name}: ${key} asked for 'key', impossible`, around);
    const fields = new Map<string, Decoded>(isStruct(before) ? before.fields : []);
    for (const field of struct) {
      const found = filter(items, field.name);
      const labelled = found.filter(({ keys }) => keys.length > 0);
      const nodes: Node[] = labelled.length > 0 ? [{ kind: 'items', items: labelled }] : [];
      for (const { keys, value } of found) {
        if (keys.length === 0) nodes.push(value.kind === 'object' ? { kind: 'items', items: value.items } : value);
      }
      for (const one of nodes)
        fields.set(field.name, this.decode(`${name}.${field.name}`, one, field.shape, fields.get(field.name), place));
    }
    return { fields, key: item?.keys[0]?.value, place };
  }

  private misfit(node: Node, message: string, around: Range): Misfit {
    return new Misfit(`At ${this.at(node)}: ${message}`, rangeOf(node, around));
  }

  private at(node: Node): string {
    const first = node.kind === 'items' ? node.items[0] : node;
    const start = first !== undefined && 'keys' in first ? first.keys[0]?.start : first?.start;
    if (start === undefined || this.file.language === 'json') return '-';
    return upstreamPosition(this.file.source.text.replaceAll('\r\n', '\n'), {
      offset: normalOffset(this.file, start),
      beyond: 0,
    });
  }
}

/** Where an offset stands once CRLF is LF, which is what HashiCorp's reader counts in. */
export function normalOffset({ source }: File, offset: number): number {
  return source.text.slice(0, offset).replaceAll('\r\n', '\n').length;
}

export function isStruct(value: Decoded | undefined): value is Struct {
  return typeof value === 'object' && 'fields' in value;
}

/** A block with two labels where one is wanted: the decoder takes the second as the name of something inside it. */
function expanded(node: Node, shape: Shape): Node {
  if (node.kind !== undefined || typeof shape === 'string' || !('struct' in shape) || node.keys.length !== 2)
    return node;
  const [first, ...rest] = node.keys as [Key, ...Key[]];
  const inner: Item = { ...node, keys: rest };
  return { ...node, keys: [first], value: { kind: 'object', items: [inner], start: node.start, end: node.end } };
}

/** Go's `strconv.ParseInt(text, 0, 64)`. */
function parseInteger(text: string, place: Range): number {
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/su.exec(text) ?? [];
  const octal = /^0[0-7]+$/.test(digits);
  const known = octal || /^(?:0|[1-9]\d*|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(digits);
  const value = known ? BigInt(octal ? `0o${digits.slice(1)}` : digits) * (sign === '-' ? -1n : 1n) : undefined;
  if (value === undefined) throw new Misfit(`strconv.ParseInt: parsing ${goQuote(text)}: invalid syntax`, place);
  if (BigInt.asIntN(64, value) !== value)
    throw new Misfit(`strconv.ParseInt: parsing ${goQuote(text)}: value out of range`, place);
  return Number(value);
}

function parseFloating(text: string, place: Range): number {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) {
    throw new Misfit(`strconv.ParseFloat: parsing ${goQuote(text)}: invalid syntax`, place);
  }
  if (!Number.isFinite(Number(text)))
    throw new Misfit(`strconv.ParseFloat: parsing ${goQuote(text)}: value out of range`, place);
  return Number(text);
}
