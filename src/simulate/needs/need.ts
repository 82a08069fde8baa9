import type { ConsulResource } from '../../validation/consul/policy.ts';
import type { Reason } from './value.ts';

/** A permission that Consul looks for. */
export interface ConsulPermission {
  readonly product: 'consul';
  readonly resource: ConsulResource;
  /** `undefined` for resources without names, or when the name is not known: then `unknown` says why. */
  readonly segment: string | undefined;
  /** It is looked for on every name that begins with the segment. */
  readonly prefix?: true;
  readonly access: 'read' | 'list' | 'write';
}

export interface VaultPermission {
  readonly product: 'vault';
  /** `undefined` when it is not known; then there may be `candidates`. */
  readonly path: string | undefined;
  readonly capability: 'read' | 'list' | 'create' | 'update';
}

export interface NomadPermission {
  readonly product: 'nomad';
  readonly namespace: string;
  readonly capability: 'read-job' | 'variables:read' | 'variables:list';
  readonly path: string | undefined;
  /** Nomad lets the workload's own identity do this without a policy. */
  readonly implicit: boolean;
}

export type Permission = ConsulPermission | VaultPermission | NomadPermission;

/**
 * What comes of it when the permission is missing: `denied`: 403; `filtered`: an answer without what may not be seen;
 * `ignored`: consul-template takes the refusal for an empty answer; `nothing`: no permission is looked for.
 */
export type Lack = 'denied' | 'filtered' | 'ignored' | 'nothing';

/** A need of a template, before it is known which token asks. */
export interface Wanted {
  readonly product: 'consul' | 'vault' | 'nomad';
  /** `undefined` where the server looks for none. */
  readonly permission: Permission | undefined;
  /** Why segment or path are not known; empty when they are. */
  readonly unknown: readonly Reason[];
  /** A segment or path that is known in part: `app/…/password`. */
  readonly shape?: string;
  /** One of these paths it will be. */
  readonly candidates?: readonly string[];
  readonly lack: Lack;
  /** Method and path, with the parameters that the query gives. */
  readonly request: string | undefined;
  /** The request before it that finds out the version of the mount. */
  readonly preflight?: string;
  /** Datacenter, namespace, partition, peer, sameness group or region that the query names. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** Only then is it asked; empty when always. */
  readonly when: readonly Reason[];
}

/** Whose token the servers see. */
export type AskedWith =
  | { readonly token: 'consul identity' | 'vault identity' | 'service identity'; readonly identity: string }
  | { readonly token: 'nomad identity' }
  | { readonly token: 'agent'; readonly because: string }
  | { readonly token: 'environment of the agent'; readonly because: string }
  | { readonly token: 'invalid-token'; readonly because: string }
  | { readonly token: 'none'; readonly because: string }
  | { readonly token: 'unknown'; readonly because: string };

/** Where in the job a need comes from. */
export interface From {
  readonly group: string;
  readonly task?: string;
  readonly service?: string;
  /** Index of the template in its task, and the place of the call in it, in UTF-16 code units. */
  readonly template?: number;
  readonly start?: number;
  readonly end?: number;
}

export interface Need extends Wanted {
  /** The call as it stands in the template, or what makes the client ask. */
  readonly call: string;
  readonly askedWith: AskedWith;
  readonly from: From;
}
