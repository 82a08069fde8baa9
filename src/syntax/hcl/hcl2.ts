import type { Source } from '../source.ts';
import type { Comment, Problem } from './ast.ts';
import { readBody } from './body.ts';
import { readExpression, readOperand } from './expression.ts';
import type { Expression, Hcl2Reading } from './hcl2-ast.ts';
import { scanHcl2, type Token } from './hcl2-scanner.ts';
import { readWholeTemplate } from './template.ts';
import { TokenStream, type Grammar } from './token-stream.ts';
import { foreignTokens } from './foreign-tokens.ts';

const GRAMMAR: Grammar = { expression: readExpression, operand: readOperand };

/**
 * Reads HCL 2's native syntax, as Nomad reads job files. Accepts and refuses what HashiCorp's hcl v2.20.2-nomad-1 does,
 * but for nesting that is deeper than any real text. All offsets are UTF-16 code units of the text as it was given.
 */
export function parseHcl2(source: Source): Hcl2Reading {
  const { text } = source;
  const tokens = scanHcl2(text);
  const stream = new TokenStream(text, tokens, GRAMMAR);
  stream.problems.push(...foreignTokens(text, tokens));
  const body = readBody(stream, 'end');
  return { file: { source, body, comments: commentsOf(text, tokens) }, problems: stream.problems };
}

export interface ExpressionReading {
  readonly expression: Expression;
  readonly problems: readonly Problem[];
}

/** Reads one expression, such as a value that was given for a variable. */
export function parseHcl2Expression(text: string): ExpressionReading {
  const tokens = scanHcl2(text);
  const stream = new TokenStream(text, tokens, GRAMMAR);
  stream.problems.push(...foreignTokens(text, tokens));
  const expression = stream.withNewlines(false, () => {
    const read = stream.expression();
    const next = stream.peek();
    if (next.type !== 'end') stream.problemUnlessRecovering(next, 'nothing more is expected after the expression');
    return read;
  });
  return { expression, problems: stream.problems };
}

/** Reads a text that is a template, without quotes around it. */
export function parseHcl2Template(text: string): ExpressionReading {
  const tokens = scanHcl2(text, 'bare');
  const stream = new TokenStream(text, tokens, GRAMMAR);
  stream.problems.push(...foreignTokens(text, tokens));
  return { expression: stream.withNewlines(false, () => readWholeTemplate(stream)), problems: stream.problems };
}

function commentsOf(text: string, tokens: readonly Token[]): Comment[] {
  return tokens
    .filter(({ type }) => type === 'comment')
    .map(({ start, end }) => {
      const whole = text.slice(start, end).replace(/\r?\n$/, '');
      return { start, end: start + whole.length, text: whole };
    });
}
