import type { Location, Point } from '../model/finding.ts';
import { fileOf, type Origin } from '../model/origin.ts';
import { positionAt, type Source } from '../syntax/source.ts';

/**
 * Where a member of a thing is; the nearest place around it when it has none of its own.
 * @param source the text of a file, where it is at hand
 */
export function locationOf(
  origin: Origin,
  path: string | undefined,
  source: (file: string) => Source | undefined,
): Location {
  if (origin.from === 'server') return { remote: origin.request };
  const at = nearest(origin.places, path ?? '');
  const file = fileOf(origin, at);
  const text = source(file);
  const place = origin.places[at];
  const address = origin.address === undefined ? {} : { address: origin.address };
  if (text === undefined || place === undefined) return { file, ...address };
  const [start, end] = place;
  return { file, start: point(text, start), end: point(text, end), ...address };
}

/** The path itself or the nearest around it that is written somewhere; the empty path is the whole. */
function nearest(places: Readonly<Record<string, readonly [start: number, end: number]>>, path: string): string {
  let at = path;
  while (at !== '' && !Object.hasOwn(places, at)) at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
  return at;
}

function point(source: Source, offset: number): Point {
  return { ...positionAt(source, offset), offset };
}
