import type { Source } from '../source.ts';

/** A half-open range `[start, end)` in UTF-16 code units of the source, as it was given. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** One comment with its markers, in one of the styles `#`, `//` and the bracketed one. */
export interface Comment extends Range {
  readonly text: string;
}

/** A name or a label: `path` and `"secret/*"` in `path "secret/*" {`. */
export interface Key extends Range {
  /** As it is written, quotes included; HCL 1 tells repeated arguments by it. */
  readonly raw: string;
  readonly value: string;
  readonly quoted: boolean;
}

export interface Literal extends Range {
  readonly kind: 'literal';
  /** `null` exists in JSON only, where HCL 1 takes it as the empty string. */
  readonly type: 'string' | 'heredoc' | 'number' | 'float' | 'bool' | 'null';
  /** As it is written; what HCL 1 makes of numbers depends on who asks. */
  readonly raw: string;
  /** What is meant: unquoted, unindented; numbers and booleans as they are written. */
  readonly value: string;
}

export interface List extends Range {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface ObjectValue extends Range {
  readonly kind: 'object';
  readonly items: readonly Item[];
}

export type Value = Literal | List | ObjectValue;

/** `name = value`, or a block `name "label" { ... }`, of which HCL 1 makes the same thing. */
export interface Item extends Range {
  /** At least one. An assignment in HCL has one; a block has its labels too. */
  readonly keys: readonly Key[];
  /** Where the `=` (in JSON the colon) stands; a block has none. */
  readonly assign: number | undefined;
  readonly value: Value;
}

/** A whole text in HCL 1, or in JSON where that is read as HCL 1. */
export interface File {
  readonly source: Source;
  readonly language: 'hcl1' | 'json';
  readonly items: readonly Item[];
  readonly comments: readonly Comment[];
}

/** Something that the reader could not take. */
export interface Problem extends Range {
  /** For people: one line, no full stop. */
  readonly message: string;
}

/** What reading gave: as much of the tree as could be had, and everything that was wrong. */
export interface Reading {
  readonly file: File;
  /** In the order in which they stand in the text; empty means that HashiCorp's reader takes the text. */
  readonly problems: readonly Problem[];
  /** The error with which HashiCorp's reader stops, to the letter; it knows one at a time. */
  readonly refusal: string | undefined;
}
