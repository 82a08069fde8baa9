import type { Operator } from '../tree.ts';

/** A filter in the language of go-bexpr 0.1.15, read. */
export type Filter = Match | Not | Pair | Collection;

/** `Meta.team == x`, `"/Meta/team" == x`, `dc1 in Datacenters`, `Meta is empty`. `contains` is read as `in`. */
export interface Match {
  readonly kind: 'match';
  readonly operator: Operator;
  readonly selector: FilterSelector;
  /** Absent for `is empty` and `is not empty`. */
  readonly value: string | undefined;
}

export interface FilterSelector {
  /** With the escapes of JSON pointers resolved. */
  readonly path: readonly string[];
  /** As errors name it, and as what it stands for where a value is wanted: a JSON pointer without its first slash. */
  readonly shown: string;
}

export interface Not {
  readonly kind: 'not';
  readonly operand: Filter;
}

export interface Pair {
  readonly kind: 'and' | 'or';
  readonly left: Filter;
  readonly right: Filter;
}

/** `any Datacenters as d { d == dc1 }`, `all Meta as name, value { value != "" }`. */
export interface Collection {
  readonly kind: 'any' | 'all';
  readonly selector: FilterSelector;
  readonly binding: Binding;
  readonly inner: Filter;
}

/** The names that an item has inside of the braces. `alone` is the item of a list, but the key of a map. */
export interface Binding {
  readonly alone?: string;
  readonly index?: string;
  readonly value?: string;
}
