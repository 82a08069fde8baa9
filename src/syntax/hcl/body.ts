import type { Range } from './ast.ts';
import { spanning, type Attribute, type Block, type Body, type Label } from './hcl2-ast.ts';
import type { Token, TokenType } from './hcl2-scanner.ts';
import { literalText } from './string-literal.ts';
import type { TokenStream } from './token-stream.ts';

/** Items up to `end`, which is passed over too. */
export function readBody(stream: TokenStream, end: 'end' | '}'): Body {
  const attributes = new Map<string, Attribute>();
  const blocks: Block[] = [];
  const start = stream.previous();
  let last: Range;
  for (;;) {
    const next = stream.peek();
    if (next.type === end) {
      last = stream.read();
      break;
    }
    if (next.type === 'newline') stream.read();
    else if (next.type === 'name') {
      const item = readItem(stream);
      if (item === undefined) continue;
      if ('typeRange' in item) blocks.push(item);
      else if (!attributes.has(item.name)) attributes.set(item.name, item);
      else stream.problem(item.nameRange, `"${item.name}" is set already; an argument can be set once only`);
    } else {
      const bad = stream.read();
      if (bad.type === 'openQuote') stream.problemUnlessRecovering(bad, 'the name of an argument cannot be quoted');
      else if (bad.type === 'end')
        stream.problemUnlessRecovering(start, 'the block is not closed: its "}" is missing before the end of the text');
      else stream.problemUnlessRecovering(bad, 'an argument (name = value) or a block is expected here');
      last = stream.previous();
      stream.recover(end);
      break;
    }
  }
  return {
    ...spanning(start, last),
    attributes: [...attributes.values()],
    blocks,
    missing: { start: last.end, end: last.end },
  };
}

function readItem(stream: TokenStream): Attribute | Block | undefined {
  const name = stream.read();
  const next = stream.peek();
  if (next.type === '=') return readAttribute(stream, name, false);
  if (startsBlock(next.type)) return readBlock(stream, name);
  return refuseItem(stream, name);
}

function refuseItem(stream: TokenStream, name: Token): undefined {
  const hint = name.type === 'name' ? '; an argument is set with "="' : '';
  stream.problem(name, `an argument (name = value) or a block is expected here${hint}`);
  stream.recoverItem();
}

const startsBlock = (type: TokenType): boolean => type === 'openQuote' || type === '{' || type === 'name';

function readAttribute(stream: TokenStream, name: Token, inLine: boolean): Attribute {
  const equals = stream.read();
  const { value, failed } = stream.failing(() => stream.expression());
  let last = stream.previous();
  if (failed) stream.recoverItem();
  else if (!inLine) {
    const next = stream.peek();
    if (next.type === 'newline' || next.type === 'end') {
      stream.read();
    } else {
      stream.problemUnlessRecovering(
        next,
        next.type === ','
          ? 'arguments are separated by newlines, not by commas'
          : 'a newline is missing after the argument',
      );
      last = stream.previous();
      stream.recoverItem();
    }
  }
  return {
    ...spanning(name, last),
    name: stream.textOf(name),
    nameRange: rangeOf(name),
    equals: rangeOf(equals),
    value,
  };
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}

function readBlock(stream: TokenStream, name: Token): Block {
  const labels: Label[] = [];
  const type = stream.textOf(name);
  const typeRange = rangeOf(name);
  for (;;) {
    const next = stream.peek();
    if (next.type === 'openQuote') labels.push(readLabel(stream));
    else if (next.type === 'name') labels.push({ ...rangeOf(stream.read()), text: stream.textOf(next) });
    else if (next.type === '{') break;
    else {
      refuseHeader(stream, next);
      stream.recoverItem();
      const body = { ...typeRange, attributes: [], blocks: [], missing: typeRange };
      return { ...typeRange, type, typeRange, labels, open: typeRange, close: typeRange, body };
    }
  }
  const open = rangeOf(stream.read());
  const before = stream.problems.length;
  const body = stream.nested(() => readBraces(stream, open, before)) ?? {
    ...open,
    attributes: [],
    blocks: [],
    missing: open,
  };
  const close = rangeOf(stream.previous());
  const after = stream.peek();
  if (after.type === 'newline' || after.type === 'end') stream.read();
  else {
    stream.problemUnlessRecovering(after, 'a newline is missing after the block');
    stream.recoverItem();
  }
  return { ...spanning(name, close), type, typeRange, labels, open, close, body };
}

function refuseHeader(stream: TokenStream, next: Token): void {
  if (next.type === '=') stream.problem(next, 'a block has no "="; only an argument is set with it');
  else if (next.type === 'newline') stream.problem(next, 'the "{" of a block has to stand on the line of its name');
  else stream.problemUnlessRecovering(next, 'a label or the "{" of the block is expected here');
}

function readBraces(stream: TokenStream, open: Range, before: number): Body | undefined {
  const first = stream.peek().type;
  if (first === 'newline' || first === 'end' || first === '}') return readBody(stream, '}');
  const body = readOneLine(stream);
  const found = stream.problems.splice(before);
  const next = stream.peek();
  if (next.type === '}') stream.read();
  else {
    if (next.type === ',')
      stream.problem(
        next,
        'a block on one line holds one argument; write several on lines of their own, without commas',
      );
    else if (next.type === 'newline')
      stream.problem(next, 'a block that starts with an argument on its first line has to end on that line');
    else if (next.type === 'end')
      stream.problemUnlessRecovering(open, 'the block is not closed: its "}" is missing before the end of the text');
    else stream.problemUnlessRecovering(next, 'a block on one line has to end after its only argument');
    stream.recover('}');
  }
  stream.problems.push(...found);
  return body;
}

/** `{ name = value }`; the closing brace is left. */
function readOneLine(stream: TokenStream): Body | undefined {
  const name = stream.read();
  const next = stream.peek();
  if (name.type !== 'name') return refuseItem(stream, name);
  if (startsBlock(next.type)) {
    stream.problem(
      spanning(name, next),
      `a block on one line holds one argument: set "${stream.textOf(name)}" with "=", or write a block on lines of its own`,
    );
    stream.recoverItem();
    return undefined;
  }
  if (next.type !== '=') return refuseItem(stream, name);
  const attribute = readAttribute(stream, name, true);
  const { start, end } = attribute;
  return { start, end, attributes: [attribute], blocks: [], missing: { start: end, end } };
}

/** A quoted string without interpolation. */
function readLabel(stream: TokenStream): Label {
  const open = stream.read();
  let text = '';
  for (;;) {
    const token = stream.read();
    if (token.type === 'closeQuote') return { ...spanning(open, token), text };
    if (token.type === 'quoted') text += literalText(stream, token, true);
    else if (token.type === 'interpolation' || token.type === 'directive') {
      const mark = token.type === 'interpolation' ? '$' : '%';
      stream.problem(token, `nothing is filled in here; write ${mark}${mark}{ for a literal ${mark}{`);
      text += `${mark}{ ... }`;
      stream.recover('sequenceEnd');
    } else {
      stream.problem(token, token.type === 'end' ? 'the string is not closed' : 'this does not belong in a string');
      if (token.type !== 'end') stream.recover('closeQuote');
      return { ...spanning(open, token), text };
    }
  }
}
