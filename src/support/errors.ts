import type { Place } from '../syntax/source.ts';

/** What went wrong, for programs. Codes never change meaning; sentences may. */
export type ErrorCode =
  | 'usage' // the command line or the environment asks for something that makes no sense
  | 'spec' // the declarative file says something that cannot be
  | 'syntax' // a text is not in its language
  | 'file' // a file cannot be read or written
  | 'network' // no answer from a server: address, DNS, TLS, time
  | 'api' // a server answered with an error
  | 'answer' // a server answered with something that its API does not promise
  | 'issuer' // a JWKS or discovery document cannot be used
  | 'conflict' // objects exist that the spec's owner does not own
  | 'locked' // another apply is under way
  | 'moved' // the servers changed since the plan was made
  | 'breaks' // workloads would stop working, and nobody said that they may
  | 'partial' // an apply stopped in the middle
  | 'cancelled'; // the user or the caller stopped it

export interface ErrorDetails {
  /** What the reader can do about it: one sentence, no full stop needed. */
  readonly hint?: string;
  /** Where in a file the cause stands. */
  readonly place?: Place;
  readonly cause?: unknown;
}

/** Every error that `wid` expects. Anything else that is thrown is a defect and keeps its stack. */
export class WidError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly place: Place | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'WidError';
    this.code = code;
    this.hint = details.hint;
    this.place = details.place;
  }
}

/** Several mistakes found in one pass, so that a reader mends them all at once. */
export class WidErrors extends WidError {
  readonly errors: readonly WidError[];

  /** @param errors at least one, in the order in which they stand in the files */
  constructor(errors: readonly [WidError, ...WidError[]]) {
    const [first] = errors;
    super(first.code, errors.map((error) => error.message).join('\n'));
    this.name = 'WidErrors';
    this.errors = errors;
  }
}
