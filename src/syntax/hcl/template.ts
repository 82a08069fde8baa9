import type { Range } from './ast.ts';
import { readNames } from './for.ts';
import { spanning, type Expression } from './hcl2-ast.ts';
import type { Token, TokenType } from './hcl2-scanner.ts';
import { literalText } from './string-literal.ts';
import { buildTemplate, flush, meld, type Part } from './template-tree.ts';
import type { TokenStream } from './token-stream.ts';

const BLANK_BEFORE = /^[\s\u0085]+/u;
const BLANK_AFTER = /[\s\u0085]+$/u;

/** Reads a string or a heredoc whose opening was read, up to and with its end. */
export function readTemplate(stream: TokenStream, open: Range, end: TokenType, indented: boolean): Expression {
  const parts = readParts(stream, end);
  const close = stream.previous();
  if (indented) flush(parts);
  const melded = meld(parts);
  const built = buildTemplate(stream, melded);
  const range = spanning(open, close);
  const [first] = built;
  if (melded.length === 2 && melded[0]?.kind === 'value' && first !== undefined)
    return { kind: 'wrap', ...range, wrapped: first };
  return { kind: 'template', ...range, parts: built };
}

/** Reads a text that is a template as a whole, such as a string of a job in JSON. */
export function readWholeTemplate(stream: TokenStream): Expression {
  const start = stream.peek();
  const parts = readParts(stream, 'end');
  const melded = meld(parts);
  const built = buildTemplate(stream, melded);
  const range = { start: start.start, end: stream.text.length };
  const [first] = built;
  if (melded.length === 2 && melded[0]?.kind === 'value' && first !== undefined)
    return { kind: 'wrap', ...range, wrapped: first };
  return { kind: 'template', ...range, parts: built };
}

/** A flat list of literals, values and directives, with `~` applied; the last part is the end. */
function readParts(stream: TokenStream, end: TokenType): Part[] {
  const parts: Part[] = [];
  const begin = stream.peek();
  let trimNext = false;
  let last: Range;
  for (;;) {
    const token = stream.read();
    const trim = trimNext;
    trimNext = false;
    if (token.type === end) {
      last = token;
      break;
    }
    if (token.type === 'quoted' || token.type === 'text') {
      const text = literalText(stream, token, token.type === 'quoted');
      parts.push({
        kind: 'literal',
        start: token.start,
        end: token.end,
        text: trim ? text.replace(BLANK_BEFORE, '') : text,
      });
    } else if (token.type === 'interpolation' || token.type === 'directive') {
      const previous = parts.at(-1);
      if (token.end - token.start === 3 && previous?.kind === 'literal')
        previous.text = previous.text.replace(BLANK_AFTER, '');
      trimNext = stream.withNewlines(false, () =>
        token.type === 'interpolation'
          ? readInterpolation(stream, token, begin, end, parts)
          : readDirective(stream, token, parts),
      );
    } else {
      stream.problemUnlessRecovering(token, 'the string is not closed');
      last = stream.recover(end);
      break;
    }
  }
  if (parts.length === 0) parts.push({ kind: 'literal', start: begin.end, end: begin.end, text: '' });
  parts.push({ kind: 'end', start: last.start, end: last.end });
  return parts;
}

/** Gives whether white space after it is to be trimmed. */
function readInterpolation(stream: TokenStream, open: Token, begin: Range, end: TokenType, parts: Part[]): boolean {
  const value = stream.expression();
  const close = stream.peek();
  let trim = false;
  if (close.type === 'sequenceEnd') {
    stream.read();
    trim = close.end - close.start === 2;
  } else {
    const quote = end === 'closeQuote' && (close.type === 'closeQuote' || close.type === 'openQuote');
    if (close.type === 'end' || quote) stream.problemUnlessRecovering(begin, 'the "}" of a "${" is missing');
    else
      stream.problemUnlessRecovering(
        close,
        'a "}" is expected at the end of "${"; to write text for another language, such as a shell, double the mark: "$${"',
      );
    stream.recover('sequenceEnd');
  }
  parts.push({ kind: 'value', ...spanning(open, close), value });
  return trim;
}

const KEYWORDS = ['if', 'else', 'endif', 'for', 'endfor'] as const;

function readDirective(stream: TokenStream, open: Token, parts: Part[]): boolean {
  const keyword = stream.peek();
  const giveUp = (place: Range, message: string): false => {
    stream.problemUnlessRecovering(place, message);
    stream.recover('sequenceEnd');
    return false;
  };
  if (keyword.type !== 'name') return giveUp(keyword, 'a directive ("if", "for" and so on) is expected after "%{"');
  stream.read();
  const word = KEYWORDS.find((one) => one === stream.textOf(keyword));
  if (word === undefined)
    return giveUp(keyword, `there is no directive "${stream.textOf(keyword)}": ${KEYWORDS.join(', ')}`);
  const range = (): Range => spanning(open, stream.peek());
  if (word === 'if') {
    const condition = stream.expression();
    parts.push({ kind: 'if', condition, ...range() });
  } else if (word === 'for') {
    const names = readNames(stream);
    if (typeof names === 'string') return giveUp(stream.peek(), names);
    const collection = stream.expression();
    parts.push({ kind: 'for', ...names, collection, ...range() });
  } else parts.push({ kind: word, ...range() });
  const close = stream.peek();
  if (close.type !== 'sequenceEnd') return giveUp(close, `a "}" is expected at the end of "%{ ${word}"`);
  stream.read();
  return close.end - close.start === 2;
}
