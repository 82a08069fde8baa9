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
