import { isAlias, isMap, isScalar, isSeq, parseDocument, visit, type Document, type Node, type ParsedNode } from 'yaml';
import { WidError } from '../support/errors.ts';
import type { Place, Source } from '../syntax/source.ts';
import { tooDeepAt } from './nesting.ts';
import { rangeInScalar } from './scalar-text.ts';

/** Where something stands in a file: keys of maps and indexes of lists, from the top. */
export type DocumentPath = readonly (string | number)[];

/** A file of the spec, parsed, with the place of everything in it. */
export interface SpecDocument {
  readonly source: Source;
  readonly value: unknown;
  /** The place of a value, or of the nearest thing around it when there is none at the path. */
  valueAt(path: DocumentPath): Place;
  /** The place of the key that holds the value; of a list's item itself. */
  keyAt(path: DocumentPath): Place;
  /** A range within a text value, counted in the value as the program sees it. */
  textAt(path: DocumentPath, start: number, end: number): Place;
}

/** YAML 1.2 or JSON. Throws nothing: the mistakes come back with their places. */
export function readDocument(
  source: Source,
  beginning = 'a spec starts with `version: 1`',
): { document: SpecDocument } | { errors: readonly WidError[] } {
  const at = (start: number, end: number): Place => ({ source, start, end: Math.max(end, start) });
  const tooDeep = tooDeepAt(source.text);
  if (tooDeep !== undefined)
    return { errors: [new WidError('syntax', 'nested too deeply', { place: at(tooDeep, tooDeep + 1) })] };
  try {
    const parsed = parseDocument(source.text, {
      version: '1.2',
      prettyErrors: false,
      logLevel: 'error',
      uniqueKeys: false,
    });
    const mistakes = [...parsed.errors, ...parsed.warnings];
    if (mistakes.length > 0) {
      return {
        errors: mistakes.map(
          ({ code, message, pos }) => new WidError('syntax', sentence(code, message), { place: at(...pos) }),
        ),
      };
    }
    if (parsed.contents === null || (isScalar(parsed.contents) && parsed.contents.value === null)) {
      return {
        errors: [new WidError('spec', `${source.name} is empty`, { place: at(0, 0), hint: beginning })],
      };
    }
    const faults = [...repeatedKeys(parsed, source), ...badAliases(parsed, source)];
    return faults.length > 0 ? { errors: faults } : { document: specDocument(source, parsed) };
  } catch (cause) {
    return { errors: [new WidError('syntax', unreadable(cause), { cause, place: at(0, 0) })] };
  }
}

function specDocument(source: Source, parsed: Document.Parsed): SpecDocument {
  const whole: Place = { source, start: 0, end: 0 };
  const find = (path: DocumentPath): Found => walk(parsed, path);
  const placeOf = (node: Node | null | undefined): Place | undefined => {
    const range = node?.range;
    return range ? { source, start: range[0], end: Math.max(range[1], range[0]) } : undefined;
  };
  return {
    source,
    value: parsed.toJS({ maxAliasCount: 100 }) as unknown,
    valueAt: (path) => {
      const { key, value } = find(path);
      const place = placeOf(value);
      return (place === undefined || place.start === place.end ? (placeOf(key) ?? place) : place) ?? whole;
    },
    keyAt: (path) => {
      const { key, value } = find(path);
      return placeOf(key) ?? placeOf(value) ?? whole;
    },
    textAt: (path, start, end) => {
      const { value } = find(path);
      const place = placeOf(value) ?? whole;
      if (!isScalar(value) || typeof value.value !== 'string') return place;
      const range = rangeInScalar(source.text.slice(place.start, place.end), value.value, value.type, start, end);
      return range === undefined ? place : { source, start: place.start + range.start, end: place.start + range.end };
    },
  };
}

interface Found {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

function walk(parsed: Document.Parsed, path: DocumentPath): Found {
  let found: Found = { key: undefined, value: parsed.contents ?? undefined };
  for (const step of path) {
    const inside = isAlias(found.value) ? found.value.resolve(parsed) : found.value;
    const next = child(inside, step);
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

type Pair = { readonly key: ParsedNode; readonly value: ParsedNode | null };

/** The pairs of a map by key, made once for each map that is looked into. */
const pairsOf = new WeakMap<Node, ReadonlyMap<string, Pair>>();

function child(node: Node | undefined, step: string | number): Found | undefined {
  if (isSeq<ParsedNode>(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { key: undefined, value: item };
  }
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return undefined;
  let pairs = pairsOf.get(node);
  if (pairs === undefined) {
    pairs = new Map(node.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])));
    pairsOf.set(node, pairs);
  }
  const pair = pairs.get(String(step));
  return pair === undefined ? undefined : { key: pair.key, value: pair.value ?? undefined };
}

/** Keys that stand in their map already. The parser could tell, but compares each with each, which large files feel. */
function repeatedKeys(parsed: Document.Parsed, source: Source): readonly WidError[] {
  const errors: WidError[] = [];
  visit(parsed, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const [start = 0, end = 0] = key.range ?? [];
        if (seen.has(name)) {
          errors.push(new WidError('syntax', 'this key stands in the map already', { place: { source, start, end } }));
        }
        seen.add(name);
      }
    },
  });
  return errors;
}

/** Aliases without an anchor before them, and those that would make a value part of itself. */
function badAliases(parsed: Document.Parsed, source: Source): readonly WidError[] {
  const errors: WidError[] = [];
  const anchors = new Map<string, Node>();
  visit(parsed, {
    Node: (_, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      const [start = 0, end = 0] = node.range ?? [];
      const target = anchors.get(node.source)?.range;
      if (target && target[1] < end) return;
      const message = target
        ? `the value of &${node.source} contains itself`
        : `there is no anchor &${node.source} above`;
      errors.push(new WidError('syntax', message, { place: { source, start, end } }));
    },
  });
  return errors;
}

function sentence(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'a file holds one document: put the parts after `---` into files of their own';
  return message.replace(/\.$/, '');
}

function unreadable(cause: unknown): string {
  if (cause instanceof ReferenceError && cause.message.startsWith('Excessive alias count')) {
    return 'its aliases expand to too much; write the values out';
  }
  return `cannot be read as YAML: ${cause instanceof Error ? cause.message : String(cause)}`;
}
