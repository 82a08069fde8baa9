/** What a Consul keeps. Members are named as its API shows them. */

/** Where an object of Consul Enterprise lives. In the community edition everything is in `default`, and nothing says so. */
export interface Scope {
  readonly partition: string;
  /** `*` in lists: every namespace. */
  readonly namespace: string;
}

export interface Scoped {
  readonly Partition?: string;
  readonly Namespace?: string;
}

/** When an object was first and last written, in Consul's own count of writes. */
export interface Indexed {
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
}

/** From a role or token to a policy, or from a token to a role. Names are filled in from the object when it is read. */
export interface Link {
  readonly ID: string;
  readonly Name: string;
}

export interface ServiceIdentity {
  readonly ServiceName: string;
  readonly Datacenters?: readonly string[];
}

export interface NodeIdentity {
  readonly NodeName: string;
  readonly Datacenter: string;
}

export interface TemplatedPolicy {
  readonly TemplateID: string;
  readonly TemplateName: string;
  readonly TemplateVariables?: { readonly name?: string };
  readonly Datacenters?: readonly string[];
}

/** What a role or a token may hold beside its names. */
export interface Grants {
  readonly Policies?: readonly Link[];
  readonly ServiceIdentities?: readonly ServiceIdentity[];
  readonly NodeIdentities?: readonly NodeIdentity[];
  readonly TemplatedPolicies?: readonly TemplatedPolicy[];
}

export interface Policy extends Scoped, Indexed {
  readonly ID: string;
  readonly Name: string;
  readonly Description: string;
  readonly Rules: string;
  readonly Datacenters?: readonly string[];
  readonly Hash: string;
}

export interface Role extends Scoped, Grants, Indexed {
  readonly ID: string;
  readonly Name: string;
  readonly Description: string;
  readonly Hash: string;
}

/** The secret is plain text here: this is the server that knows it. It leaves only in answers to those who may read tokens. */
export interface Token extends Scoped, Grants, Indexed {
  readonly AccessorID: string;
  readonly SecretID: string;
  readonly Description: string;
  readonly Roles?: readonly Link[];
  readonly Local: boolean;
  readonly AuthMethod?: string;
  readonly ExpirationTime?: string;
  readonly CreateTime: string;
  readonly Hash: string;
}

export interface AuthMethod extends Scoped, Indexed {
  readonly Name: string;
  readonly Type: string;
  readonly DisplayName?: string;
  readonly Description?: string;
  /** As Go prints a duration. */
  readonly MaxTokenTTL?: string;
  readonly TokenLocality?: string;
  /** As written, whatever the case of its members. */
  readonly Config: unknown;
  readonly NamespaceRules?: unknown;
}

export interface BindingRule extends Scoped, Indexed {
  readonly ID: string;
  readonly Description: string;
  readonly AuthMethod: string;
  readonly Selector: string;
  readonly BindType: string;
  readonly BindName: string;
  readonly BindVars?: { readonly name: string };
}

export interface Entry extends Scoped, Indexed {
  readonly LockIndex: number;
  readonly Key: string;
  /** An unsigned 64-bit number, which is more than a number here can hold: `consul lock` uses its upper bits. */
  readonly Flags: bigint;
  readonly Value: Buffer;
  readonly Session?: string;
}

/** An instance of a service, as it was registered with the agent. */
export interface Service extends Scoped, Indexed {
  readonly ID: string;
  readonly Name: string;
  readonly Tags: readonly string[];
  readonly Address: string;
  readonly Port: number;
  readonly Meta: Readonly<Record<string, string>>;
  readonly EnableTagOverride: boolean;
}

export interface Session extends Scoped, Indexed {
  readonly ID: string;
  readonly Name: string;
  readonly Node: string;
  /** Nanoseconds. */
  readonly LockDelay: number;
  readonly Behavior: 'release' | 'delete';
  readonly TTL: string;
  /** Milliseconds since the epoch; never for a session without TTL. */
  readonly expires: number;
}

export interface Partition extends Indexed {
  readonly Name: string;
  readonly Description: string;
}

export interface Namespace extends Indexed {
  readonly Name: string;
  readonly Description: string;
  readonly ACLs?: unknown;
  readonly Meta?: unknown;
  readonly Partition: string;
}
