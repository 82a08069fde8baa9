import type { Range } from './ast.ts';
import { spanning, type Expression } from './hcl2-ast.ts';
import type { Token, TokenType } from './hcl2-scanner.ts';
import { closingOf, type TokenStream } from './token-stream.ts';

/** Reads `for k, v in x : ...` whose bracket was read. */
export function readFor(stream: TokenStream, open: Token): Expression {
  return stream.withNewlines(false, () => {
    stream.read();
    return readAfterFor(stream, open, closingOf(open.type));
  });
}

function readAfterFor(stream: TokenStream, open: Token, closing: TokenType): Expression {
  const giveUp = (message?: string): Expression => {
    if (message !== undefined) stream.problemUnlessRecovering(stream.peek(), message);
    return { kind: 'literal', ...spanning(open, stream.recover(closing)), value: { type: 'unreadable' } };
  };
  const names = readNames(stream);
  if (typeof names === 'string') return giveUp(names);
  const collection = stream.failing(() => stream.expression());
  if (collection.failed) return giveUp();
  if (stream.peek().type !== ':') return giveUp('a ":" is expected after what "for" goes through');
  stream.read();
  let value = stream.failing(() => stream.expression());
  let key: { value: Expression; failed: boolean } | undefined;
  if (stream.peek().type === '=>') {
    stream.read();
    key = value;
    value = stream.failing(() => stream.expression());
  }
  if (value.failed || key?.failed === true) return giveUp();
  const group: Range | undefined = stream.peek().type === '...' ? stream.read() : undefined;
  let condition: Expression | undefined;
  if (stream.isWord('if')) {
    stream.read();
    const read = stream.failing(() => stream.expression());
    if (read.failed) return giveUp();
    condition = read.value;
  }
  let close: Token;
  if (stream.peek().type === closing) close = stream.read();
  else {
    stream.problemUnlessRecovering(stream.peek(), `"${closing}" is expected at the end of the "for"`);
    close = stream.recover(closing);
  }
  if (closing === ']') {
    if (key !== undefined) stream.problem(key.value, 'a list has no keys; "=>" is for objects');
    if (group !== undefined) stream.problem(group, 'a list cannot be grouped with "..."; that is for objects');
  } else if (key === undefined) stream.problem(value.value, 'an object needs a key: write key => value');
  return {
    kind: 'for',
    ...spanning(open, close),
    ...names,
    collection: collection.value,
    key: key?.value,
    value: value.value,
    condition,
    group: group !== undefined,
    open: { start: open.start, end: open.end },
  };
}

/** The names between `for` and `in`, both passed over; a message where they are not as they should be. */
export function readNames(stream: TokenStream): { keyName: string | undefined; valueName: string } | string {
  if (stream.peek().type !== 'name') return 'the name of a variable is expected after "for"';
  let valueName = stream.textOf(stream.read());
  let keyName: string | undefined;
  if (stream.peek().type === ',') {
    stream.read();
    keyName = valueName;
    if (stream.peek().type !== 'name') return 'the name of a second variable is expected after the ","';
    valueName = stream.textOf(stream.read());
  }
  if (!stream.isWord('in')) return '"in" is expected here';
  stream.read();
  return { keyName, valueName };
}
