import type { AuditConfig } from './audit-levels.ts';
import type { KindId, Wanted } from '../kinds/kind.ts';
import type { Place } from '../syntax/source.ts';

/** An object that a spec asks for, after presets and grants are worked out and references are resolved. */
export interface Resource extends Wanted {
  /** `addressOf(kind, identity)`; a second binding rule with the same bind type and name ends in `#2`. */
  readonly address: string;
  readonly kind: KindId;
  /** Addresses that must exist first. */
  readonly dependsOn: readonly string[];
  /** Where the spec asks for it. */
  readonly place: Place;
  /** Where its fields are written, by their path in the API's object: `Config/BoundAudiences`. */
  readonly fields: Readonly<Record<string, Place>>;
  /** What asked for it, as in a sentence: `preset nomad-consul`, `a grant for job web`, or `the spec`. */
  readonly origin: string;
}

/** Where the manifest of owned objects is kept. */
export type ManifestOptions =
  | { readonly store: 'consul'; readonly path: string }
  | { readonly store: 'vault'; readonly mount: string; readonly path: string; readonly namespace?: string }
  | { readonly store: 'file'; readonly path: string };

/** An object that the spec refers to but does not manage. */
export interface Existing {
  readonly kind: KindId;
  readonly name: string;
}

export interface Spec {
  /** Names the manifest: two specs of one name claim the same objects. */
  readonly name: string;
  readonly manifest: ManifestOptions;
  /** In the order of the files. */
  readonly resources: readonly Resource[];
  readonly existing: readonly Existing[];
  readonly audit: AuditConfig;
  /** Things that work but probably not as meant. */
  readonly warnings: readonly { readonly message: string; readonly place: Place }[];
}
