import type { Agent } from './agent.ts';
import type { ApiObject } from './api-object.ts';
import type { Jwks } from './jwks.ts';
import type { Origin } from './origin.ts';

/**
 * All that was read about a cluster, from servers or from files, as plain data; without secrets, so that it can be kept
 * and asked about later, elsewhere. What is absent was not looked at; what could not be read stands in `notRead`.
 */
export interface World {
  readonly schemaVersion: 1;
  /** Seconds since 1970. */
  readonly takenAt: number;
  readonly nomad?: NomadWorld;
  readonly consul?: ConsulWorld;
  readonly vault?: VaultWorld;
  /** What the key addresses gave that Nomad serves, and that Consul and Vault are configured with. */
  readonly keySets: readonly KeySet[];
  /** JWTs that were given to be looked at, without their signatures. */
  readonly samples?: readonly JwtSample[];
  /** Where objects of Consul and Vault come from, by their addresses (`consul/policy/web`), when they do not come from a server. */
  readonly origins?: Readonly<Record<string, Origin>>;
  readonly notRead: readonly NotRead[];
  /** What was not read but taken for given, in sentences. */
  readonly assumed: readonly string[];
  /**
   * Addresses, as rules name them, of what is there and is not known well enough to be judged; one that ends with a
   * slash stands for all that begin with it.
   */
  readonly doubtful?: readonly string[];
}

/** What a JWT says. Without its signature it opens nothing. */
export interface JwtSample {
  readonly origin: Origin;
  readonly header: ApiObject;
  readonly claims: ApiObject;
}

/** A part of the world, as rules name what they look at. */
export type Part =
  | 'nomad/agents'
  | 'nomad/jobs'
  | 'nomad/allocations'
  | 'nomad/namespaces'
  | 'nomad/nodes'
  | 'nomad/keyring'
  | 'consul/objects'
  | 'consul/tokens'
  | 'consul/agent'
  | 'consul/services'
  | 'vault/objects'
  | 'vault/audit'
  | 'vault/aliases'
  | 'key-sets';

/** A part that was asked for and that could not be had. */
export interface NotRead {
  readonly part: Part;
  /** What exactly: `agent client-3`, `token replication`. */
  readonly what: string;
  readonly reason: string;
  /** What would allow it, in the product's words: `acl = "read"`, `node:read`. */
  readonly permission?: string;
  /** Of a file that its product would refuse too: where the mistake is, and what to do. */
  readonly refused?: { readonly origin: Origin; readonly hint?: string };
}

export interface NomadWorld {
  /** Servers and clients, each with its own configuration. */
  readonly agents: readonly Agent[];
  readonly jobs: readonly Job[];
  /** Jobs that run, and whose place one of `jobs` takes when it is registered: what allocations show is theirs. */
  readonly replaced?: readonly Job[];
  /** As `GET /v1/namespaces` gives them. */
  readonly namespaces?: readonly ApiObject[];
  /** As `GET /v1/nodes` gives them. */
  readonly nodes?: readonly ApiObject[];
  readonly allocations?: readonly Allocation[];
  /** As `GET /v1/operator/keyring/keys` gives them: no key material. */
  readonly keyring?: readonly ApiObject[];
}

export interface Job {
  readonly id: string;
  readonly namespace: string;
  /** As `PUT /v1/jobs` takes it or `GET /v1/job/:id` gives it, without the values of its environment and its secrets. */
  readonly job: ApiObject;
  /** Whether a server keeps the job so, with the identities that it added at registration. */
  readonly stored: boolean;
  readonly modifyIndex: number;
  readonly origin: Origin;
}

/** An allocation, as far as identities are concerned. */
export interface Allocation {
  readonly id: string;
  readonly namespace: string;
  readonly job: string;
  readonly group: string;
  readonly node: string;
  readonly clientStatus: string;
  readonly desiredStatus: string;
  readonly jobVersion: number;
  /** Of the job version that it runs: the names of the identities of each task and service, none of one that has none. */
  readonly identities?: Readonly<Record<string, readonly string[]>>;
  /** The messages of its tasks' events, newest last. */
  readonly events: readonly {
    readonly task: string;
    readonly type: string;
    readonly message: string;
    readonly at: number;
  }[];
}

export interface ConsulWorld {
  readonly datacenter: string;
  readonly defaultPolicy: 'allow' | 'deny';
  /** As the HTTP API gives them. */
  readonly authMethods: readonly ApiObject[];
  readonly bindingRules: readonly ApiObject[];
  readonly roles: readonly ApiObject[];
  readonly policies: readonly ApiObject[];
  /** Whether the server has these objects; otherwise they are what somebody wants it to have. */
  readonly stored: boolean;
  readonly version?: string;
  readonly primaryDatacenter?: string;
  /** As `GET /v1/acl/tokens` lists them, without their secrets. */
  readonly tokens?: readonly ApiObject[];
  /** As `GET /v1/acl/replication` gives it. */
  readonly replication?: ApiObject;
  /** Of `GET /v1/agent/members`: Name, Addr, Status, and the tags that say version, datacenter and part. */
  readonly members?: readonly ApiObject[];
  /** Of the catalog: the names of services, and who registered them as far as this can be told. */
  readonly services?: readonly string[];
  /** Auth methods without tokens at which workloads have logged in since they were made, by what these registered. */
  readonly emptiedMethods?: readonly string[];
  /** Accessors of the tokens that Nomad's agents and wid itself use, by what uses them: `nomad client web-1`. */
  readonly tokensOfAgents?: Readonly<Record<string, string>>;
}

export interface VaultWorld {
  readonly mounts: readonly VaultMountWorld[];
  /** Name to text. */
  readonly policies: Readonly<Record<string, string>>;
  /** Version of the KV engines, by their mounts. */
  readonly kv: Readonly<Record<string, 1 | 2>>;
  /** The types of all engines, by their mounts; absent when it could not be read which there are. */
  readonly engines?: Readonly<Record<string, string>>;
  /** Whether the server has these objects; otherwise they are what somebody wants it to have. */
  readonly stored?: boolean;
  readonly version?: string;
  /** All auth mounts, those without JWT too: path without slashes to type and accessor. */
  readonly authMounts?: Readonly<Record<string, { readonly type: string; readonly accessor: string }>>;
  /** Types of the audit devices. */
  readonly auditDevices?: readonly string[];
  /** Of JWT mounts. */
  readonly aliases?: readonly VaultAlias[];
}

/** By what name a mount knows a bearer of JWTs. */
export interface VaultAlias {
  readonly name: string;
  /** Of the mount. */
  readonly accessor: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Whose it is, if that was read. */
  readonly entity?: VaultEntity;
}

export interface VaultEntity {
  readonly disabled: boolean;
  /** Its own and those of its groups: what it may do besides what its tokens say. */
  readonly policies: readonly string[];
}

export interface VaultMountWorld {
  /** Without slashes at its ends. */
  readonly path: string;
  readonly accessor: string;
  readonly config: ApiObject | null;
  readonly roles: Readonly<Record<string, ApiObject>>;
  /** Of the mount itself, in seconds, when it has its own. */
  readonly maxLeaseTtl?: number;
  /** How the mount's tokens are made whatever its roles say, or where they say nothing: `batch`, `default-batch`. */
  readonly tokenType?: string;
}

/** Why an address gives no keys, as far as rules tell cases apart. */
export type KeySetFailure =
  | 'unreachable'
  | 'timeout'
  | 'unknown name'
  | 'unknown authority'
  | 'wrong certificate'
  | 'client certificate demanded'
  | 'status'
  | 'not keys';

/** An address that serves keys, and what it gave when it was asked from here. */
export interface KeySet {
  readonly url: string;
  /** Who is configured with it: `consul/auth-method/nomad-workloads`, `nomad/agent/server-1`. */
  readonly usedBy: readonly string[];
  readonly keys: Jwks | null;
  /** Why there are no keys: a sentence with the status, the TLS error, the first words of an HTML page. */
  readonly error: string | null;
  readonly failure?: KeySetFailure;
  readonly status: number | null;
  /** Seconds for which caches may keep it, and the server's clock in seconds since 1970. */
  readonly maxAge?: number;
  readonly serverTime?: number;
  /** Of a discovery document. */
  readonly issuer?: string;
  /** Where the address sends those who ask it. */
  readonly redirectedTo?: string;
}
