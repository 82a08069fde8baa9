/** Where a thing of the world comes from. Offsets are UTF-16 code units of the file's text, `[start, end)`. */
export type Origin =
  | { readonly from: 'server'; /** What was asked: `nomad GET /v1/job/web`. */ readonly request: string }
  | {
      readonly from: 'file';
      readonly file: string;
      /** Where each member is written, by its path: `TaskGroups/0/Tasks/1/Vault`; the empty path is the whole thing. */
      readonly places: Readonly<Record<string, readonly [start: number, end: number]>>;
      /** Of several files put together, the file of each place that is not in `file`. */
      readonly files?: Readonly<Record<string, string>>;
      /** Of Terraform, which resource it is: `module.consul.consul_acl_role.tasks`. */
      readonly address?: string;
    };

/** The file in which a member is written; its path must be one of the places. */
export function fileOf({ file, files = {} }: Extract<Origin, { from: 'file' }>, path: string): string {
  return (Object.hasOwn(files, path) ? files[path] : undefined) ?? file;
}
