import type { Place, Source } from '../syntax/source.ts';
import type { DocumentPath, SpecDocument } from './document.ts';

/** Where an object of the spec is written, and how to point at a part of it. */
export interface Spot {
  /** The object's name, or its start in a list. */
  readonly place: Place;
  /** A field's value; the object itself when nobody wrote the field. */
  field(...path: DocumentPath): Place;
  /** The name of a field. */
  key(...path: DocumentPath): Place;
  /** A member of a list of texts, which may have been sorted since it was read. */
  member(field: string, text: string): Place;
  /** A range of a field's text. */
  text(field: string, start: number, end: number): Place;
}

/** The spot of an object in a file. `files` holds the texts that fields took from other files. */
export function spotIn(document: SpecDocument, at: DocumentPath, files: ReadonlyMap<string, Source> = new Map()): Spot {
  const written = (path: DocumentPath): boolean => valueIn(document.value, [...at, ...path]) !== undefined;
  const place = document.keyAt(at);
  return {
    place,
    field: (...path) => (written(path.slice(0, 1)) ? document.valueAt([...at, ...path]) : place),
    key: (...path) => (written(path) ? document.keyAt([...at, ...path]) : place),
    member: (field, text) => {
      const list = valueIn(document.value, [...at, field]);
      const index = Array.isArray(list) ? list.indexOf(text) : -1;
      return written([field]) ? document.valueAt(index === -1 ? [...at, field] : [...at, field, index]) : place;
    },
    text: (field, start, end) => {
      const source = files.get(field);
      if (source !== undefined) return { source, start, end };
      return written([field]) ? document.textAt([...at, field], start, end) : place;
    },
  };
}

/** The spot of what a preset or grant makes: where its name is written, or the parameter that is asked for. */
export function spotOfItem(document: SpecDocument, at: DocumentPath, name: string): Spot {
  const place = document.valueAt([...at, name]);
  const written = (path: DocumentPath): Place =>
    valueIn(document.value, [...at, ...path]) === undefined ? place : document.valueAt([...at, ...path]);
  return { place, field: (...path) => written(path), key: () => place, member: () => place, text: () => place };
}

function valueIn(value: unknown, path: DocumentPath): unknown {
  let inner = value;
  for (const step of path) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    inner = (inner as Record<string | number, unknown>)[step];
  }
  return inner;
}
