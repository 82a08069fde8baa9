/** The steps of a prediction for Vault, as data. */
export type VaultTraceStep =
  | { readonly step: 'role'; readonly name: string; readonly found: boolean }
  | { readonly step: 'token'; readonly ok: boolean; readonly error?: string }
  | { readonly step: 'user claim'; readonly claim: string; readonly alias: string }
  | {
      readonly step: 'mapping';
      readonly claim: string;
      readonly target: string;
      /** `null` when the token lacks the claim, so that the metadata lack it too. */
      readonly value: string | null;
    }
  | { readonly step: 'bound claim'; readonly claim: string; readonly ok: boolean; readonly error?: string }
  /** Nobody whose entity is disabled gets a token. */
  | { readonly step: 'disabled entity'; readonly alias: string }
  | { readonly step: 'lease'; readonly warning: string }
  /** A policy of the token that does not exist, or that the server refused, gives nothing. */
  | { readonly step: 'policy'; readonly name: string; readonly exists: boolean; readonly error?: string }
  /** A path whose template could not be filled, with all that it would grant or deny. */
  | { readonly step: 'dropped path'; readonly policy: string; readonly path: string; readonly reason: string }
  | {
      readonly step: 'decision';
      readonly path: string;
      /** The one pattern that counts, and whose policies wrote it; `null` when none matches. */
      readonly pattern: string | null;
      readonly policies: readonly string[];
    }
  | { readonly step: 'unknown'; readonly reason: string };
