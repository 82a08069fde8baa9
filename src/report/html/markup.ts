import { visible } from '../visible.ts';

/** The key by which markup that was made here is known: no data that was read can have it. */
const made = Symbol('markup');

/** HTML that is safe to put into a page. */
export interface Markup {
  readonly [made]: string;
}

export type Content = Markup | string | number | null | undefined | false | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, for between tags and for quoted attributes. Control characters and what turns the writing are shown. */
export function escaped(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/**
 * A template of HTML in which every value is escaped, unless it is markup itself. Nothing, `null` and `false` leave
 * nothing, and lists are joined.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let html = parts[0] ?? '';
  for (const [index, value] of values.entries()) {
    // Without quotes a space in the value would begin another attribute.
    if (html.endsWith('=')) throw new Error(`a value stands in an attribute without quotes: ${html.slice(-40)}`);
    html += htmlOf(value) + (parts[index + 1] ?? '');
  }
  return { [made]: html };
}

/** HTML of our own, such as a style sheet, as it is. */
export function verbatim(html: string): Markup {
  return { [made]: html };
}

export function htmlOf(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  if (made in content) return content[made];
  return content.map(htmlOf).join('');
}

/** Content with something between each two. */
export function joined(contents: readonly Content[], between: Content): Content {
  return contents.map((content, index) => (index === 0 ? content : [between, content]));
}
