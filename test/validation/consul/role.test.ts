import { expect, test } from 'vitest';
import { roleError } from '../../../src/validation/consul/role.ts';

/** Each seen on a Consul 1.22.2. */
test.each([
  [{ Name: '' }, 500, 'Invalid Role: no Name is set', ['Name']],
  [{ Name: 'a b' }, 500, "Invalid Role: invalid Name. Only alphanumeric characters, '-' and '_' are allowed", ['Name']],
  [
    { Name: 5 },
    400,
    'Role decoding failed: json: cannot unmarshal number into Go struct field .Alias.Name of type string',
    ['Name'],
  ],
  [{ Name: 'r', Zed: 1 }, 400, 'Role decoding failed: json: unknown field "Zed"', ['Zed']],
  [
    { Name: 'r', Policies: 'x' },
    400,
    'Role decoding failed: json: cannot unmarshal string into Go struct field .Alias.Policies of type []structs.ACLRolePolicyLink',
    ['Policies'],
  ],
  [
    { Name: 'r', Policies: [{ Zed: 1 }] },
    400,
    'Role decoding failed: json: unknown field "Zed"',
    ['Policies', '0', 'Zed'],
  ],
  [{ Name: 'r', Policies: [{ Name: 'none' }] }, 500, 'No such ACL policy with name "none"', ['Policies', '0', 'Name']],
  [
    { Name: 'r', ServiceIdentities: [{ ServiceName: 5 }] },
    400,
    'Role decoding failed: json: cannot unmarshal number into Go struct field ACLServiceIdentity.Alias.ServiceIdentities.ServiceName of type string',
    ['ServiceIdentities', '0', 'ServiceName'],
  ],
  [
    { Name: 'r', ServiceIdentities: [{}] },
    500,
    'Service identity is missing the service name field on this role',
    ['ServiceIdentities', '0', 'ServiceName'],
  ],
  [
    { Name: 'r', ServiceIdentities: [{ ServiceName: 'a' }, { ServiceName: 'A' }] },
    500,
    `Service identity "A" has an invalid name. Only lowercase alphanumeric characters, '-' and '_' are allowed`,
    ['ServiceIdentities', '1', 'ServiceName'],
  ],
  [
    { Name: 'r', NodeIdentities: [{ NodeName: 'a' }] },
    500,
    'Node identity is missing the datacenter field on this role',
    ['NodeIdentities', '0', 'Datacenter'],
  ],
  [
    { Name: 'r', NodeIdentities: [{ NodeName: 'A', Datacenter: 'dc1' }] },
    500,
    "Node identity has an invalid name. Only lowercase alphanumeric characters, '-' and '_' are allowed",
    ['NodeIdentities', '0', 'NodeName'],
  ],
  [
    { Name: 'r', TemplatedPolicies: [{}] },
    500,
    'templated policy is missing the template name field on this role',
    ['TemplatedPolicies', '0', 'TemplateName'],
  ],
  [
    { Name: 'r', TemplatedPolicies: [{ TemplateName: 'zz' }] },
    500,
    'templated policy with an invalid templated name: zz for this role',
    ['TemplatedPolicies', '0', 'TemplateName'],
  ],
  [
    { Name: 'r', TemplatedPolicies: [{ TemplateName: 'builtin/service' }] },
    500,
    'encountered role with invalid templated policy: 1 error occurred:\n\t* Invalid type. Expected: object, given: null\n\n',
    ['TemplatedPolicies', '0', 'TemplateVariables'],
  ],
  [
    { Name: 'r', TemplatedPolicies: [{ TemplateName: 'builtin/api-gateway', TemplateVariables: {} }] },
    500,
    'encountered role with invalid templated policy: 1 error occurred:\n\t* name is required\n\n',
    ['TemplatedPolicies', '0', 'TemplateVariables', 'Name'],
  ],
])('Consul refuses %j', (role, status, text, member) => {
  expect(roleError(role, { policyExists: (name) => name !== 'none' })).toEqual({ status, text, member });
});

test.each([
  [{ Name: 'r' }],
  [{ name: 'r', policies: [{ name: 'p' }] }],
  [{ Name: 'r', TemplatedPolicies: [{ TemplateName: 'builtin/dns', Datacenters: ['dc9'] }] }],
])('Consul takes %j', (role) => {
  expect(roleError(role)).toBeUndefined();
});

test('a name that another role has is refused', () => {
  const taken = { nameTaken: () => true };
  expect(roleError({ Name: 'r' }, taken)?.text).toBe('Invalid Role: A Role with Name "r" already exists');
  expect(roleError({ Name: 'r' }, { ...taken, update: true })?.text).toBe(
    'Invalid Role: A role with name "r" already exists',
  );
});
