import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authorize, authorizer, checkError, type Authorizer } from '../../../src/simulate/consul-acl/authorize.ts';
import type { Granting } from '../../../src/simulate/consul-acl/grant.ts';
import { mergeLayer } from '../../../src/simulate/consul-acl/layer.ts';
import { templateGranting } from '../../../src/simulate/consul-acl/templates.ts';
import type { ConsulResource, ConsulRule } from '../../../src/validation/consul/policy.ts';

const resources: readonly ConsulResource[] = ['key', 'service', 'node', 'acl', 'operator', 'mesh'];
const scalars: readonly string[] = ['acl', 'operator', 'mesh'];

const rules: fc.Arbitrary<ConsulRule> = fc.record({
  resource: fc.constantFrom(...resources),
  match: fc.constantFrom('exact' as const, 'prefix' as const),
  name: fc.constantFrom('', 'a', 'ab', 'abc', 'b'),
  policy: fc.constantFrom('read', 'write', 'deny', 'READ', 'DENY'),
  intentions: fc.constantFrom('', '', 'read', 'write', 'deny'),
}).map((rule) =>
  scalars.includes(rule.resource)
    ? { ...rule, match: 'exact', name: '', intentions: '' }
    : { ...rule, intentions: rule.resource === 'service' ? rule.intentions : '' },
); // prettier-ignore
const grantings: fc.Arbitrary<Granting[]> = fc.array(
  fc.array(rules, { maxLength: 4 }).map((some) => ({ policy: 'p', rules: some })),
  { maxLength: 3 },
);

function holder(linked: readonly Granting[], made: readonly Granting[]): Authorizer {
  return authorizer({ layer: mergeLayer(linked), grantings: linked }, made, 'deny');
}

const questions = ['key', 'service', 'node', 'intention', 'acl', 'operator', 'mesh', 'peering'].flatMap((resource) =>
  ['', 'a', 'ab', 'abx', 'abc', 'b', 'c', '*'].flatMap((segment) =>
    ['read', 'write', ...(resource === 'key' ? ['list', 'write-prefix'] : [])].map((access) => ({
      resource,
      segment,
      access,
    })),
  ),
);

describe('what a token may do', () => {
  test('is the same whether its policies were merged beforehand or all at once', () => {
    fc.assert(
      fc.property(grantings, grantings, (linked, made) => {
        const [apart, together] = [holder(linked, made), holder([...linked, ...made], [])];
        const answers = (to: Authorizer): unknown => questions.map((question) => authorize(to, question).allow);
        expect(answers(apart)).toEqual(answers(together));
      }),
      { numRuns: 400 },
    );
  });

  test('is decided by a rule that is named', () => {
    const to = holder(
      [
        { policy: 'policy wide', rules: [rule('key', 'prefix', '', 'write')] },
        { policy: 'policy narrow', rules: [rule('key', 'prefix', 'a/', 'read')] },
      ],
      [{ policy: 'service identity web', rules: [rule('service', 'exact', 'web', 'write')] }],
    );
    expect(authorize(to, { resource: 'key', segment: 'a/b', access: 'write' })).toEqual({
      allow: false,
      decidedBy: { policy: 'policy narrow', rule: 'key_prefix', name: 'a/', access: 'read' },
    });
    expect(authorize(to, { resource: 'intention', segment: 'web', access: 'read' })).toEqual({
      allow: true,
      decidedBy: { policy: 'service identity web', rule: 'service', name: 'web', access: 'read' },
    });
    expect(authorize(to, { resource: 'event', segment: 'x', access: 'read' })).toEqual({
      allow: false,
      decidedBy: { defaultPolicy: 'deny' },
    });
  });

  // Seen at a real server: merging begins with no text at all, over which only lower case wins.
  test('holds no scalar that is written in upper case', () => {
    const to = holder([{ policy: 'p', rules: [rule('acl', 'exact', '', 'WRITE')] }], []);
    expect(authorize(to, { resource: 'acl', segment: '', access: 'read' }).allow).toBe(false);
  });
});

describe('the policy of an API gateway', () => {
  const gateway = (name: string): Granting | undefined =>
    templateGranting({ template: 'builtin/api-gateway', name, title: 'gateway', datacenters: [] });

  test('is what its name makes of it, for nobody checks that', () => {
    const to = holder([], [gateway('x" { policy = "read" } key_prefix "') ?? { policy: '', rules: [] }]);
    expect(authorize(to, { resource: 'key', segment: 'any', access: 'write' }).allow).toBe(true);
  });

  test('is none when its name breaks it', () => {
    expect(gateway('q"')).toBeUndefined();
  });
});

test.each([
  [{ resource: 'zed', segment: '', access: 'read' }, 'Invalid ACL resource requested: "zed"'],
  [{ resource: 'node', segment: '', access: 'list' }, 'Invalid access level for node resource: list'],
  [{ resource: 'key', segment: '', access: 'LIST' }, undefined],
])('the question %j gets the words of the server', (check, error) => {
  expect(checkError(check)).toBe(error);
});

function rule(resource: ConsulResource, match: 'exact' | 'prefix', name: string, policy: string): ConsulRule {
  return { resource, match, name, policy, intentions: '' };
}
