import { scan, type CharacterClass, type Scan } from '../scan.ts';

/**
 * Steps of a parser that counts as the one that pigeon generated for go-bexpr does: every step taken is one expression,
 * and above a limit the text is refused. Results of rules are remembered with what they cost, so that a text that would
 * take exponential time is refused at once, at the same place and in the same rule.
 */
export type Step<T> = (run: Run) => T | undefined;

export interface Run {
  readonly s: Scan;
  readonly limit: number;
  count: number;
  /** The rules that are being read, as errors name them. */
  readonly within: string[];
  inverted: boolean;
  tooDeep: boolean;
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string; readonly offset: number };

/** Go's stack grows with the text; the one here does not. Every further condition of a chain is one deeper. */
const deepest = 800;

/** Thrown out of all rules at once. */
class OverLimit extends Error {}

/** Reads a whole text; `shown` names the rule that `body` belongs to. */
export function runRule<T>(shown: string, body: Step<T>, text: string, limit: number): Outcome<T> {
  const s = scan(text);
  const run: Run = { s, limit, count: 0, within: [shown], inverted: false, tooDeep: false };
  try {
    const value = body(run);
    return value === undefined || s.faulty ? { ok: false, ...s.report() } : { ok: true, value };
  } catch (error) {
    if (!(error instanceof OverLimit)) throw error;
    const message = run.tooDeep
      ? `conditions nest more than ${String(deepest)} deep`
      : 'max number of expresssions parsed';
    s.faultIn(run.within.at(-1) ?? shown, message);
    return { ok: false, ...s.report() };
  }
}

function step(run: Run): void {
  run.count += 1;
  if (run.count > run.limit) throw new OverLimit();
}

/** A reference to a rule; `body` is asked for when it is needed, since rules refer to each other in circles. */
export function rule<T>(shown: string, body: () => Step<T>): Step<T> {
  const known = new Map<number, { readonly value: T | undefined; readonly end: number; readonly cost: number }>();
  return (run) => {
    step(run);
    const { s, within } = run;
    const key = s.at * 2 + (run.inverted ? 1 : 0);
    const earlier = known.get(key);
    if (earlier !== undefined && run.count + earlier.cost <= run.limit) {
      run.count += earlier.cost;
      s.at = earlier.end;
      return earlier.value;
    }
    const before = run.count;
    within.push(shown);
    if (within.length > deepest) {
      run.tooDeep = true;
      throw new OverLimit();
    }
    const value = body()(run);
    within.pop();
    known.set(key, { value, end: s.at, cost: run.count - before });
    return value;
  };
}

export function literal(word: string): Step<string> {
  return (run) => {
    step(run);
    return run.s.literal(word) ? word : undefined;
  };
}

export function oneOf(characters: CharacterClass): Step<true> {
  return (run) => {
    step(run);
    return run.s.oneOf(characters) || undefined;
  };
}

export const anything: Step<true> = (run) => {
  step(run);
  return run.s.any() || undefined;
};

/** One after the other; the results of all. */
export function sequence<T extends readonly unknown[]>(...parts: { readonly [K in keyof T]: Step<T[K]> }): Step<T> {
  return (run) => {
    step(run);
    const start = run.s.at;
    const values: unknown[] = [];
    for (const part of parts) {
      const value: unknown = part(run);
      if (value === undefined) {
        run.s.at = start;
        return undefined;
      }
      values.push(value);
    }
    return values as unknown as T;
  };
}

export function choice<T>(...alternatives: readonly Step<T>[]): Step<T> {
  return (run) => {
    step(run);
    for (const alternative of alternatives) {
      const value = alternative(run);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

export function optional(part: Step<unknown>): Step<true> {
  return (run) => {
    step(run);
    part(run);
    return true;
  };
}

export function many<T>(part: Step<T>, least: 0 | 1 = 0): Step<readonly T[]> {
  return (run) => {
    step(run);
    const values: T[] = [];
    for (let value = part(run); value !== undefined; value = part(run)) values.push(value);
    return values.length < least ? undefined : values;
  };
}

export function ahead(part: Step<unknown>): Step<true> {
  return (run) => {
    step(run);
    return run.s.looksLike(() => part(run) !== undefined) || undefined;
  };
}

export function notAhead(part: Step<unknown>): Step<true> {
  return (run) => {
    step(run);
    run.inverted = !run.inverted;
    const absent = run.s.looksUnlike(() => part(run) !== undefined);
    run.inverted = !run.inverted;
    return absent || undefined;
  };
}

/** A part whose result is wanted: to pigeon an expression of its own. */
export function wanted<T>(part: Step<T>): Step<T> {
  return (run) => {
    step(run);
    return part(run);
  };
}

/** Makes something of what a part read: its result and its text. */
export function made<T, U>(part: Step<T>, make: (value: T, text: string, run: Run, start: number) => U): Step<U> {
  return (run) => {
    step(run);
    const { s } = run;
    const start = s.at;
    const value = part(run);
    return value === undefined ? undefined : make(value, s.text.slice(start, s.at), run, start);
  };
}

/** Records a fault and does not match. */
export function refusal(message: string): Step<never> {
  return (run) => {
    step(run);
    run.s.faultIn(run.within.at(-1) ?? '', message);
    return undefined;
  };
}
