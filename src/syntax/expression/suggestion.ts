/** ` Did you mean "x"?` for the first name that differs in fewer than three places, else nothing. */
export function suggestion(given: string, names: readonly string[]): string {
  const near = names.find((name) => distance(given, name) < 3);
  return near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`;
}

/** Levenshtein's, counted in code points. */
export function distance(a: string, b: string): number {
  const [one, other] = [[...a], [...b]];
  let row = other.map((_, i) => i).concat(other.length);
  for (const [i, left] of one.entries()) {
    const next = [i + 1];
    for (const [j, right] of other.entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (left === right ? 0 : 1)));
    row = next;
  }
  return row[other.length] ?? 0;
}
