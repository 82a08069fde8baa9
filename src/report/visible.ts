/** Control characters but line feed and tab, line separators, and what turns the direction of writing. */
export const driving =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Text from a server or a file, with everything that would drive a terminal made visible. Line feeds and tabs stay. */
export function visible(text: string): string {
  return text.replaceAll(driving, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** The same for what belongs on one line, such as a name: its line feeds could forge lines of a report. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
