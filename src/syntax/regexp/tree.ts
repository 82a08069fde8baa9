/** A regular expression as Go (RE2) reads it, without what a yes-or-no match does not need: captures and greed. */
export type Node =
  | { readonly kind: 'one'; readonly has: (code: number) => boolean }
  | { readonly kind: 'edge'; readonly edge: Edge }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly parts: readonly Node[] }
  /** `most` is `Infinity` for `*`, `+` and `{n,}`. */
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

export type Edge = 'text start' | 'text end' | 'line start' | 'line end' | 'word edge' | 'no word edge';

export interface Flags {
  readonly fold: boolean;
  readonly lines: boolean;
  readonly dotAll: boolean;
}

/** Thrown inside the parser only; `shown` is the part of the expression that Go's error quotes. */
export class Mistake extends Error {
  readonly shown: string;
  constructor(what: string, shown: string) {
    super(what);
    this.shown = shown;
  }
}
