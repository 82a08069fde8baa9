import type { Vector } from '../../fixtures/vectors.ts';

/** Runs one vector: what the code says, in the shape of `expected` — or `agrees` when the two cannot be compared as they are. */
export type Run = (vector: Vector) => Verdict | Promise<Verdict>;

export type Verdict =
  | { readonly agrees: true }
  | { readonly agrees: false; readonly answered: unknown }
  /** The vector says too little to be run; the reason. */
  | { readonly skipped: string };

/** By area. */
export type Areas = Readonly<Record<string, Run>>;

/** Deep equality of plain data, `undefined` members left out. */
export function equal(answered: unknown, expected: unknown): Verdict {
  return sorted(answered) === sorted(expected) ? { agrees: true } : { agrees: false, answered };
}

function sorted(value: unknown): string | undefined {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
