/**
 * Where a range of a YAML text value stands in its written form, counted from the start of the scalar. `undefined` when
 * the two cannot be matched character by character: escapes, folded lines.
 * @param type as the yaml package names it: `BLOCK_LITERAL`, `QUOTE_DOUBLE`, `PLAIN`, …
 */
export function rangeInScalar(
  written: string,
  value: string,
  type: string | undefined,
  start: number,
  end: number,
): { start: number; end: number } | undefined {
  if (type === 'BLOCK_LITERAL') return rangeInBlock(written, value, start, end);
  const lead = type === 'PLAIN' ? 0 : 1;
  if (written.slice(lead, lead + value.length) !== value) return undefined;
  return { start: lead + start, end: lead + Math.max(start, end) };
}

function rangeInBlock(
  written: string,
  value: string,
  start: number,
  end: number,
): { start: number; end: number } | undefined {
  const newline = /\r?\n/g;
  const header = newline.exec(written);
  if (header === null) return undefined;
  const begins: { written: number; value: number }[] = [];
  let inWritten = header.index + header[0].length;
  let inValue = 0;
  let indent: number | undefined;
  for (const line of value.split('\n')) {
    const rest = written.slice(inWritten);
    const shown = /^[^\r\n]*/.exec(rest)?.[0] ?? '';
    if (line !== '') indent ??= shown.length - line.length;
    const margin = line === '' ? 0 : (indent ?? 0);
    if (line !== '' && shown.slice(margin) !== line) return undefined;
    begins.push({ written: inWritten + margin, value: inValue });
    inWritten += shown.length + (/^\r?\n/.exec(rest.slice(shown.length))?.[0].length ?? 0);
    inValue += line.length + 1;
  }
  const at = (offset: number): number => {
    const begin = begins.findLast((one) => one.value <= offset) ?? { written: 0, value: 0 };
    return Math.min(begin.written + offset - begin.value, written.length);
  };
  return { start: at(start), end: Math.max(at(start), at(Math.max(start, end))) };
}
