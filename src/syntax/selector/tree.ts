/** A selector of a Consul binding rule, read. Offsets are UTF-16 code units of the selector's text, `[start, end)`. */
export type Selector = Match | Negation | Chain;

export type Operator = '==' | '!=' | 'in' | 'not in' | 'is empty' | 'is not empty' | 'matches' | 'not matches';

/** `value.job == web`, `"web" in list.groups`, `list.groups is empty`. `contains` is read as `in`. */
export interface Match {
  readonly kind: 'match';
  readonly operator: Operator;
  readonly field: Field;
  /** Absent for `is empty` and `is not empty`. */
  readonly value: Literal | undefined;
  readonly start: number;
  readonly end: number;
}

export interface Field {
  /** `value["nomad job"]` is `['value', 'nomad job']`. */
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
}

export interface Literal {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Negation {
  readonly kind: 'not';
  readonly operand: Selector;
  readonly start: number;
  readonly end: number;
}

/** Two or more operands that stand side by side: `a and b and c` is one chain. */
export interface Chain {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Selector[];
  readonly start: number;
  readonly end: number;
}
