import type { ConsulResource, ConsulRule } from '../../validation/consul/policy.ts';

/** A policy that a token has, its own or one that Consul makes up for an identity. */
export interface Granting {
  /** `policy web`, `service identity web`, `templated policy builtin/dns`: who grants. */
  readonly policy: string;
  readonly rules: readonly ConsulRule[];
}

export type Level = 'deny' | 'read' | 'list' | 'write';

/** A rule in force and the policy that it comes from. */
export interface Decider {
  readonly policy: string;
  /** As it is written, `key_prefix` for example; scalars such as `acl` have no name. */
  readonly rule: string;
  readonly name?: string;
  readonly access: Level;
}

/** What is decided about: a resource of the rules, or the intentions of services. */
export type Subject = ConsulResource | 'intention';

/** As `acl/policy.go` weighs two rules of one name. It compares the raw text, so `DENY` loses to `read`. */
const weight: Readonly<Record<string, number>> = { deny: 4, write: 3, list: 2, read: 1 };

/** Whether the newer of two texts takes the older one's place. */
export function overrules(newer: string, older: string): boolean {
  const mine = weight[newer] ?? 0;
  return mine > 0 && mine >= (weight[older] ?? 0);
}

export function levelOf(text: string): Level {
  const level = text.toLowerCase();
  return level === 'read' || level === 'list' || level === 'write' ? level : 'deny';
}

/** The intentions that a service rule gives when it does not say: to read, if its own text is in lower case. */
export function intentionsOf(policy: string, intentions: string): string {
  if (intentions !== '') return intentions;
  return policy === 'read' || policy === 'write' ? 'read' : 'deny';
}

const scalars: ReadonlySet<string> = new Set(['acl', 'keyring', 'operator', 'mesh', 'peering']);

/** Whether a subject has neither names nor prefixes. */
export function isScalar(subject: string): boolean {
  return scalars.has(subject);
}

/** `key_prefix` for a prefix of keys, `acl` for the scalar. */
export function ruleName(resource: ConsulResource, match: 'exact' | 'prefix'): string {
  return match === 'prefix' ? `${resource}_prefix` : resource;
}
