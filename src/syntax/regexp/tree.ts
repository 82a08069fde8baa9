/** A regular expression as Go (RE2) reads it. */
export type Node =
  | { readonly kind: 'one'; readonly has: (code: number) => boolean }
  | { readonly kind: 'edge'; readonly edge: Edge }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly parts: readonly Node[] }
  | { readonly kind: 'capture'; readonly part: Node; readonly index: number; readonly name: string | undefined }
  /** `most` is `Infinity` for `*`, `+` and `{n,}`; a `lazy` one would rather have less. */
  | {
      readonly kind: 'repeat';
      readonly part: Node;
      readonly least: number;
      readonly most: number;
      readonly lazy: boolean;
    };

export type Edge = 'text start' | 'text end' | 'line start' | 'line end' | 'word edge' | 'no word edge';

export interface Flags {
  readonly fold: boolean;
  readonly lines: boolean;
  readonly dotAll: boolean;
  /** Whether what repeats would rather have less, and more with a `?` behind it. */
  readonly lazy: boolean;
}

/** Thrown inside the parser only; `shown` is the part of the expression that Go's error quotes. */
export class Mistake extends Error {
  readonly shown: string;
  constructor(what: string, shown: string) {
    super(what);
    this.shown = shown;
  }
}
