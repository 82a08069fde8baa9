import type { LiteralValue } from './hcl2-ast.ts';
import type { Token } from './hcl2-scanner.ts';
import type { TokenStream } from './token-stream.ts';

/** A number, as it is written. HashiCorp's scanner finds words such as `1..2` that are none. */
export function numberValue(stream: TokenStream, token: Token): LiteralValue {
  const text = stream.textOf(token);
  if (/^\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/.test(text)) return { type: 'number', text };
  stream.problem(token, 'this is not a number');
  return { type: 'unreadable' };
}
