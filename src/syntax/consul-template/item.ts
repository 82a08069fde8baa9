import { goQuote } from '../go-string.ts';

/** What the scanner finds in a template; the words of Go's `text/template`. */
export type ItemKind =
  | 'error'
  | 'bool'
  | 'char' // a printable ASCII character without a meaning of its own, such as a comma
  | 'character' // a rune literal
  | 'complex'
  | 'assign'
  | 'declare'
  | 'eof'
  | 'field'
  | 'identifier'
  | 'left delimiter'
  | 'left paren'
  | 'number'
  | 'pipe'
  | 'raw string'
  | 'right delimiter'
  | 'right paren'
  | 'space'
  | 'string'
  | 'text'
  | 'variable'
  | Keyword;

export type Keyword =
  'block' | 'break' | 'continue' | '.' | 'define' | 'else' | 'end' | 'if' | 'range' | 'nil' | 'template' | 'with';

const KEYWORDS: ReadonlySet<string> = new Set<Keyword>([
  'block',
  'break',
  'continue',
  '.',
  'define',
  'else',
  'end',
  'if',
  'range',
  'nil',
  'template',
  'with',
]);

export interface Item {
  readonly kind: ItemKind;
  /** `[start, end)` in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** As it stands in the template; of an error the sentence. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

export function isKeyword(word: string): word is Keyword {
  return KEYWORDS.has(word);
}

/** An item as Go names it in its errors. */
export function describeItem(item: Item): string {
  if (item.kind === 'eof') return 'EOF';
  if (item.kind === 'error') return item.text;
  if (isKeyword(item.kind)) return `<${item.text}>`;
  if (Buffer.byteLength(item.text) > 10) return `${goQuote([...item.text].slice(0, 10).join(''))}...`;
  return goQuote(item.text);
}
