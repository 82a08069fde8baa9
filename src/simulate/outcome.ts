/** How a step that a server may refuse ended; `alternatives` are texts that it might have given instead. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string; readonly alternatives: readonly string[] };

export function good<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refused(error: string, alternatives: readonly string[] = []): Extract<Outcome<never>, { ok: false }> {
  return { ok: false, error, alternatives };
}

/** One of several errors that a server may come upon first, by the order of Go's maps. */
export function anyOf(errors: readonly string[]): Extract<Outcome<never>, { ok: false }> | undefined {
  const [first, ...others] = new Set(errors);
  return first === undefined ? undefined : refused(first, others);
}

/** The same with words before every text. */
export function saying(prefix: string, error: string, alternatives: readonly string[] = []): Outcome<never> {
  return refused(
    prefix + error,
    alternatives.map((other) => prefix + other),
  );
}
