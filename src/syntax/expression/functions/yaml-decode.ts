import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml';
import { parseNumber } from '../number-text.ts';
import { bool, isNull, members, nullOf, number, object, string, textOf, tuple, type Value } from '../value.ts';
import { convert, Unsuitable } from '../convert.ts';
import { scalarTimestamp } from './yaml-timestamp.ts';

/** More values than this are not made from one text: aliases of aliases can ask for any number. */
const most = 200_000;

/**
 * What a YAML text means to Nomad's `yamldecode`: YAML 1.1's words for booleans, 1.2's numbers, times as strings, merge
 * keys, and no document but one. Throws {@link Unsuitable}. Mistakes of YAML itself are refused, but not in Nomad's words.
 */
export function fromYaml(source: string): Value {
  let document;
  try {
    document = parseDocument(source, { schema: 'failsafe', version: '1.2', uniqueKeys: false, prettyErrors: false });
  } catch (error) {
    if (error instanceof RangeError) throw new Unsuitable('the text is nested too deeply');
    throw error;
  }
  const [mistake] = document.errors;
  if (mistake !== undefined) throw new Unsuitable(mistake.message.replace(/\.$/, ''));
  if (document.contents === null && /^(?:\s|#.*)*$/.test(source))
    throw new Unsuitable('on line 1, column 1: missing start of document');
  const reading: Reading = { anchors: new Map(), open: new Set(), left: most };
  return valueOf(document.contents, reading);
}

interface Reading {
  readonly anchors: Map<string, { readonly value: Value; readonly size: number }>;
  readonly open: Set<string>;
  left: number;
}

function valueOf(node: Node | null, reading: Reading): Value {
  if (node === null) return nullOf('dynamic');
  if (isAlias(node)) return anchored(node.source, reading);
  const { anchor } = node as { anchor?: string };
  if (anchor !== undefined) {
    reading.anchors.delete(anchor);
    reading.open.add(anchor);
  }
  const before = reading.left;
  spend(reading, 1);
  const value = plainValueOf(node, reading);
  if (anchor !== undefined) {
    reading.open.delete(anchor);
    reading.anchors.set(anchor, { value, size: before - reading.left });
  }
  return value;
}

function anchored(name: string, reading: Reading): Value {
  if (reading.open.has(name)) throw new Unsuitable(`cannot refer to anchor "${name}" from inside its own definition`);
  const found = reading.anchors.get(name);
  if (found === undefined) throw new Unsuitable(`reference to undefined anchor "${name}"`);
  spend(reading, found.size);
  return found.value;
}

function spend(reading: Reading, size: number): void {
  reading.left -= size;
  if (reading.left < 0) throw new Unsuitable(`the text stands for more than ${String(most)} values`);
}

function plainValueOf(node: Node, reading: Reading): Value {
  const { tag } = node as { tag?: string };
  if (isSeq(node)) {
    expectTag(tag, 'seq', 'sequence');
    return tuple(node.items.map((item) => valueOf(item as Node | null, reading)));
  }
  if (isMap(node)) {
    expectTag(tag, 'map', 'mapping');
    const found = new Map<string, Value>();
    for (const { key, value } of node.items as readonly { key: Node | null; value: Node | null }[]) {
      const name = keyOf(key);
      const inner = valueOf(value, reading);
      if (name !== undefined) found.set(name, inner);
      else if (inner.data instanceof Map) for (const [merged, one] of members(inner)) found.set(merged, one);
      else throw new Unsuitable('cannot merge what is no object into mapping');
    }
    return object(found);
  }
  if (!isScalar(node)) throw new Unsuitable('unexpected parser event');
  const value = scalar(node, tag);
  return value === merge ? string('<<') : value;
}

function expectTag(tag: string | undefined, wanted: string, what: string): void {
  if (tag !== undefined && tag !== `${prefix}${wanted}`) throw new Unsuitable(`can't interpret ${what} as ${tag}`);
}

/** The name that a key stands for; `undefined` for the one that merges. */
function keyOf(key: Node | null): string | undefined {
  if (key !== null && !isScalar(key)) throw new Unsuitable('only strings are allowed as mapping keys');
  const value = key === null ? nullOf('dynamic') : scalar(key, (key as { tag?: string }).tag);
  if (value === merge) return undefined;
  if (isNull(value)) throw new Unsuitable('mapping key cannot be null');
  return textOf(convert(value, 'string'));
}

const prefix = 'tag:yaml.org,2002:';
const merge: Value = { type: 'dynamic', data: '<<' };
const words: Readonly<Record<string, boolean | null>> = Object.fromEntries([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true]),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false]),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null]),
]) as Record<string, boolean | null>;

interface Scalar {
  readonly value: unknown;
  readonly type?: string | undefined;
}

function scalar({ value: given, type = 'PLAIN' }: Scalar, tag: string | undefined): Value {
  const source = typeof given === 'string' ? given : '';
  if (tag === undefined || tag === '!') {
    if (type.startsWith('QUOTE')) return source === '<<' ? merge : string(source);
    const value = untagged(source);
    // A block is text, though it is read like anything else before.
    return type.startsWith('BLOCK') && value !== merge ? convert(value, 'string') : value;
  }
  if (tag === `${prefix}str`) return string(source);
  if (tag === `${prefix}null`) return nullOf('dynamic');
  const value = type.startsWith('QUOTE') && /^[-+\dyYnNtTfFoO~.]/.test(source) ? string(source) : untagged(source);
  if (tag === `${prefix}bool` && typeof value.data !== 'string') return value;
  if (['int', 'float'].some((name) => tag === prefix + name) && typeof value.data !== 'string') return value;
  if (tag === `${prefix}timestamp` && typeof value.data === 'string') return value;
  if (tag === `${prefix}binary`) return string(source);
  throw new Unsuitable(tag.startsWith(prefix) ? `cannot parse "${source}" as ${tag}` : `unsupported tag "${tag}"`);
}

function untagged(source: string): Value {
  if (Object.hasOwn(words, source)) {
    const word = words[source];
    return typeof word === 'boolean' ? bool(word) : nullOf('dynamic');
  }
  if (['.nan', '.NaN', '.NAN'].includes(source)) throw new Unsuitable('floating point NaN is not supported');
  const infinite = /^([-+]?)\.(?:inf|Inf|INF)$/.exec(source);
  if (infinite !== null) return number(infinite[1] === '-' ? -Infinity : Infinity);
  const time = scalarTimestamp(source);
  if (time !== undefined) return string(time);
  if (/^0(?:o[0-7]+|x[0-9a-fA-F]+)$/.test(source)) return number(Number(source));
  const amount = parseNumber(source);
  if (amount !== undefined) return number(amount);
  return source === '<<' ? merge : string(source);
}
