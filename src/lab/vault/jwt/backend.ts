import type { JwtConfig } from '../../../validation/vault/jwt-config.ts';

/** As the API shows it, the deprecated names that it was written under included. */
export type JwtRole = Readonly<Record<string, unknown>>;

/** What one JWT auth mount holds. */
export interface JwtBackend {
  config: JwtConfig | undefined;
  /** Once set it outlives the writes of the rest of the config. */
  namespaceInState: boolean;
  readonly roles: Map<string, JwtRole>;
}

export function newJwtBackend(): JwtBackend {
  return { config: undefined, namespaceInState: true, roles: new Map() };
}
