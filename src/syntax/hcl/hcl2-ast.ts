import type { Source } from '../source.ts';
import type { Comment, Problem, Range } from './ast.ts';

/** What stands between braces, or the whole of a file. */
export interface Body extends Range {
  /** In the order of the text. A name that was set twice is here once, as HashiCorp's reader has it. */
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
  /** Where a missing member would have to be written. */
  readonly missing: Range;
}

/** `name = value` */
export interface Attribute extends Range {
  readonly name: string;
  readonly nameRange: Range;
  readonly equals: Range;
  readonly value: Expression;
}

export interface Label extends Range {
  readonly text: string;
}

/** `type "label" { ... }` */
export interface Block extends Range {
  readonly type: string;
  readonly typeRange: Range;
  readonly labels: readonly Label[];
  readonly open: Range;
  readonly close: Range;
  readonly body: Body;
}

/** A number as it is written, so that nothing is lost of long ones; a string that stands in a template. */
export interface LiteralExpression extends Range {
  readonly kind: 'literal';
  readonly value: LiteralValue;
}
export type LiteralValue =
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'null' }
  /** Stands where an expression could not be read. */
  | { readonly type: 'unreadable' };

/** A quoted string or a heredoc; without interpolation it is one literal part. */
export interface TemplateExpression extends Range {
  readonly kind: 'template';
  readonly parts: readonly Expression[];
}
/** `"${x}"`, which is `x` itself and not a string of it. */
export interface WrapExpression extends Range {
  readonly kind: 'wrap';
  readonly wrapped: Expression;
}
/** The strings of a `%{ for }` directive, one after the other. */
export interface JoinExpression extends Range {
  readonly kind: 'join';
  readonly tuple: Expression;
}
export interface VariableExpression extends Range {
  readonly kind: 'variable';
  readonly name: string;
  readonly nameRange: Range;
  readonly steps: readonly Step[];
}
/** Steps from something that is no variable: `f(x).a`. */
export interface RelativeExpression extends Range {
  readonly kind: 'relative';
  readonly source: Expression;
  readonly steps: readonly Step[];
}
export type Step =
  | (Range & { readonly kind: 'attribute'; readonly name: string })
  /** An index that is written out; `legacy` is `a.0`. */
  | (Range & { readonly kind: 'index'; readonly key: LiteralValue });
export interface IndexExpression extends Range {
  readonly kind: 'index';
  readonly collection: Expression;
  readonly key: Expression;
  readonly bracket: Range;
}
export interface SplatExpression extends Range {
  readonly kind: 'splat';
  readonly source: Expression;
  readonly each: Expression;
  readonly item: ItemExpression;
  readonly marker: Range;
}
/** The element a splat is at. */
export interface ItemExpression extends Range {
  readonly kind: 'item';
}
export interface CallExpression extends Range {
  readonly kind: 'call';
  readonly name: string;
  readonly nameRange: Range;
  readonly arguments: readonly Expression[];
  /** The last argument was followed by `...`. */
  readonly expand: boolean;
  readonly open: Range;
  readonly close: Range;
}
export interface ConditionalExpression extends Range {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}
export type BinaryOperator = '||' | '&&' | '==' | '!=' | '>' | '>=' | '<' | '<=' | '+' | '-' | '*' | '/' | '%';
export interface BinaryExpression extends Range {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface UnaryExpression extends Range {
  readonly kind: 'unary';
  readonly operator: '-' | '!';
  readonly operand: Expression;
}
export interface ParenthesesExpression extends Range {
  readonly kind: 'parentheses';
  readonly inner: Expression;
}
export interface TupleExpression extends Range {
  readonly kind: 'tuple';
  readonly items: readonly Expression[];
  readonly open: Range;
}
export interface ObjectExpression extends Range {
  readonly kind: 'object';
  readonly items: readonly ObjectItem[];
  readonly open: Range;
}
export interface ObjectItem {
  /** A bare name here is a string, unless `computed`. */
  readonly key: Expression;
  readonly computed: boolean;
  readonly value: Expression;
}
export interface ForExpression extends Range {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Only where an object is built. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  readonly condition: Expression | undefined;
  readonly group: boolean;
  readonly open: Range;
}

export type Expression =
  | LiteralExpression
  | TemplateExpression
  | WrapExpression
  | JoinExpression
  | VariableExpression
  | RelativeExpression
  | IndexExpression
  | SplatExpression
  | ItemExpression
  | CallExpression
  | ConditionalExpression
  | BinaryExpression
  | UnaryExpression
  | ParenthesesExpression
  | TupleExpression
  | ObjectExpression
  | ForExpression;

/** A text in HCL 2's native syntax. */
export interface Hcl2File {
  readonly source: Source;
  readonly body: Body;
  readonly comments: readonly Comment[];
}

export interface Hcl2Reading {
  readonly file: Hcl2File;
  /** In the order in which HashiCorp's reader finds them; empty means that it takes the text. */
  readonly problems: readonly Problem[];
}

/** From the start of one range to the end of another. */
export function spanning(from: Range, to: Range): Range {
  return { start: from.start, end: to.end };
}
