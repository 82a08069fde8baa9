/** The steps of a prediction, as data; `explain` makes sentences of them. */
export type TraceStep =
  | { readonly step: 'method'; readonly name: string; readonly ok: boolean; readonly error?: string }
  | { readonly step: 'token'; readonly ok: boolean; readonly error?: string }
  | {
      readonly step: 'mapping';
      readonly claim: string;
      readonly target: string;
      readonly sort: 'value' | 'list';
      readonly result?: string | readonly string[];
      /** The claim is missing or null: selectors do not see it, bind names take it as empty. */
      readonly absent?: true;
    }
  | {
      readonly step: 'rule';
      /** Where the rule stands in the input. */
      readonly rule: number;
      readonly selector: string;
      readonly matched: boolean;
      readonly bindType?: string;
      readonly bound?: Bound;
    }
  | { readonly step: 'object'; readonly sort: 'role' | 'policy'; readonly name: string; readonly error: string };

/** What became of a bind name. */
export interface Bound {
  readonly name?: string;
  /** A role or policy that does not exist is passed over. */
  readonly exists?: boolean;
  readonly error?: string;
}

export type Trace = readonly TraceStep[];
