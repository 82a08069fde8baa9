import { markup, type Content } from './markup.ts';

/** Sentences in which code stands between backticks, as rules and messages are written. */
export function prose(text: string): Content {
  return text.split('`').map((part, index, parts) => {
    const code = index % 2 === 1 && index < parts.length - 1;
    // A backtick without another is one.
    return code ? markup`<code>${part}</code>` : index % 2 === 1 ? ['`', part] : part;
  });
}
