import type { ApiObject } from './api-object.ts';
import type { Origin } from './origin.ts';

/** A Nomad agent and its own configuration. */
export interface Agent {
  readonly name: string;
  readonly region: string;
  readonly server: boolean;
  readonly client: boolean;
  readonly version: string;
  /** As `/v1/agent/self` shows it below `config`; of files, what an agent would show. Tokens are left out. */
  readonly config: ApiObject;
  readonly origin: Origin;
  /** What its files say and it does not hear; absent when it was asked over its API, which does not tell. */
  readonly notes?: readonly AgentNote[];
}

export interface AgentNote {
  readonly kind: 'unknown-key' | 'duplicate-block' | 'lost-by-merge';
  /** As in `Origin.places`: `Consuls/0/ServiceIdentity/enabled`. */
  readonly path: string;
  readonly file: string;
  readonly place: readonly [start: number, end: number];
}

/** What of an agent's configuration decides about identities and logins; identities as `/v1/agent/self` shows them. */
export interface AgentSettings {
  readonly version: string;
  readonly region: string;
  readonly oidcIssuer?: string;
  readonly consul: ConsulSettings & ByCluster<ConsulSettings>;
  readonly vault: VaultSettings & ByCluster<VaultSettings>;
  /** With which methods clients log in, of the clusters `default`. */
  readonly logins: NomadLogins;
  /** `client.template.use_client_consul_token`: whether templates may ask with the client's own token. */
  readonly useClientConsulToken?: boolean;
}

export interface ConsulSettings {
  readonly serviceIdentity?: ApiObject;
  readonly taskIdentity?: ApiObject;
}

export interface VaultSettings {
  readonly enabled: boolean;
  readonly defaultIdentity?: ApiObject;
}

/** Blocks with a name other than `default`, which only Nomad Enterprise uses; absent when there are none. */
export interface ByCluster<Settings> {
  readonly clusters?: Readonly<Record<string, Settings & { readonly logins: NomadLogins }>>;
}

/** Of one cluster of Consul and one of Vault. */
export interface NomadLogins {
  readonly serviceAuthMethod: string;
  readonly taskAuthMethod: string;
  readonly vaultMount: string;
  /** Of jobs that name none; empty for the mount's default role. */
  readonly vaultRole: string;
}
