/** How people are told what HashiCorp's scanner says in few words. */
const PLAIN: Readonly<Record<string, string>> = {
  'literal not terminated':
    'the string is not closed on its line; text of several lines is written as a heredoc (<<EOT)',
  'comment not terminated': 'the comment is not closed: "*/" is missing',
  "expected '/' for comment": 'a single "/" means nothing here; a comment starts with "#", "//" or "/*"',
  'heredoc not terminated':
    'the heredoc is not closed: its marker must stand alone on a line that ends with a newline (indented by at least one blank after "<<-")',
  "heredoc expected second '<', didn't see it": 'a single "<" means nothing here; a heredoc starts with "<<"',
  'invalid characters in heredoc anchor': 'only letters and digits may follow "<<" on the line, no blanks',
  'zero-length heredoc anchor': 'the heredoc has no marker: write for example <<EOT',
  'illegal char escape':
    'no such escape; known are \\n \\r \\t \\a \\b \\f \\v \\" \\\\ \\xHH \\uHHHH \\UHHHHHHHH and \\OOO',
  'illegal octal number': 'a number that starts with 0 is octal and has no 8 or 9',
  'illegal hexadecimal number': 'a hexadecimal digit is missing after 0x',
  'unexpected null character (0x00)': 'a NUL character does not belong in a text',
  'numbers cannot start with 0': 'a number cannot start with 0 in JSON',
};

/** A sentence for people about what a scanner refused. */
export function plainFault(message: string, character: string): string {
  const plain = PLAIN[message];
  if (plain !== undefined) return plain;
  if (!message.startsWith('illegal char')) return message;
  if (character === '\uFEFF') return 'a byte order mark stands here; save the file without it';
  return `unexpected character ${JSON.stringify(character)}`;
}

const WORDS: Readonly<Record<string, string>> = {
  EOF: 'the end of the text',
  IDENT: 'a name',
  NUMBER: 'a number',
  FLOAT: 'a number',
  BOOL: 'true or false',
  NULL: 'null',
  STRING: 'a string',
  HEREDOC: 'a heredoc',
  LBRACK: '"["',
  RBRACK: '"]"',
  LBRACE: '"{"',
  RBRACE: '"}"',
  COMMA: '","',
  COLON: '":"',
  PERIOD: '"."',
  ASSIGN: '"="',
  ADD: '"+"',
  SUB: '"-"',
};

/** A token type of HashiCorp's messages in plain words. */
export function plainToken(type: string): string {
  return WORDS[type] ?? 'something unreadable';
}

/** Nesting beyond this is refused: no real text has it, and the reader must not run out of stack. */
export const DEEPEST = 400;
