/** What a server would answer to a write that it does not accept. */
export interface Refusal {
  /** HTTP status. */
  readonly status: number;
  /** The server's own text. Vault sends it as the only member of `errors`. */
  readonly text: string;
  /** Where the cause stands in the API's object, as in `['Config', 'JWKSURL']`; empty when it is the object itself. */
  readonly member: readonly string[];
  /** Which part of that member's text is at fault, in UTF-16 code units. */
  readonly span?: { readonly start: number; readonly end: number };
  /** The server looks at some things in an order of chance; these texts it might have given as well. */
  readonly alternatives?: readonly string[];
}

/** One of several faults, of which the server finds any first; `undefined` when there is none. */
export function anyRefusal(
  status: number,
  faults: readonly { readonly text: string; readonly member: readonly string[] }[],
): Refusal | undefined {
  const [first, ...others] = faults;
  if (first === undefined) return undefined;
  const alternatives = [...new Set(others.map(({ text }) => text))].filter((text) => text !== first.text);
  return { status, ...first, ...(alternatives.length === 0 ? {} : { alternatives }) };
}

/** The refusal with words before its text. */
export function prefixed(prefix: string, fault: Refusal): Refusal {
  const { alternatives, text } = fault;
  const others = alternatives?.map((other) => prefix + other);
  return { ...fault, text: prefix + text, ...(others === undefined ? {} : { alternatives: others }) };
}

export function refusal(status: number, text: string, member: readonly string[] = [], span?: Refusal['span']): Refusal {
  return span === undefined ? { status, text, member } : { status, text, member, span };
}

/** Where a method or mount takes its keys from; its server fetches from there before it accepts the write. */
export interface KeySource {
  readonly via: 'jwks' | 'discovery';
  readonly url: string;
  /** PEM; empty for the system's own authorities. */
  readonly ca: string;
}

/**
 * What came of fetching from a key source: the error as the server would word it, or `undefined` when it can be used.
 * Validation is pure and never fetches; a caller that leaves this out has all key sources taken as good.
 */
export type KeyFetch = (source: KeySource) => string | undefined;
