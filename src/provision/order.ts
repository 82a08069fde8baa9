interface Ordered {
  readonly address: string;
  readonly after: readonly string[];
}

/**
 * Puts every element behind those it comes after and otherwise keeps the given order.
 * Names that no element has are passed over; a cycle, which a checked spec cannot hold, is cut where it closes.
 */
export function inOrder<T extends Ordered>(elements: readonly T[]): readonly T[] {
  const byAddress = new Map(elements.map((element) => [element.address, element]));
  const placed = new Set<string>();
  const ordered: T[] = [];
  const place = (element: T): void => {
    if (placed.has(element.address)) return;
    placed.add(element.address);
    for (const address of element.after) {
      const before = byAddress.get(address);
      if (before !== undefined) place(before);
    }
    ordered.push(element);
  };
  for (const element of elements) place(element);
  return ordered;
}
