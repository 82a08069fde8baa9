import { htmlOf } from '../html/markup.ts';
import { prose } from '../html/prose.ts';
import { visible } from '../visible.ts';

/**
 * Text from clusters within a paragraph, a list or a table: no HTML, no table cells, no links and no line breaks of its
 * own. What stands between backquotes stays code, and is found as GitHub finds it: by as many backquotes as began it.
 */
export function inline(text: string): string {
  return oneLine(text)
    .split(/((?<!`)(?<fence>`+)(?!`).+?(?<!`)\k<fence>(?!`))/)
    .map((part, index) => (index % 3 === 0 ? escaped(part) : index % 3 === 1 ? part.replaceAll('|', '\\|') : ''))
    .join('');
}

/** The same for the first line of what is folded, in which GitHub reads no Markdown. */
export function foldedTitle(text: string): string {
  return htmlOf(prose(oneLine(text)));
}

/** All of a text as code. */
export function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line.replaceAll('|', '\\|')}${space}${fence}`;
}

function oneLine(text: string): string {
  return visible(text.replace(/\s*\n\s*/g, ' '));
}

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

function escaped(text: string): string {
  return text.replace(/[\\<>&|*_~[\]#@`]/g, (sign) => entities[sign] ?? `\\${sign}`);
}
