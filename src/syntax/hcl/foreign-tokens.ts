import type { Problem } from './ast.ts';
import type { Token } from './hcl2-scanner.ts';

const BITWISE = new Set(['&', '|', '^', '~']);
const INSTEAD: Readonly<Record<string, string>> = {
  '&': '; is "&&" meant?',
  '|': '; is "||" meant?',
  '~': '; is "!" meant?',
};

/** What belongs nowhere in HCL 2; of the same mistake only the first few are told, as HashiCorp's reader does. */
export function foreignTokens(text: string, tokens: readonly Token[]): Problem[] {
  const problems: Problem[] = [];
  const told = { bitwise: 0, backtick: 0, apostrophe: 0, semicolon: 0, encoding: 0 };
  const tell = ({ start, end }: Token, message: string): void => {
    problems.push({ start, end, message });
  };
  for (const token of tokens) {
    const { type } = token;
    if (BITWISE.has(type)) {
      if (told.bitwise++ < 4) tell(token, `there are no operators on bits${INSTEAD[type] ?? ''}`);
    } else if (type === '`') {
      if (told.backtick % 2 === 0)
        tell(token, 'a backtick means nothing here; text of several lines is a heredoc (<<EOT)');
      if (told.backtick <= 2) told.backtick++;
    } else if (type === "'") {
      if (told.apostrophe % 2 === 0) tell(token, 'strings have double quotes, not single ones');
      if (told.apostrophe <= 2) told.apostrophe++;
    } else if (type === ';') {
      if (told.semicolon++ < 1) tell(token, 'a semicolon means nothing here; arguments are separated by newlines');
    } else if (type === 'badEncoding') {
      if (told.encoding++ < 1) tell(token, 'these bytes are no UTF-8; save the file in UTF-8');
    } else if (type === 'quotedNewline') {
      tell(token, 'the string is not closed on its line; write \\n, or text of several lines as a heredoc (<<EOT)');
    } else if (type === 'invalid') {
      const curly = /^[“”]$/u.test(text.slice(token.start, token.end));
      tell(
        token,
        curly ? 'curly quotes mean nothing here; strings have straight ones' : 'this character means nothing here',
      );
    }
  }
  return problems;
}
