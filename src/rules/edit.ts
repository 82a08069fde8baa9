import type { TextEdit } from '../model/finding.ts';
import { fileOf, type Origin } from '../model/origin.ts';
import type { Surroundings, WorkloadLook } from './look.ts';

/**
 * Edits of files in HCL, by where members stand. There are none when the file is not at hand, when it is JSON, where a
 * block has many shapes, or when the place is not written as such files usually are: what is not sure is not edited.
 */

/** Writes a block, given as one line, at the beginning of a workload's own block. */
export function blockEdits(
  look: Surroundings,
  { of: { reading }, path }: WorkloadLook,
  block: string,
): readonly TextEdit[] {
  return insideEdits(look, reading.origin, path, [block, '']);
}

/** Writes lines at the beginning of the block at a path. An empty last line keeps them apart from what follows, where something does. */
export function insideEdits(
  look: Surroundings,
  origin: Origin,
  path: string,
  lines: readonly string[],
): readonly TextEdit[] {
  const found = placeOf(look, origin, path);
  if (found === undefined) return [];
  const { file, text, start, end } = found;
  const header = /^"?[\w-]+"?(?:\s+"[^"\\$%]*"|\s+[\w-]+)*\s*\{/.exec(text.slice(start, end));
  if (header === null) return [];
  const indent = indentAt(text, start);
  const at = start + header[0].length;
  const newline = newlineOf(text);
  const step = stepOf(text);
  // A body on one line, `task "x" {}`, is opened up; a comment behind the bracket stays where it is.
  const behind = /^[ \t]*(?:#[^\n]*|\/\/[^\n]*)?\r?(?=\n)/.exec(text.slice(at))?.[0];
  const place = behind === undefined ? at : at + behind.replace(/\r$/, '').length;
  const closing = behind === undefined ? `${newline}${indent}` : '';
  const follows = behind !== undefined && !/^\r?\n[ \t]*(?:\r?\n|\})/.test(text.slice(place));
  const wanted = lines.at(-1) === '' && !follows ? lines.slice(0, -1) : lines;
  const written = wanted
    .map((line) => newline + (line === '' ? '' : `${indent}${step}${indented(line, step)}`))
    .join('');
  const rest = behind === undefined ? restOfLine(text.slice(at, end)) : undefined;
  if (rest === undefined) return [{ file, start: place, end: place, text: written + closing }];
  // What stood on the line gets one of its own.
  return [
    {
      file,
      start: at,
      end: at + rest.length,
      text: `${written}${newline}${indent}${step}${rest.trim()}${newline}${indent}`,
    },
  ];
}

/** What stands between the brackets of a block on one line; undefined when nothing does. */
function restOfLine(text: string): string | undefined {
  const inner = /^[^\n{}"#]*(?:"[^"\n]*"[^\n{}"#]*)*(?=\}$)/.exec(text)?.[0];
  return inner === undefined || inner.trim() === '' ? undefined : inner;
}

/** Puts another value, in HCL, into the place of an attribute's. */
export function valueEdits(look: Surroundings, origin: Origin, path: string, value: string): readonly TextEdit[] {
  const found = placeOf(look, origin, path);
  if (found === undefined) return [];
  const { file, text, start, end } = found;
  const name = /^[\w"-]+\s*=\s*/.exec(text.slice(start, end))?.[0] ?? '';
  return [{ file, start: start + name.length, end, text: value }];
}

/** Puts another attribute or block into the place of one. */
export function replacingEdits(look: Surroundings, origin: Origin, path: string, item: string): readonly TextEdit[] {
  const found = placeOf(look, origin, path);
  if (found === undefined) return [];
  const { file, start, end } = found;
  return [{ file, start, end, text: item }];
}

/** Takes an attribute or block out, with its line when nothing else stands there; comments stay. */
export function removingEdits(look: Surroundings, origin: Origin, path: string): readonly TextEdit[] {
  const found = placeOf(look, origin, path);
  if (found === undefined) return [];
  const { file, text, start, end } = found;
  const before = /[ \t]*$/.exec(text.slice(0, start))?.[0] ?? '';
  const after = /^[ \t]*/.exec(text.slice(end))?.[0] ?? '';
  const [first, last] = [start - before.length, end + after.length];
  const opens = first === 0 || text[first - 1] === '\n';
  const rest = /^(\r?\n|$)|^(#|\/\/)|^\}/.exec(text.slice(last));
  if (rest === null) return [];
  const newline = rest[1] ?? '';
  if (opens && rest[2] === undefined && rest[0] !== '}')
    return [{ file, start: first, end: last + newline.length, text: '' }];
  // A comment behind it, or the brackets of its block, on the same line.
  if (opens) return [{ file, start, end: last, text: '' }];
  return text[first - 1] === '{' ? [{ file, start: first, end: last, text: '' }] : [];
}

/** Writes a block, given as lines, at the end of a file. */
export function appendingEdits(look: Surroundings, file: string, lines: readonly string[]): readonly TextEdit[] {
  const text = look.source(file)?.text;
  if (text === undefined || isJson(file, text)) return [];
  const newline = newlineOf(text);
  const gap = text === '' ? '' : text.endsWith('\n') ? newline : newline + newline;
  return [
    {
      file,
      start: text.length,
      end: text.length,
      text: `${gap}${lines.map((line) => indented(line, stepOf(text))).join(newline)}${newline}`,
    },
  ];
}

function placeOf(
  look: Surroundings,
  origin: Origin,
  path: string,
): { file: string; text: string; start: number; end: number } | undefined {
  if (origin.from !== 'file' || !Object.hasOwn(origin.places, path)) return undefined;
  const file = fileOf(origin, path);
  const text = look.source(file)?.text;
  const place = origin.places[path];
  if (text === undefined || place === undefined || isJson(file, text)) return undefined;
  return { file, text, start: place[0], end: place[1] };
}

function isJson(file: string, text: string): boolean {
  return file.endsWith('.json') || /^\s*\{/.test(text);
}

function indentAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))?.[0] ?? '';
}

/** By how much the file indents what stands in a block: as the first block at its margin does, else two spaces. */
function stepOf(text: string): string {
  return /^[^\s#/][^\n]*\{[ \t]*(?:(?:#|\/\/)[^\n]*)?\r?\n([ \t]+)[^\s]/m.exec(text)?.[1] ?? '  ';
}

/** A line that is indented by pairs of spaces, with the file's own step for each. */
function indented(line: string, step: string): string {
  return line.replace(/^(?: {2})+/, (pairs) => step.repeat(pairs.length / 2));
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
