import type { Policies } from './policies.ts';
import type { Affinity, Comparison, Mount, Resources, Spread, TaskParts, Volume } from './task-parts.ts';

/** A job as Nomad's servers keep it, as far as registration and identities look at it. Registration changes it step by step. */
export interface Job {
  id: string;
  name: string;
  /** Of a dispatched or periodic child. */
  readonly parentId: string;
  region: string;
  namespace: string;
  type: string;
  priority: number;
  datacenters: readonly string[];
  nodePool: string;
  /** Whether a payload came with it, which only a dispatch may bring. */
  readonly payload: boolean;
  readonly meta: Readonly<Record<string, string>>;
  readonly constraints: Constraint[];
  readonly affinities: readonly Affinity[];
  readonly spreads: readonly Spread[];
  /** Bytes of the descriptions for people: of the job, and of its tagged version. */
  readonly descriptions: readonly [ui: number, version: number];
  readonly groups: Group[];
  readonly periodic: Periodic | undefined;
  readonly parameterized: Parameterized | undefined;
  readonly multiregion: boolean;
  /** How many regions it names. */
  readonly regions: number;
}

export interface Periodic {
  readonly enabled: boolean;
  readonly spec: string;
  readonly specs: readonly string[];
  readonly specType: string;
  readonly timeZone: string;
}

export interface Parameterized {
  readonly payload: string;
  readonly metaRequired: readonly string[];
  readonly metaOptional: readonly string[];
}

export interface Group extends Policies {
  readonly name: string;
  readonly count: number;
  /** MB of the allocation's own disk. */
  readonly disk: number;
  readonly meta: Readonly<Record<string, string>>;
  readonly constraints: Constraint[];
  readonly affinities: readonly Affinity[];
  readonly spreads: readonly Spread[];
  volumes: readonly Volume[];
  /** Nanoseconds. */
  readonly shutdownDelay: number;
  readonly consul: Consul | undefined;
  readonly networks: readonly Network[];
  readonly services: Service[];
  readonly tasks: Task[];
}

export interface Network {
  mode: string;
  /** Of the deprecated bandwidth. */
  readonly megabits: number;
  readonly hasDns: boolean;
  readonly hostname: string;
  /** Arguments for the plugins that set it up. */
  readonly cni: Readonly<Record<string, string>>;
  readonly reserved: Port[];
  readonly dynamic: Port[];
}

export interface Port {
  readonly label: string;
  /** 0 until the scheduler chooses. */
  readonly value: number;
  readonly to: number;
  readonly hostNetwork: string;
  readonly ignoreCollision: boolean;
}

export interface Task extends TaskParts {
  name: string;
  /** The name ends in six random hexadecimal digits, which stand as question marks here. */
  randomName: boolean;
  driver: string;
  kind: string;
  readonly leader: boolean;
  readonly meta: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly consul: Consul | undefined;
  readonly vault: Vault | undefined;
  /** The default identity; canonicalization makes sure that there is one. */
  identity: Identity | undefined;
  identities: Identity[];
  readonly services: Service[];
  readonly constraints: Constraint[];
  readonly templates: readonly Template[];
  readonly lifecycle: { readonly hook: string } | undefined;
  readonly secrets: readonly Secret[];
  /** Ports of the task's own networks, which are deprecated. */
  readonly networks: readonly Network[];
  killTimeout: number;
  killSignal: string;
  logs: Logs;
  readonly schedule: boolean;
}

export interface Secret {
  readonly name: string;
  readonly provider: string;
  readonly path: string;
  readonly hasEnv: boolean;
  readonly hasConfig: boolean;
}

export interface Logs {
  readonly files: number;
  /** MB each. */
  readonly size: number;
}

export interface Template {
  readonly source: string;
  readonly text: string;
  readonly destination: string;
  readonly changeMode: string;
  readonly changeSignal: string;
  /** The command of the script; `undefined` without one. */
  readonly changeScript: string | undefined;
  readonly env: boolean;
  /** Nanoseconds. */
  readonly splay: number;
  readonly permissions: string;
  readonly wait: { readonly least: number | undefined; readonly most: number | undefined } | undefined;
  readonly vaultGrace: number;
}

export interface Identity {
  name: string;
  audience: readonly string[];
  readonly changeMode: string;
  changeSignal: string;
  readonly env: boolean;
  readonly file: boolean;
  readonly filepath: string;
  /** Nanoseconds; 0 is none. */
  readonly ttl: number;
  /** Names of extra claims of the namespace that the identity asks for. */
  readonly extraClaims: readonly string[];
}

export interface Consul {
  namespace: string;
  cluster: string;
  readonly partition: string;
}

export interface Vault {
  namespace: string;
  cluster: string;
  readonly role: string;
  changeMode: string;
  readonly changeSignal: string;
  /** Only looked at before Nomad 1.10. */
  readonly policies: readonly string[];
}

export interface Service {
  name: string;
  /** The task that it belongs to; empty for most services of a group. */
  taskName: string;
  portLabel: string;
  readonly provider: string;
  cluster: string;
  readonly address: string;
  readonly addressMode: string;
  readonly onUpdate: string;
  readonly kind: string;
  readonly checks: readonly Check[];
  readonly connect: Connect | undefined;
  identity: Identity | undefined;
}

export interface Check {
  name: string;
  readonly type: string;
  portLabel: string;
  taskName: string;
  readonly path: string;
  readonly command: string;
  /** Nanoseconds. */
  readonly interval: number;
  readonly timeout: number;
  readonly addressMode: string;
  readonly initialStatus: string;
  readonly onUpdate: string;
  readonly expose: boolean;
}

export interface Connect {
  readonly native: boolean;
  readonly sidecar: Sidecar | undefined;
  readonly sidecarTask: SidecarTask | undefined;
  readonly gateway: Gateway | undefined;
}

export interface Sidecar {
  readonly port: string;
  /** Addresses that upstreams are bound to. */
  readonly upstreams: readonly string[];
  readonly transparentProxy: { readonly noDns: boolean; readonly excludeInboundPorts: readonly string[] } | undefined;
}

/** What a job says of the task of a proxy; what it leaves out is as for any task. */
export interface SidecarTask {
  readonly resources: Resources;
  readonly killTimeout: number;
  readonly shutdownDelay: number;
  readonly mounts: readonly Mount[] | undefined;
  readonly name: string;
  readonly driver: string;
  readonly logs: Logs;
  readonly killSignal: string;
  /** `undefined` when it says nothing about identities. */
  readonly identities: readonly Identity[] | undefined;
}

export interface Gateway {
  readonly ingress: { readonly customTls: boolean; readonly listeners: readonly Listener[] } | undefined;
  readonly terminating: { readonly services: readonly string[] } | undefined;
  readonly mesh: boolean;
  /** Of its proxy: as the job gives them, or as they follow from the network. */
  bindPorts: readonly number[];
  /** Whether the job says itself what the proxy binds to. */
  readonly ownBinding: boolean;
}

export interface Listener {
  readonly port: number;
  readonly protocol: string;
  readonly services: readonly { readonly name: string; readonly hosts: readonly string[] }[];
}

export type Constraint = Comparison;
