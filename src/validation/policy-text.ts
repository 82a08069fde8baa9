import { WidError } from '../support/errors.ts';
import type { Problem, Range, Reading } from '../syntax/hcl/ast.ts';
import type { Source } from '../syntax/source.ts';

/** Why a server would not take a policy: its own words, and where in the policy the reason stands. */
export interface PolicyRefusal {
  readonly text: string;
  readonly place: Range;
  /** The same for people, where the server's words are many or hard to read. */
  readonly plain?: readonly Problem[];
}

/** Thrown inside a check to stop where the server stops. */
export class Refused extends Error {
  readonly place: Range;
  readonly plain: readonly Problem[];
  constructor(message: string, place: Range, plain: readonly Problem[] = []) {
    super(message);
    this.place = place;
    this.plain = plain;
  }
}

/**
 * A policy's mistakes for people, with places in `source`: every mistake of syntax in one pass, else the one thing for
 * which the server would refuse it.
 * @param what the sort of text, to begin each message with
 * @param offset where the policy's text starts in the source, when it is part of a larger one
 */
export function problemsOf(
  what: string,
  source: Source,
  offset: number,
  reading: Reading,
  refusal: PolicyRefusal | undefined,
): readonly WidError[] {
  const problems = reading.problems.length > 0 ? reading.problems : (refusal?.plain ?? []);
  if (problems.length > 0) return problems.map((problem) => problemAt(what, source, offset, problem.message, problem));
  return refusal === undefined ? [] : [problemAt(what, source, offset, refusal.text, refusal.place)];
}

export function problemAt(
  what: string,
  source: Source,
  offset: number,
  message: string,
  { start, end }: Range,
): WidError {
  const place = { source, start: offset + start, end: offset + end };
  return new WidError('syntax', `${what}: ${message.trim()}`, { place });
}
