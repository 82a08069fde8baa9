/**
 * A function that remembers what it made for the latest keys: for as many as `most` surely, for twice as many at best. What
 * is asked for again and again stays; what is asked for once is soon forgotten, while it still costs nothing to forget.
 * @param key what tells one question from another
 */
export function recent<Q, V>(most: number, key: (question: Q) => string, make: (question: Q) => V): (question: Q) => V {
  let young = new Map<string, { readonly value: V }>();
  let old: typeof young = new Map();
  return (question) => {
    const name = key(question);
    const known = young.get(name);
    if (known !== undefined) return known.value;
    const kept = old.get(name) ?? { value: make(question) };
    if (young.size >= most) {
      old = young;
      young = new Map();
    }
    young.set(name, kept);
    return kept.value;
  };
}
