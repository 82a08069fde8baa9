import type { Range } from '../hcl/ast.ts';
import { spanning, type Expression } from '../hcl/hcl2-ast.ts';

/** What HashiCorp's reader marks of an argument that is wrong. */
export function startOf(e: Expression): Range {
  switch (e.kind) {
    case 'template':
      return e.parts[0] === undefined ? e : startOf(e.parts[0]);
    case 'call':
      return spanning(e.nameRange, e.open);
    case 'conditional':
      return startOf(e.condition);
    case 'binary':
      return startOf(e.left);
    case 'unary':
      return { start: e.start, end: e.start + 1 };
    case 'parentheses':
      return e;
    case 'index':
      return { start: e.bracket.start, end: e.bracket.start + 1 };
    case 'splat':
      return e.marker;
    case 'tuple':
    case 'object':
    case 'for':
      return e.open;
    case 'join':
      return startOf(e.tuple);
    default:
      return e;
  }
}
