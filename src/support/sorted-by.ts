/** Sorted by a text of each item: by code units, as no locale says otherwise. Items with equal texts keep their order. */
export function sortedBy<T>(items: Iterable<T>, text: (item: T) => string): T[] {
  const keyed = Array.from(items, (item) => ({ item, text: text(item) }));
  return keyed.toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ item }) => item);
}
