import type { Range } from './ast.ts';
import { readFor } from './for.ts';
import { spanning, type Expression, type ObjectItem } from './hcl2-ast.ts';
import type { Token } from './hcl2-scanner.ts';
import type { TokenStream } from './token-stream.ts';

/** `[1, 2]`, or a `for` in brackets. */
export function readTuple(stream: TokenStream): Expression {
  const open = stream.read();
  return stream.withNewlines(false, () => {
    if (stream.isWord('for')) return readFor(stream, open);
    const items: Expression[] = [];
    const close = readItems(stream, open, items);
    return { kind: 'tuple', ...spanning(open, close), items, open: { start: open.start, end: open.end } };
  });
}

function readItems(stream: TokenStream, open: Token, items: Expression[]): Range {
  for (;;) {
    if (stream.peek().type === ']') return stream.read();
    const { value, failed } = stream.failing(() => stream.expression());
    items.push(value);
    if (failed) return stream.recover(']');
    const next = stream.peek();
    if (next.type === ',') {
      stream.read();
      continue;
    }
    if (next.type === ']') return stream.read();
    if (next.type === 'end') stream.problemUnlessRecovering(open, 'the list is not closed: its "]" is missing');
    else stream.problemUnlessRecovering(next, 'a "," or a "]" is expected here');
    return stream.recover(']');
  }
}

/** `{ a = 1 }`, or a `for` in braces. */
export function readObject(stream: TokenStream): Expression {
  const open = stream.read();
  if (stream.withNewlines(false, () => stream.isWord('for'))) return readFor(stream, open);
  return stream.withNewlines(true, () => {
    const items: ObjectItem[] = [];
    const close = readMembers(stream, open, items);
    return { kind: 'object', ...spanning(open, close), items, open: { start: open.start, end: open.end } };
  });
}

function readMembers(stream: TokenStream, open: Token, items: ObjectItem[]): Range {
  for (;;) {
    const first = stream.peek();
    if (first.type === 'newline') {
      stream.read();
      continue;
    }
    if (first.type === '}') return stream.read();
    const key = stream.failing(() => stream.expression());
    if (key.failed) return stream.recover('}');
    const separator = stream.peek();
    if (separator.type !== '=' && separator.type !== ':') return refuseMember(stream, open, separator);
    stream.read();
    const { value, failed } = stream.failing(() => stream.expression());
    if (failed) return stream.recover('}');
    items.push({ key: key.value, computed: first.type === '(', value });
    const next = stream.peek();
    if (next.type === '}') return stream.read();
    if (next.type !== ',' && next.type !== 'newline') {
      if (next.type === 'end') unclosed(stream, open);
      else stream.problemUnlessRecovering(next, 'a newline, a "," or a "}" is expected here');
      return stream.recover('}');
    }
    stream.read();
  }
}

function refuseMember(stream: TokenStream, open: Token, next: Token): Range {
  if (next.type === 'end') unclosed(stream, open);
  else if (next.type === 'newline' || next.type === ',')
    stream.problemUnlessRecovering(next, 'a value is missing: write name = value');
  else if (next.type === 'name')
    stream.problemUnlessRecovering(next, '"=" is expected here; a name with dots or blanks has to be quoted');
  else stream.problemUnlessRecovering(next, '"=" is expected here');
  return stream.recover('}');
}

function unclosed(stream: TokenStream, open: Token): void {
  stream.problemUnlessRecovering(open, 'the object is not closed: its "}" is missing');
}
