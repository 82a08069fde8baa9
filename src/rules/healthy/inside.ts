/** Lines as they stand in so many blocks, after an empty line; nothing for no lines. */
export function inside(blocks: number, text: string): string {
  const lines = text.trim();
  return lines === '' ? '' : `\n\n${lines.replaceAll(/^(?=.)/gm, '  '.repeat(blocks))}`;
}
