import { readObject, readTuple } from './collection.ts';
import { readCall } from './call.ts';
import { spanning, type Expression } from './hcl2-ast.ts';
import { readTemplate } from './template.ts';
import { closingOf, type TokenStream } from './token-stream.ts';
import { numberValue } from './number-literal.ts';

/** The smallest whole: a literal, a name, a call, or something in brackets or quotes. */
export function readTerm(stream: TokenStream): Expression {
  const token = stream.peek();
  const { start, end } = token;
  switch (token.type) {
    case '(':
      return readParentheses(stream);
    case 'number':
      stream.read();
      return { kind: 'literal', start, end, value: numberValue(stream, token) };
    case 'name':
      return readName(stream);
    case 'openQuote':
      stream.read();
      return readTemplate(stream, token, closingOf(token.type), false);
    case 'openHeredoc':
      stream.read();
      return readTemplate(stream, token, closingOf(token.type), stream.text[start + 2] === '-');
    case '-':
    case '!': {
      stream.read();
      const operand = stream.grammar.operand(stream);
      return { kind: 'unary', start, end: operand.end, operator: token.type === '-' ? '-' : '!', operand };
    }
    case '[':
      return readTuple(stream);
    case '{':
      return readObject(stream);
    default:
      stream.problemUnlessRecovering(
        token,
        token.type === 'end' ? 'a value is expected, found the end of the text' : 'a value is expected here',
      );
      stream.recovering = true;
      return { kind: 'literal', start, end, value: { type: 'unreadable' } };
  }
}

function readParentheses(stream: TokenStream): Expression {
  const open = stream.read();
  return stream.withNewlines(false, () => {
    const before = stream.problems.length;
    const inner = stream.expression();
    if (stream.problems.length > before) {
      stream.recover(')');
      return inner;
    }
    const close = stream.peek();
    if (close.type !== ')') {
      stream.problem(close, 'a ")" is expected here');
      stream.recovering = true;
    }
    return { kind: 'parentheses', ...spanning(open, stream.read()), inner };
  });
}

function readName(stream: TokenStream): Expression {
  const token = stream.read();
  const { start, end } = token;
  const next = stream.peek().type;
  if (next === '(' || next === '::') return readCall(stream, token);
  const name = stream.textOf(token);
  if (name === 'true' || name === 'false')
    return { kind: 'literal', start, end, value: { type: 'bool', value: name === 'true' } };
  if (name === 'null') return { kind: 'literal', start, end, value: { type: 'null' } };
  return { kind: 'variable', start, end, name, nameRange: { start, end }, steps: [] };
}
