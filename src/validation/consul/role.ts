import { goQuote } from '../../syntax/go-string.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { isObject } from '../object.ts';
import { decodeBody, members, storedMembers, text, textListOf, textOf, texts, type Shape } from './body.ts';
import { identityNameRule, isIdentityName, isRoleName, methodNameRule } from './names.ts';
import { isTemplate, variablesError, variablesShape } from './templated-policy.ts';

function list(struct: string, shapes: Readonly<Record<string, Shape>>): Shape {
  const go = `structs.${struct}`;
  return { kind: 'list', go: `[]${go}`, item: { kind: 'object', go, struct, members: members(shapes) } };
}

function pointers(struct: string, plural: string, shapes: Readonly<Record<string, Shape>>): Shape {
  return { ...list(struct, shapes), go: `structs.${plural}` } as Shape;
}

const shape: Extract<Shape, { kind: 'object' }> = {
  kind: 'object',
  go: 'struct { Hash string; *structs.Alias }',
  struct: '',
  members: {
    ...members(
      {
        ID: text,
        Name: text,
        Description: text,
        Policies: list('ACLRolePolicyLink', { ID: text, Name: text }),
        ServiceIdentities: pointers('ACLServiceIdentity', 'ACLServiceIdentities', {
          ServiceName: text,
          Datacenters: texts,
        }),
        NodeIdentities: pointers('ACLNodeIdentity', 'ACLNodeIdentities', { NodeName: text, Datacenter: text }),
        TemplatedPolicies: pointers('ACLTemplatedPolicy', 'ACLTemplatedPolicies', {
          TemplateID: text,
          TemplateName: text,
          TemplateVariables: variablesShape,
          Datacenters: texts,
        }),
      },
      'Alias',
    ),
    ...storedMembers('Alias'),
    Hash: { shape: text, path: 'Hash' },
  },
};

export interface RoleContext {
  /** Whether a policy of that name exists; left out, every name is taken as known. */
  readonly policyExists?: (name: string) => boolean;
  /** Whether another role has that name; left out, none has. */
  readonly nameTaken?: (name: string) => boolean;
  /** Whether this is a write over a role that exists. */
  readonly update?: boolean;
}

/** What Consul 1.22 answers to a role that it refuses, in the order of its checks. */
export function roleError(role: unknown, context: RoleContext = {}): Refusal | undefined {
  const { body, refused } = decodeBody('Role', shape, role);
  if (refused !== undefined) return refused;
  const name = textOf(body, 'Name');
  if (name === '') return refusal(500, 'Invalid Role: no Name is set', ['Name']);
  if (!isRoleName(name)) return refusal(500, `Invalid Role: invalid Name. ${methodNameRule}`, ['Name']);
  if (context.nameTaken?.(name) === true) {
    const what = context.update === true ? 'A role with name' : 'A Role with Name';
    return refusal(500, `Invalid Role: ${what} ${goQuote(name)} already exists`, ['Name']);
  }
  return (
    first(body, 'Policies', (link) => {
      const policy = textOf(link, 'Name');
      if (textOf(link, 'ID') !== '' || (policy !== '' && context.policyExists?.(policy) !== false)) return undefined;
      return [`No such ACL policy with name ${goQuote(policy)}`, 'Name'];
    }) ??
    first(body, 'ServiceIdentities', serviceIdentityError) ??
    first(body, 'NodeIdentities', nodeIdentityError) ??
    first(body, 'TemplatedPolicies', templatedPolicyError)
  );
}

/** A role as Consul stores it. */
export interface Role {
  readonly name: string;
  /** By id or, more often, by name. */
  readonly policies: readonly { readonly id: string; readonly name: string }[];
  readonly serviceIdentities: readonly { readonly name: string; readonly datacenters: readonly string[] }[];
  readonly nodeIdentities: readonly { readonly name: string; readonly datacenter: string }[];
  readonly templatedPolicies: readonly {
    readonly template: string;
    readonly name: string;
    readonly datacenters: readonly string[];
  }[];
}

/** Reads a role, whether or not {@link roleError} has something to say about it. */
export function readRole(role: unknown): Role {
  const { body } = decodeBody('Role', shape, role);
  return {
    name: textOf(body, 'Name'),
    policies: items(body, 'Policies').map((link) => ({ id: textOf(link, 'ID'), name: textOf(link, 'Name') })),
    serviceIdentities: items(body, 'ServiceIdentities').map((identity) => ({
      name: textOf(identity, 'ServiceName'),
      datacenters: textListOf(identity, 'Datacenters'),
    })),
    nodeIdentities: items(body, 'NodeIdentities').map((identity) => ({
      name: textOf(identity, 'NodeName'),
      datacenter: textOf(identity, 'Datacenter'),
    })),
    templatedPolicies: items(body, 'TemplatedPolicies').map((policy) => ({
      template: textOf(policy, 'TemplateName'),
      name: isObject(policy.TemplateVariables) ? textOf(policy.TemplateVariables, 'Name') : '',
      datacenters: textListOf(policy, 'Datacenters'),
    })),
  };
}

function items(body: Item, name: string): readonly Item[] {
  return Array.isArray(body[name]) ? (body[name] as readonly unknown[]).filter(isObject) : [];
}

type Item = Readonly<Record<string, unknown>>;
type ItemError = readonly [text: string, ...member: string[]] | undefined;

function first(body: Item, name: string, check: (item: Item) => ItemError): Refusal | undefined {
  const items = Array.isArray(body[name]) ? (body[name] as readonly unknown[]) : [];
  for (const [index, item] of items.entries()) {
    const [fault, ...member] = check(isObject(item) ? item : {}) ?? [];
    if (fault !== undefined) return refusal(500, fault, [name, String(index), ...member]);
  }
  return undefined;
}

function serviceIdentityError(identity: Item): ItemError {
  const name = textOf(identity, 'ServiceName');
  if (name === '') return ['Service identity is missing the service name field on this role', 'ServiceName'];
  if (isIdentityName(name)) return undefined;
  return [`Service identity ${goQuote(name)} has an invalid name. ${identityNameRule}`, 'ServiceName'];
}

function nodeIdentityError(identity: Item): ItemError {
  const name = textOf(identity, 'NodeName');
  if (name === '') return ['Node identity is missing the node name field on this role', 'NodeName'];
  if (textOf(identity, 'Datacenter') === '')
    return ['Node identity is missing the datacenter field on this role', 'Datacenter'];
  return isIdentityName(name) ? undefined : [`Node identity has an invalid name. ${identityNameRule}`, 'NodeName'];
}

function templatedPolicyError(policy: Item): ItemError {
  const template = textOf(policy, 'TemplateName');
  if (template === '') return ['templated policy is missing the template name field on this role', 'TemplateName'];
  if (!isTemplate(template))
    return [`templated policy with an invalid templated name: ${template} for this role`, 'TemplateName'];
  const { TemplateVariables: variables } = policy;
  const fault = variablesError(template, isObject(variables) ? { Name: textOf(variables, 'Name') } : undefined);
  if (fault === undefined) return undefined;
  const text = `encountered role with invalid templated policy: ${fault}`;
  return isObject(variables) ? [text, 'TemplateVariables', 'Name'] : [text, 'TemplateVariables'];
}
