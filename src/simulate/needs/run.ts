import type { Templates } from '../../syntax/consul-template/tree.ts';
import type { Reason, Value } from './value.ts';

/** A place in a template, in UTF-16 code units. */
export interface Spot {
  readonly start: number;
  readonly end: number;
}

/** A call of a function that asks a server or reads a file. */
export interface Ask extends Spot {
  readonly name: string;
  readonly arguments: readonly Value[];
  /** What must turn out in one way for the call to happen; empty when it happens whatever comes. */
  readonly when: readonly Reason[];
}

/** What makes a template fail, in the words of Go or consul-template. */
export interface Problem extends Spot {
  readonly message: string;
  readonly when: readonly Reason[];
}

/** A run of a template under way. */
export interface Run {
  readonly templates: Templates;
  readonly environment: (name: string) => Value;
  readonly denied: ReadonlySet<string>;
  /** The first time over, no server has answered, and consul-template goes on with empty answers. */
  readonly first: boolean;
  readonly asks: Ask[];
  readonly problems: Problem[];
  readonly scratch: Map<string, Value>;
  /** What one of the templates writes, as `executeTemplate` gives it back. */
  readonly written: (name: string, dot: Value, spot: Spot) => Value;
  /** Reasons that the part under way may not happen. */
  when: Reason[];
  output: Value[];
  /** Statements that may still be carried out, so that loops in loops come to an end. */
  budget: number;
  depth: number;
}

/** The variables of a template, innermost last; the first is `$`. */
export type Variables = { readonly name: string; value: Value }[];

export interface Scope {
  readonly run: Run;
  readonly variables: Variables;
  readonly dot: Value;
}

/** The template ends here with an error. */
export class ExecutionError extends Error {
  readonly spot: Spot;
  /** Not the template fails, but we do not follow it further. */
  readonly unfollowed: boolean;

  constructor(message: string, spot: Spot, unfollowed = false) {
    super(message);
    this.name = 'ExecutionError';
    this.spot = spot;
    this.unfollowed = unfollowed;
  }
}
