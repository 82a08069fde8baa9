import { createHash } from 'node:crypto';

/** Stands for a tree with all its positions: two that differ anywhere have different ones. */
export function digestOf(tree) {
  return createHash('sha256')
    .update(JSON.stringify(sorted(tree)))
    .digest('base64url')
    .slice(0, 16);
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((name) => [name, sorted(value[name])]),
  );
}
