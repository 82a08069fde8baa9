import { compileFinder, type Budget, type Found } from './find.ts';
import type { Node } from './tree.ts';

/** Enough for any expression that somebody means; a second or so. */
const mostSteps = 5_000_000;

/**
 * Replaces all matches as Go's `ReplaceAllString` does: `$1`, `$name` and `${name}` stand for captures, `$$` for `$`.
 * Throws {@link TooMuchWork} when that would take too long.
 */
export function replaceAll(tree: Node, text: string, by: string, budget: Budget = { steps: mostSteps }): string {
  const find = compileFinder(tree);
  const characters = Array.from(text);
  const codes = characters.map((character) => character.codePointAt(0) ?? 0);
  const names = namesOf(tree);
  const template = templateOf(by);
  const cut = (start: number, end: number): string => characters.slice(start, end).join('');
  const parts: string[] = [];
  let done = 0;
  for (let from = 0; from <= codes.length;) {
    const found = find(codes, from, budget);
    const [start, end] = found?.[0] ?? [];
    if (found === undefined || start === undefined || end === undefined) break;
    parts.push(cut(done, start));
    // An empty match right behind another one is none.
    if (end > done || start === 0) parts.push(...template.map((part) => filled(part, found, names, cut)));
    done = end;
    from = Math.max(end, from + 1);
  }
  return [...parts, cut(done, codes.length)].join('');
}

type Part = { readonly text: string } | { readonly group: string };

function templateOf(by: string): readonly Part[] {
  const pattern = /\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu;
  const parts: Part[] = [];
  let at = 0;
  for (const match of by.matchAll(pattern)) {
    const [whole, dollar, bare, braced] = match;
    parts.push({ text: by.slice(at, match.index) });
    parts.push(dollar === undefined ? { group: bare ?? braced ?? '' } : { text: '$' });
    at = match.index + whole.length;
  }
  return [...parts, { text: by.slice(at) }];
}

function filled(
  part: Part,
  found: Found,
  names: ReadonlyMap<string, readonly number[]>,
  cut: (start: number, end: number) => string,
): string {
  if ('text' in part) return part.text;
  const indices = /^(?:0|[1-9]\d*)$/.test(part.group) ? [Number(part.group)] : (names.get(part.group) ?? []);
  const place = indices.map((index) => found[index]).find((one) => one !== undefined);
  return place === undefined ? '' : cut(...place);
}

/** Groups by their names, which may be given more than once. */
function namesOf(tree: Node): ReadonlyMap<string, readonly number[]> {
  const names = new Map<string, number[]>();
  const open: Node[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'capture' && node.name !== undefined)
      names.set(
        node.name,
        [...(names.get(node.name) ?? []), node.index].toSorted((a, b) => a - b),
      );
    if ('part' in node) open.push(node.part);
    if ('parts' in node) open.push(...node.parts);
  }
  return names;
}
