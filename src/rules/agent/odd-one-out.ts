/**
 * One that is like most of the others, and the first that is not; `undefined` when all are alike. Of two, the first is
 * taken for the usual one.
 */
export function oddOneOut<T>(all: readonly T[], keyOf: (one: T) => string): readonly [usual: T, odd: T] | undefined {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const [usual] = [...groups.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
  if (usual === undefined) return undefined;
  const odd = all.find((one) => keyOf(one) !== keyOf(usual));
  return odd === undefined ? undefined : [usual, odd];
}
