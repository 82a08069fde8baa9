import { spanning, type Expression } from './hcl2-ast.ts';
import type { Range } from './ast.ts';
import type { Token } from './hcl2-scanner.ts';
import type { TokenStream } from './token-stream.ts';

/** Reads a call whose (first) name was read; names may be qualified: `a::b(x)`. */
export function readCall(stream: TokenStream, first: Token): Expression {
  let name = stream.textOf(first);
  let nameEnd = first.end;
  let open = stream.read();
  while (open.type === '::') {
    const next = stream.read();
    if (next.type !== 'name') return refused(stream, first, next, 'the name of a function is expected after "::"');
    name += `::${stream.textOf(next)}`;
    nameEnd = next.end;
    open = stream.read();
  }
  if (open.type !== '(') return refused(stream, first, open, 'the "(" of the call is expected here');
  const args: Expression[] = [];
  const { close, expand } = stream.withNewlines(false, () => readArguments(stream, first, open, args));
  return {
    kind: 'call',
    start: first.start,
    end: close.end,
    name,
    nameRange: { start: first.start, end: nameEnd },
    arguments: args,
    expand,
    open: { start: open.start, end: open.end },
    close,
  };
}

function refused(stream: TokenStream, first: Token, next: Token, message: string): Expression {
  stream.problem(next, message);
  stream.recoverOver('(');
  return { kind: 'literal', ...spanning(first, next), value: { type: 'unreadable' } };
}

function readArguments(
  stream: TokenStream,
  name: Token,
  open: Token,
  args: Expression[],
): { close: Range; expand: boolean } {
  for (;;) {
    if (stream.peek().type === ')') return { close: stream.read(), expand: false };
    const argument = stream.failing(() => stream.expression());
    args.push(argument.value);
    if (argument.failed) return { close: stream.recover(')'), expand: false };
    const separator = stream.read();
    if (separator.type === ')') return { close: separator, expand: false };
    if (separator.type === '...') {
      if (stream.peek().type === ')') return { close: stream.read(), expand: true };
      stream.problemUnlessRecovering(separator, '"..." has to be followed by ")"');
      return { close: stream.recover(')'), expand: true };
    }
    if (separator.type === ',') continue;
    if (separator.type === 'end') stream.problem(spanning(name, open), 'the call is not closed: its ")" is missing');
    else stream.problem(separator, 'a "," or a ")" is expected between arguments');
    return { close: stream.recover(')'), expand: false };
  }
}
