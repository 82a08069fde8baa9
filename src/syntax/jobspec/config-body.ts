import type { Range } from '../hcl/ast.ts';
import type { Block, Body, Expression } from '../hcl/hcl2-ast.ts';
import type { JsonMember, JsonNode } from '../hcl/hcl2-json.ts';
import type { Scope } from '../expression/evaluate.ts';

/** An expression of a job file, in either language, with the names that a `dynamic` block around it adds. */
export interface ConfigExpression {
  readonly written: Expression | JsonNode;
  readonly json: boolean;
  readonly iteration: Iteration | undefined;
}

export interface ConfigAttribute {
  readonly name: string;
  readonly nameRange: Range;
  readonly range: Range;
  readonly value: ConfigExpression;
}

export interface ConfigBlock {
  readonly type: string;
  readonly typeRange: Range;
  readonly labels: readonly (Range & { readonly text: string })[];
  /** The header of the block. */
  readonly header: Range;
  readonly whole: Range;
  readonly body: ConfigBody;
}

/** The names that `dynamic` blocks bring: the innermost first. */
export type Iteration = Scope;

/** A body of which some members may have been read already. */
export interface ConfigBody {
  readonly written: { readonly json: false; readonly body: Body } | { readonly json: true; readonly node: JsonNode };
  readonly hidden: ReadonlySet<string>;
  /** `dynamic` blocks mean something here. */
  readonly dynamic: boolean;
  readonly iteration: Iteration | undefined;
}

/** What may be in a body. */
export interface BodySchema {
  readonly attributes: readonly { readonly name: string; readonly required?: boolean }[];
  readonly blocks: readonly { readonly type: string; readonly labels: readonly string[] }[];
}

export interface Content {
  readonly attributes: ReadonlyMap<string, ConfigAttribute>;
  readonly blocks: readonly ConfigBlock[];
}

export function nativeBody(body: Body): ConfigBody {
  return { written: { json: false, body }, hidden: new Set(), dynamic: false, iteration: undefined };
}
export function jsonBody(node: JsonNode): ConfigBody {
  return { written: { json: true, node }, hidden: new Set(), dynamic: false, iteration: undefined };
}

/** The body of a block in another, which passes on what `dynamic` brought. */
export function inside(parent: ConfigBody, written: ConfigBody['written']): ConfigBody {
  return { written, hidden: new Set(), dynamic: parent.dynamic, iteration: parent.iteration };
}

/** The same body without what a schema names. */
export function without(body: ConfigBody, schema: BodySchema): ConfigBody {
  const names = [...schema.attributes.map(({ name }) => name), ...schema.blocks.map(({ type }) => type)];
  return { ...body, hidden: new Set([...body.hidden, ...names]) };
}

/** Where something that is missing should stand. */
export function missingPlace({ written }: ConfigBody): Range {
  if (!written.json) return { start: written.body.start, end: written.body.start };
  const { node } = written;
  return node.kind === 'object' ? node.close : node.kind === 'array' ? node.open : node;
}

export function headerOf(block: Block): Range {
  return { start: block.typeRange.start, end: (block.labels.at(-1) ?? block.typeRange).end };
}

export function jsonAttribute(
  { name, nameRange, value }: JsonMember,
  iteration: Iteration | undefined,
): ConfigAttribute {
  return {
    name,
    nameRange,
    range: { start: nameRange.start, end: value.end },
    value: { written: value, json: true, iteration },
  };
}
