/** HashiCorp's reader takes CRLF as LF before it looks at anything. Gives the way back to offsets of the text as it was. */
export function withoutCarriageReturns(text: string): { text: string; origin: (offset: number) => number } {
  if (!text.includes('\r\n')) return { text, origin: (offset) => offset };
  const lines = text.split('\r\n');
  const starts = lines.map(() => 0);
  for (let index = 1; index < lines.length; index++)
    starts[index] = (starts[index - 1] ?? 0) + (lines[index - 1]?.length ?? 0) + 1;
  const origin = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return offset + low;
  };
  return { text: lines.join('\n'), origin };
}
