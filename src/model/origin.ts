/** Where a thing of the world comes from. Offsets are UTF-16 code units of the file's text, `[start, end)`. */
export type Origin =
  | { readonly from: 'server'; /** What was asked: `nomad GET /v1/job/web`. */ readonly request: string }
  | {
      readonly from: 'file';
      readonly file: string;
      /** Where each member is written, by its path: `TaskGroups/0/Tasks/1/Vault`; the empty path is the whole thing. */
      readonly places: Readonly<Record<string, readonly [start: number, end: number]>>;
    };
