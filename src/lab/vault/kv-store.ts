/** What a KV engine keeps under one name. */
export type Data = Readonly<Record<string, unknown>>;

export interface Version {
  readonly data: Data;
  readonly created: string;
  readonly deleted: string;
  readonly destroyed: boolean;
}

export interface Secret {
  readonly created: string;
  readonly updated: string;
  readonly current: number;
  readonly versions: ReadonlyMap<number, Version>;
  readonly maxVersions: number;
  readonly casRequired: boolean;
  readonly customMetadata: Readonly<Record<string, string>> | null;
}

export interface KvStore {
  readonly version: 1 | 2;
  /** Version 2. */
  readonly secrets: Map<string, Secret>;
  /** Version 1. */
  readonly values: Map<string, Data>;
  config: { readonly max_versions: number; readonly cas_required: boolean; readonly delete_version_after: number };
}

export function newKvStore(version: 1 | 2): KvStore {
  return {
    version,
    secrets: new Map(),
    values: new Map(),
    config: { max_versions: 0, cas_required: false, delete_version_after: 0 },
  };
}
