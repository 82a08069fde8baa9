/** An object of an HTTP API, as the API takes or gives it. */
export type ApiObject = Readonly<Record<string, unknown>>;

/** What was read about a cluster, as plain data; without secrets, so that it can be kept and asked about later. */
export interface World {
  readonly nomad: NomadWorld;
  /** Absent when nothing was read about it. */
  readonly consul?: ConsulWorld;
  readonly vault?: VaultWorld;
  /** What was not read but taken for given, in sentences. */
  readonly assumed: readonly string[];
}

export interface NomadWorld {
  readonly agent: NomadAgent;
  /** As `PUT /v1/jobs` takes it or `GET /v1/job/:id` gives it. */
  readonly job: unknown;
  /** Whether a server keeps the job so, with the identities that it added at registration. */
  readonly stored: boolean;
}

/** An agent's configuration, as far as it decides about identities and logins; identities as `/v1/agent/self` shows them. */
export interface NomadAgent {
  readonly version: string;
  readonly region: string;
  readonly oidcIssuer?: string;
  readonly consul: { readonly serviceIdentity?: ApiObject; readonly taskIdentity?: ApiObject };
  readonly vault: { readonly enabled: boolean; readonly defaultIdentity?: ApiObject };
  /** With which methods clients log in. */
  readonly logins: NomadLogins;
}

export interface NomadLogins {
  readonly serviceAuthMethod: string;
  readonly taskAuthMethod: string;
  readonly vaultMount: string;
  /** Of jobs that name none; empty for the mount's default role. */
  readonly vaultRole: string;
}

export interface ConsulWorld {
  readonly datacenter: string;
  readonly defaultPolicy: 'allow' | 'deny';
  readonly authMethods: readonly ApiObject[];
  readonly bindingRules: readonly ApiObject[];
  readonly roles: readonly ApiObject[];
  readonly policies: readonly ApiObject[];
  /** Whether the server has these objects; otherwise they are what somebody wants it to have. */
  readonly stored: boolean;
}

export interface VaultWorld {
  readonly mounts: readonly VaultMountWorld[];
  /** Name to text. */
  readonly policies: Readonly<Record<string, string>>;
  /** Version of the KV engines, by their mounts. */
  readonly kv: Readonly<Record<string, 1 | 2>>;
}

export interface VaultMountWorld {
  /** Without slashes at its ends. */
  readonly path: string;
  readonly accessor: string;
  readonly config: ApiObject | null;
  readonly roles: Readonly<Record<string, ApiObject>>;
}
