import type { UnknownClaim } from '../nomad-claims/placement.ts';
import type { AskedWith, Lack } from '../needs/need.ts';
import type { Reason } from '../needs/value.ts';
import type { Request } from './requests.ts';

/** Why workloads of a job may do what they may, and why not more: a chain for each workload and product. */
export interface Explanation {
  readonly job: { readonly id: string; readonly namespace: string };
  /** Whether Nomad takes the job; one that it refuses has no workloads. */
  readonly registration: {
    readonly accepted: boolean;
    readonly error: string | null;
    readonly warnings: readonly string[];
  };
  readonly chains: readonly Chain[];
  /** What of the templates fails, or could not be looked at for needs. */
  readonly problems: readonly Problem[];
  readonly assumed: readonly string[];
}

export interface Problem {
  readonly group: string;
  readonly task: string | null;
  /** Index of the template in its task. */
  readonly template: number | null;
  /** In the words of Go or consul-template. */
  readonly message: string;
  readonly conditional: boolean;
}

export interface Workload {
  readonly group: string;
  readonly task: string | null;
  readonly service: string | null;
}

export interface Chain {
  readonly workload: Workload;
  readonly product: 'consul' | 'vault';
  readonly links: readonly Link[];
  /** Where in `links` the first broken one stands; `null` when none is. */
  readonly broken: number | null;
}

/** `unreached`: what stands behind a broken link. `unknown`: it cannot be told from what was read. */
export type State = 'ok' | 'broken' | 'unknown' | 'unreached';

export type Link = { readonly state: State } & (
  IdentityLink | ClaimsLink | LoginLink | RulesLink | GrantLink | NeedLink
);

export type NoIdentity = 'no consul block' | 'no vault block' | 'not configured' | 'stored without';

export interface IdentityLink {
  readonly link: 'identity';
  readonly identity: string | null;
  readonly why?: NoIdentity;
  /** With which token it is asked in spite of that. */
  readonly instead?: Instead;
}

/** Whose token takes the place of the one that a workload without an identity cannot get. */
export type Instead = Extract<AskedWith, { readonly because: string }>['token'];

export interface ClaimsLink {
  readonly link: 'claims';
  /** Predicted ones, or those of a token that was given. */
  readonly from: 'prediction' | 'token';
  readonly claims: Readonly<Record<string, unknown>>;
  readonly unknown: readonly UnknownClaim[];
}

export interface LoginLink {
  readonly link: 'login';
  /** Of another Consul or Vault than the one that was read: its name in the agents' configuration. */
  readonly cluster?: string;
  readonly at: { readonly authMethod: string } | { readonly mount: string; readonly role: string };
  /** The server's text. */
  readonly error: string | null;
  readonly alternatives?: readonly string[];
  /** Why the answer is not known, or there is nobody to answer. */
  readonly reason?: string;
  readonly mapped: readonly { readonly claim: string; readonly target: string; readonly value: unknown }[];
  readonly bound: readonly { readonly claim: string; readonly ok: boolean; readonly error?: string }[];
}

export interface TriedRule {
  readonly selector: string;
  readonly matched: boolean;
  /** What the selector's fields have as their values; `null` for none. */
  readonly sees: Readonly<Record<string, unknown>>;
  readonly bindType: string;
  readonly bindName: string;
  /** What the bind name came to. */
  readonly name?: string;
  readonly exists?: boolean;
  readonly error?: string;
}

export interface RulesLink {
  readonly link: 'rules';
  readonly tried: readonly TriedRule[];
  readonly error: string | null;
}

export interface GrantLink {
  readonly link: 'grant';
  readonly policies: readonly string[];
  readonly roles: readonly { readonly name: string; readonly policies: readonly string[] }[];
  readonly identities: readonly string[];
  /** Roles and policies that the login asks for and that do not exist. */
  readonly missing: readonly string[];
  /** Objects that the server refuses, and paths that it drops. */
  readonly left: readonly { readonly what: string; readonly error: string }[];
  readonly error: string | null;
}

export interface NeedLink {
  readonly link: 'need';
  /** As it is written: `key "app/config"`. */
  readonly need: string;
  /** Where from: `template 1`; empty when the client itself asks. */
  readonly origin: string;
  readonly request: Request | null;
  /** Whether it is asked only under some condition. */
  readonly conditional: boolean;
  /** Why it is not known what is asked. */
  readonly unknown: readonly Reason[];
  /** What comes of it when it is not allowed: an error, or an answer that leaves something out. */
  readonly lack: Lack;
  /** Of Consul, where a query names one. */
  readonly datacenter?: string;
  readonly allow: boolean | null;
  readonly decidedBy: DecidedBy | null;
  readonly reason?: string;
}

export type DecidedBy =
  | { readonly policy: string; readonly rule: string; readonly name?: string; readonly access: string }
  | { readonly defaultPolicy: 'allow' | 'deny' }
  | {
      /** `null` when no path of any policy fits. */
      readonly path: string | null;
      readonly policies: readonly string[];
      readonly capabilities: readonly string[];
    };
