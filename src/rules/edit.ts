import type { TextEdit } from '../model/finding.ts';
import { fileOf, type Origin } from '../model/origin.ts';
import type { Look, WorkloadLook } from './look.ts';

/**
 * Edits that write a block, given as one line, at the beginning of a workload's own block. None when its file is not at
 * hand, or is JSON, where a block has many shapes.
 */
export function blockEdits(look: Look, { of: { reading }, path }: WorkloadLook, block: string): readonly TextEdit[] {
  const found = placeOf(look, reading.origin, path);
  if (found === undefined || found.file.endsWith('.json')) return [];
  const { file, text, start, end } = found;
  const header = /^[\w-]+(?:\s+"[^"\\$%]*"|\s+[\w-]+)*\s*\{/.exec(text.slice(start, end));
  if (header === null) return [];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, start))?.[0] ?? '';
  const at = start + header[0].length;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  // A body on one line, `task "x" {}`, is opened up.
  const rest = /^[ \t]*\r?\n/.test(text.slice(at)) ? '' : `${newline}${indent}`;
  return [{ file, start: at, end: at, text: `${newline}${indent}  ${block}${rest}` }];
}

/** Edits that put another value, in HCL, into the place of an attribute's. */
export function valueEdits(look: Look, origin: Origin, path: string, value: string): readonly TextEdit[] {
  const found = placeOf(look, origin, path);
  if (found === undefined || found.file.endsWith('.json')) return [];
  const { file, text, start, end } = found;
  const name = /^[\w"-]+\s*=\s*/.exec(text.slice(start, end))?.[0] ?? '';
  return [{ file, start: start + name.length, end, text: value }];
}

function placeOf(
  look: Look,
  origin: Origin,
  path: string,
): { file: string; text: string; start: number; end: number } | undefined {
  if (origin.from !== 'file') return undefined;
  const file = fileOf(origin, path);
  const source = look.source(file);
  const place = origin.places[path];
  if (source === undefined || place === undefined) return undefined;
  return { file, text: source.text, start: place[0], end: place[1] };
}
