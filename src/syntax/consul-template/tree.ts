/** A template as a tree, in the words of Go's `text/template`. Every node has its place, in UTF-16 code units. */
export interface Node {
  readonly start: number;
  readonly end: number;
}

export interface Text extends Node {
  readonly kind: 'text';
  readonly text: string;
}

/** `{{ pipeline }}`: prints its value, or declares or assigns a variable. */
export interface Action extends Node {
  readonly kind: 'action';
  readonly pipeline: Pipeline;
}

/** `{{ if }}`, `{{ with }}`, `{{ range }}`; an `{{ else if }}` is an `if` alone in `otherwise`. */
export interface Branch extends Node {
  readonly kind: 'if' | 'with' | 'range';
  readonly pipeline: Pipeline;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[] | undefined;
}

/** `{{ template "name" pipeline }}`; a `{{ block }}` is one too, and a definition. */
export interface Inclusion extends Node {
  readonly kind: 'template';
  readonly name: string;
  readonly pipeline: Pipeline | undefined;
}

export interface Jump extends Node {
  readonly kind: 'break' | 'continue';
}

export type Statement = Text | Action | Branch | Inclusion | Jump;

export interface Pipeline extends Node {
  readonly kind: 'pipeline';
  /** The variables that it sets; a `range` may have two. */
  readonly variables: readonly Variable[];
  /** `=`, not `:=`. */
  readonly assigns: boolean;
  /** At least one. Each gets the value of the one before it as its last argument. */
  readonly commands: readonly Command[];
}

export interface Command extends Node {
  readonly kind: 'command';
  /** At least one; the first may be a function. */
  readonly operands: readonly Operand[];
}

export interface Identifier extends Node {
  readonly kind: 'identifier';
  readonly name: string;
}

/** `$x.Field`; `$` is the data that the template was started with. */
export interface Variable extends Node {
  readonly kind: 'variable';
  /** With its `$`. */
  readonly name: string;
  readonly fields: readonly string[];
}

/** `.A.B` of the dot. */
export interface Field extends Node {
  readonly kind: 'field';
  readonly fields: readonly string[];
}

/** `(pipeline).A.B` or `function.A`. */
export interface Chain extends Node {
  readonly kind: 'chain';
  readonly of: Operand;
  readonly fields: readonly string[];
}

export interface Dot extends Node {
  readonly kind: 'dot';
}

export interface Nil extends Node {
  readonly kind: 'nil';
}

export interface Bool extends Node {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface NumberLiteral extends Node {
  readonly kind: 'number';
  /** As it stands there. */
  readonly text: string;
  /** `undefined` when it is no whole number. */
  readonly integer: bigint | undefined;
}

export interface StringLiteral extends Node {
  readonly kind: 'string';
  /** As it stands there, with its quotes. */
  readonly quoted: string;
  readonly value: string;
}

export type Operand =
  Identifier | Variable | Field | Chain | Dot | Nil | Bool | NumberLiteral | StringLiteral | Pipeline;

/** The templates of a text by name; the text itself is the one called `''`. */
export type Templates = ReadonlyMap<string, readonly Statement[]>;
