import type { Location, Point } from '../model/finding.ts';
import type { Origin } from '../model/origin.ts';
import { positionAt, type Source } from '../syntax/source.ts';

/** Where a member of a thing is; the nearest place around it when it has none of its own. */
export function locationOf(origin: Origin, path: string | undefined, source: Source | undefined): Location {
  if (origin.from === 'server') return { remote: origin.request };
  const place = nearest(origin.places, path ?? '');
  if (source === undefined || place === undefined) return { file: origin.file };
  const [start, end] = place;
  return { file: origin.file, start: point(source, start), end: point(source, end) };
}

function nearest(
  places: Readonly<Record<string, readonly [start: number, end: number]>>,
  path: string,
): readonly [start: number, end: number] | undefined {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const place = Object.hasOwn(places, at) ? places[at] : undefined;
    if (place !== undefined) return place;
  }
  return places[''];
}

function point(source: Source, offset: number): Point {
  return { ...positionAt(source, offset), offset };
}
