/**
 * Whether a version is at least another one, by its first three numbers: `1.11.1+ent` is at least `1.11.1`. A beta counts
 * as the release that it leads to. What has no numbers is taken for new.
 */
export function atLeast(version: string, least: string): boolean {
  const one = numbers(version);
  const other = numbers(least);
  for (const [index, number] of other.entries()) {
    const own = one[index] ?? Number.MAX_SAFE_INTEGER;
    if (own !== number) return own > number;
  }
  return true;
}

function numbers(version: string): readonly number[] {
  return (
    /^v?(\d+)\.(\d+)(?:\.(\d+))?/
      .exec(version)
      ?.slice(1)
      .map((one) => Number(one ?? 0)) ?? []
  );
}
