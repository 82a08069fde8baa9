import { randomBytes, randomUUID } from 'node:crypto';
import type { TemplateAlias } from '../../simulate/vault-policy/template.ts';
import type { Dialect } from '../../validation/vault/policy.ts';
import type { JwtBackend } from './jwt/backend.ts';
import type { KvStore } from './kv-store.ts';

/** A mount's tunable settings, as its `config` shows them. TTLs are seconds; 0 means the system's. */
export interface MountConfig {
  readonly default_lease_ttl: number;
  readonly max_lease_ttl: number;
  readonly force_no_cache: boolean;
  readonly token_type?: string;
  readonly listing_visibility?: string;
  readonly audit_non_hmac_request_keys?: readonly string[];
  readonly audit_non_hmac_response_keys?: readonly string[];
  readonly passthrough_request_headers?: readonly string[];
  readonly allowed_response_headers?: readonly string[];
}

export interface Mount {
  /** With a slash at its end. */
  readonly path: string;
  readonly type: string;
  readonly accessor: string;
  readonly uuid: string;
  readonly description: string;
  readonly local: boolean;
  readonly sealWrap: boolean;
  readonly options: Readonly<Record<string, string>> | null;
  readonly config: MountConfig;
  /** Of types that this Vault can serve beyond mounting them. */
  readonly jwt?: JwtBackend;
  readonly kv?: KvStore;
}

/** Everything in Vault but tokens belongs to a namespace; the community edition has the root one only. */
export interface NamespaceState {
  /** `''` for the root, else `team-a/` or `team-a/child/`. */
  readonly path: string;
  readonly id: string;
  readonly customMetadata: Readonly<Record<string, string>>;
  /** By path. */
  readonly auth: Map<string, Mount>;
  readonly secrets: Map<string, Mount>;
  readonly policies: Map<string, string>;
  /** By policy: what OpenBao is told that values in its templates may hold. */
  readonly mayHold: Map<string, readonly string[]>;
  /** By id. */
  readonly entities: Map<string, Entity>;
}

/** Somebody, by what auth mounts call him. */
export interface Entity {
  readonly id: string;
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly aliases: readonly TemplateAlias[];
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly updated: number;
}

/** The token's text is plain here: this is the server that knows it. */
export interface Token {
  readonly id: string;
  readonly accessor: string;
  readonly policies: readonly string[];
  readonly displayName: string;
  readonly meta: Readonly<Record<string, string>> | null;
  readonly orphan: boolean;
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** Seconds, when it was made; 0 never expires. */
  readonly ttl: number;
  /** Milliseconds since the epoch; never for a token without TTL. */
  readonly expires: number;
  /** Milliseconds since the epoch; 0 when it never was. */
  readonly renewed: number;
  readonly renewable: boolean;
  /** How many requests it is good for; 0 is any number. */
  readonly numUses: number;
  /** Seconds; 0 for none. */
  readonly period: number;
  /** Seconds from its making; 0 for the server's own limit. */
  readonly maxTtl: number;
  readonly explicitMaxTtl: number;
  readonly type: 'service' | 'batch';
  /** Empty without an entity. */
  readonly entityId: string;
  /** The path of the namespace whose policies it has. */
  readonly namespace: string;
  /** Through which a login came; empty for other tokens. */
  readonly role: string;
}

export interface VaultState {
  readonly product: Dialect;
  readonly enterprise: boolean;
  readonly version: string;
  readonly cluster: { readonly id: string; readonly name: string };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly namespaces: Map<string, NamespaceState>;
  /** By the token itself. */
  readonly tokens: Map<string, Token>;
}

/** The system's longest and usual lease: 32 days. */
export const systemTtl = 2_764_800;

export function newMount(given: Pick<Mount, 'path' | 'type'> & Partial<Mount>, kind: 'auth' | 'secret'): Mount {
  const { path, type } = given;
  const accessor = `${kind === 'auth' ? 'auth_' : ''}${type}_${randomBytes(4).toString('hex')}`;
  const config = {
    default_lease_ttl: 0,
    max_lease_ttl: 0,
    force_no_cache: false,
    ...(kind === 'auth' ? { token_type: 'default-service' } : {}),
  };
  return {
    accessor,
    uuid: randomUUID(),
    description: '',
    local: false,
    sealWrap: false,
    options: null,
    config,
    ...given,
    path,
    type,
  };
}
