import type { Range } from './ast.ts';
import { spanning, type Expression, type ItemExpression, type LiteralValue, type Step } from './hcl2-ast.ts';
import { numberValue } from './number-literal.ts';
import type { Token } from './hcl2-scanner.ts';
import type { TokenStream } from './token-stream.ts';

/** Reads the steps after a term: attributes, indexes and splats. */
export function readTraversals(stream: TokenStream, from: Expression): Expression {
  let result = from;
  for (;;) {
    const { type } = stream.peek();
    if (type === '.') result = readDot(stream, from, result);
    else if (type === '[') result = readBracket(stream, from, result);
    else return result;
  }
}

function readDot(stream: TokenStream, from: Expression, before: Expression): Expression {
  const dot = stream.read();
  const next = stream.peek();
  if (next.type === 'name') {
    stream.read();
    return withStep(before, { kind: 'attribute', ...spanning(dot, next), name: stream.textOf(next) });
  }
  if (next.type === 'number') return withStep(before, readLegacyIndex(stream, dot, next));
  if (next.type === '*') return readAttributeSplat(stream, from, before, dot);
  stream.problem(next, 'the name of an attribute is expected after the dot');
  stream.recovering = true;
  return before;
}

/** `a.0`, an old way to write `a[0]`. `reported` is where a problem is shown. */
function readLegacyIndex(stream: TokenStream, dot: Range, reported: Range): Step {
  const token = stream.read();
  const text = stream.textOf(token);
  const range = spanning(dot, token);
  if (text.includes('.')) {
    const [first = '', ...rest] = text.split('.');
    stream.problem(reported, `two indexes in a row are written with brackets: [${first}][${rest.join('.')}]`);
    return { kind: 'index', ...range, key: { type: 'unreadable' } };
  }
  return { kind: 'index', ...range, key: numberValue(stream, token) };
}

/** `a.*.b`, which takes only attributes (and old indexes) along. */
function readAttributeSplat(stream: TokenStream, from: Expression, source: Expression, dot: Token): Expression {
  const marker = stream.read();
  const first = stream.peek();
  const steps: Step[] = [];
  let last: Range = marker;
  while (stream.peek().type === '.') {
    const stepDot = stream.read();
    const next = stream.peek();
    if (next.type === 'number') steps.push(readLegacyIndex(stream, stepDot, marker));
    else if (next.type === 'name') {
      stream.read();
      steps.push({ kind: 'attribute', ...spanning(stepDot, next), name: stream.textOf(next) });
    } else {
      if (next.type === '*')
        stream.problemUnlessRecovering(next, 'a splat that takes attributes cannot hold another one');
      else stream.problemUnlessRecovering(marker, 'the name of an attribute is expected after the dot');
      stream.recovering = true;
      return source;
    }
    last = next;
  }
  const item: ItemExpression = { kind: 'item', ...spanning(dot, marker) };
  const each: Expression =
    steps.length === 0 ? item : { kind: 'relative', start: first.start, end: last.end, source: item, steps };
  return { kind: 'splat', ...spanning(from, last), source, each, item, marker: spanning(dot, marker) };
}

function readBracket(stream: TokenStream, from: Expression, before: Expression): Expression {
  const open = stream.read();
  if (stream.peek().type === '*') return readSplat(stream, from, before, open);
  const { key, close } = stream.withNewlines(false, () => {
    const { value, failed } = stream.failing(() => stream.expression());
    return { key: value, close: failed ? stream.recover(']') : readClose(stream, 'the index has to end with "]"') };
  });
  const bracket = spanning(open, close);
  const literal = literalKey(key);
  if (literal !== undefined) return withStep(before, { kind: 'index', ...bracket, key: literal });
  return { kind: 'index', ...spanning(from, bracket), collection: before, key, bracket };
}

function readSplat(stream: TokenStream, from: Expression, source: Expression, open: Token): Expression {
  stream.read();
  const close = readClose(stream, '"*" in brackets has to be followed by "]"');
  const item: ItemExpression = { kind: 'item', ...spanning(open, close) };
  const each = stream.nested(() => readTraversals(stream, item)) ?? item;
  return { kind: 'splat', ...spanning(from, each), source, each, item, marker: spanning(open, close) };
}

function readClose(stream: TokenStream, message: string): Token {
  const close = stream.read();
  if (close.type === ']' || stream.recovering) return close;
  // HashiCorp's reader shows the token at which it goes on, not the one that it did not expect.
  const resumed = stream.recover(']');
  stream.problem(resumed, message);
  return resumed;
}

function literalKey(key: Expression): LiteralValue | undefined {
  if (key.kind === 'literal') return key.value;
  const [part] = key.kind === 'template' && key.parts.length === 1 ? key.parts : [];
  return part?.kind === 'literal' ? part.value : undefined;
}

function withStep(before: Expression, step: Step): Expression {
  if (before.kind === 'variable' || before.kind === 'relative')
    return { ...before, end: step.end, steps: [...before.steps, step] };
  return { kind: 'relative', ...spanning(before, step), source: before, steps: [step] };
}
