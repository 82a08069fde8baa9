/** A place in a template: lines and columns from 1, columns in characters; the offset in UTF-16 code units. */
export interface Spot {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export type Operator = '||' | '&&' | '==' | '!=' | '>' | '>=' | '<' | '<=' | '+' | '-' | '*' | '/' | '%';

/** A template of HIL, the language of bind names, read. */
export type Node =
  | { readonly kind: 'text'; readonly spot: Spot; readonly text: string }
  | { readonly kind: 'integer'; readonly spot: Spot; readonly value: bigint }
  | { readonly kind: 'float'; readonly spot: Spot; readonly value: number }
  | { readonly kind: 'bool'; readonly spot: Spot; readonly value: boolean }
  | { readonly kind: 'variable'; readonly spot: Spot; readonly name: string }
  | { readonly kind: 'template'; readonly spot: Spot; readonly parts: readonly Node[] }
  | {
      readonly kind: 'operation';
      readonly spot: Spot;
      readonly operator: Operator;
      readonly left: Node;
      readonly right: Node;
    }
  | {
      readonly kind: 'condition';
      readonly spot: Spot;
      readonly test: Node;
      readonly then: Node;
      readonly otherwise: Node;
    }
  | { readonly kind: 'call'; readonly spot: Spot; readonly name: string; readonly values: readonly Node[] }
  | { readonly kind: 'index'; readonly spot: Spot; readonly target: Node; readonly key: Node };

export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'template':
      return node.parts;
    case 'operation':
      return [node.left, node.right];
    case 'condition':
      return [node.test, node.then, node.otherwise];
    case 'call':
      return node.values;
    case 'index':
      return [node.target, node.key];
    default:
      return [];
  }
}

/** Thrown inside this folder only; the message is the server's own text. */
export class Mistake extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
