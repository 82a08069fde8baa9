import type { Flags, Node } from './tree.ts';

export interface Group {
  readonly flags: Flags;
  readonly choices: Node[][];
  readonly capture: { readonly index: number; readonly name: string | undefined } | undefined;
}

export interface State {
  readonly text: string;
  at: number;
  flags: Flags;
  readonly groups: Group[];
  /** How many groups that capture have begun. */
  captures: number;
  /** Where the quantifier that ends here begins; Go refuses a second one behind it. */
  quantifier: number | undefined;
}

/** The innermost open group. */
export function top(state: State): Group {
  return state.groups.at(-1) as Group;
}

/** What its current alternative holds so far. */
export function items(state: State): Node[] {
  return top(state).choices.at(-1) as Node[];
}
