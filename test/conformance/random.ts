/** Numbers by a seed: the same ones in every run. */
export interface Random {
  /** 0 up to but not `below`. */
  below(below: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** Up to `most` of what `make` gives. */
  some<T>(most: number, make: () => T): T[];
}

export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const self: Random = {
    below: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    pick: (choices) => choices[self.below(choices.length)] as (typeof choices)[number],
    some: (most, make) => Array.from({ length: self.below(most + 1) }, make),
  };
  return self;
}

/** How many cases a run has: as many as a test may take, `WID_CONFORMANCE_TIMES` times; and the seed of the run. */
export function runOf(count: number): { readonly count: number; readonly seed: number } {
  const { WID_CONFORMANCE_SEED: seed = '20260115', WID_CONFORMANCE_TIMES: times = '1' } = process.env;
  return { count: Math.round(count * Number(times)), seed: Number(seed) };
}
