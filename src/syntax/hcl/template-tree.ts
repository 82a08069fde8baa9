import type { Range } from './ast.ts';
import { spanning, type Expression } from './hcl2-ast.ts';
import type { TokenStream } from './token-stream.ts';

/** One atom of a template, before directives are matched with their ends. */
export type Part =
  | { kind: 'literal'; text: string; start: number; end: number }
  | (Range & { readonly kind: 'value'; readonly value: Expression })
  | (Range & { readonly kind: 'if'; readonly condition: Expression })
  | (Range & {
      readonly kind: 'for';
      readonly keyName: string | undefined;
      readonly valueName: string;
      readonly collection: Expression;
    })
  | (Range & { readonly kind: 'else' | 'endif' | 'endfor' | 'end' });

const BLANKS = /^[\s\u0085]+/u;

/** Takes from the lines of a `<<-` heredoc what the least indented of them has; lines of blanks do not count. */
export function flush(parts: Part[]): void {
  let least = Number.POSITIVE_INFINITY;
  let lineStart = true;
  const lines: Extract<Part, { kind: 'literal' }>[] = [];
  for (const part of parts) {
    if (lineStart && part.kind !== 'end') {
      lineStart = false;
      if (part.kind !== 'literal') least = 0;
      else {
        const blanks = BLANKS.exec(part.text)?.[0] ?? '';
        if (blanks.length < part.text.length || !part.text.endsWith('\n')) {
          least = Math.min(least, characters(blanks).length);
          lines.push(part);
        }
      }
    }
    if (part.kind === 'literal' && part.text.endsWith('\n')) lineStart = true;
  }
  for (const line of lines) {
    const taken = characters(line.text).slice(0, least).join('').length;
    line.text = line.text.slice(taken);
    line.start += taken;
  }
}

/** User-perceived characters; blanks are one each but for the carriage return before a newline. */
function characters(text: string): string[] {
  const blanks = BLANKS.exec(text)?.[0] ?? '';
  return blanks.match(/\r\n|[^]/gu) ?? [];
}

/** Joins literals that stand side by side. */
export function meld(parts: readonly Part[]): Part[] {
  const melded: Part[] = [];
  for (const part of parts) {
    const last = melded.at(-1);
    if (part.kind === 'literal' && last?.kind === 'literal') {
      last.text += part.text;
      last.end = part.end;
    } else melded.push(part.kind === 'literal' ? { ...part } : part);
  }
  return melded;
}

/** Makes expressions of the parts; an `if` or `for` becomes one of all that it encloses. */
export function buildTemplate(stream: TokenStream, parts: readonly Part[]): Expression[] {
  return new Builder(stream, parts).root();
}

class Builder {
  private readonly stream: TokenStream;
  private readonly parts: readonly Part[];
  private at = 0;

  constructor(stream: TokenStream, parts: readonly Part[]) {
    this.stream = stream;
    this.parts = parts;
  }

  root(): Expression[] {
    const built: Expression[] = [];
    while (this.peek().kind !== 'end') built.push(this.one());
    return built;
  }

  private peek(): Part {
    return this.parts[Math.min(this.at, this.parts.length - 1)] ?? { kind: 'end', start: 0, end: 0 };
  }

  private one(): Expression {
    const part = this.peek();
    this.at++;
    const { start, end } = part;
    if (part.kind === 'literal') return { kind: 'literal', start, end, value: { type: 'string', value: part.text } };
    if (part.kind === 'value') return part.value;
    const nested = (read: () => Expression): Expression => this.stream.nested(read) ?? unreadable(part);
    if (part.kind === 'if') return nested(() => this.conditional(part));
    if (part.kind === 'for') return nested(() => this.loop(part));
    return this.refuse(part, `"${part.kind}" belongs to no directive before it`);
  }

  private refuse(place: Range, message: string): Expression {
    this.stream.problem(place, message);
    return unreadable(place);
  }

  private conditional(part: Extract<Part, { kind: 'if' }>): Expression {
    const yes: Expression[] = [];
    const no: Expression[] = [];
    let current = yes;
    for (;;) {
      const next = this.peek();
      if (next.kind === 'end') return this.refuse(next, 'the "endif" of an "if" is missing');
      if (next.kind !== 'else' && next.kind !== 'endif' && next.kind !== 'endfor') {
        current.push(this.one());
        continue;
      }
      this.at++;
      if (next.kind === 'endif') {
        const { start } = next;
        return {
          kind: 'conditional',
          ...spanning(part, next),
          condition: part.condition,
          yes: joined(yes, { start: part.end, end: part.end }),
          no: joined(no, { start, end: start }),
        };
      }
      if (next.kind === 'endfor') return this.refuse(next, '"endif" is expected before "endfor"');
      if (current === no) return this.refuse(next, 'a second "else" of the same "if"');
      current = no;
    }
  }

  private loop(part: Extract<Part, { kind: 'for' }>): Expression {
    const content: Expression[] = [];
    for (;;) {
      const next = this.peek();
      if (next.kind === 'end') return this.refuse(next, 'the "endfor" of a "for" is missing');
      if (next.kind !== 'else' && next.kind !== 'endif' && next.kind !== 'endfor') {
        content.push(this.one());
        continue;
      }
      this.at++;
      if (next.kind !== 'endfor') return this.refuse(next, `"endfor" is expected before "${next.kind}"`);
      const range = spanning(part, next);
      const { keyName, valueName, collection } = part;
      const value = joined(content, { start: part.end, end: part.end });
      const open = { start: part.start, end: part.end };
      return {
        kind: 'join',
        ...range,
        tuple: {
          kind: 'for',
          ...range,
          keyName,
          valueName,
          collection,
          key: undefined,
          value,
          condition: undefined,
          group: false,
          open,
        },
      };
    }
  }
}

function unreadable({ start, end }: Range): Expression {
  return { kind: 'literal', start, end, value: { type: 'unreadable' } };
}

function joined(parts: Expression[], nowhere: Range): Expression {
  if (parts.length === 0) parts.push({ kind: 'literal', ...nowhere, value: { type: 'string', value: '' } });
  const [first] = parts;
  const last = parts.at(-1);
  return { kind: 'template', ...spanning(first ?? nowhere, last ?? nowhere), parts };
}
