/** A text that was read from somewhere, and how people call that place. */
export interface Source {
  /** A path as the user wrote it, or `<stdin>`. */
  readonly name: string;
  readonly text: string;
}

/** A half-open range `[start, end)` of a source, in UTF-16 code units from 0. */
export interface Place {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** Line and column, both from 1, the column in UTF-16 code units: what editors and SARIF count in. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The position of an offset; an offset beyond the text is taken as its end. */
export function positionAt(source: Source, offset: number): Position {
  const before = source.text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - lineStart + 1 };
}

/** `wid.yaml:12:7`, as terminals and editors make it clickable. */
export function describePlace(place: Place): string {
  const { line, column } = positionAt(place.source, place.start);
  return `${place.source.name}:${String(line)}:${String(column)}`;
}
