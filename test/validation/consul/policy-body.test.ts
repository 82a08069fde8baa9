import { expect, test } from 'vitest';
import { policyBodyError, readPolicyBody } from '../../../src/validation/consul/policy-body.ts';

const refusedBy = (policy: unknown, taken: readonly string[] = []): unknown =>
  policyBodyError(policy, (name) => taken.includes(name.toLowerCase()));

/** Each seen on a Consul 1.22.2. */
test.each([
  [{ Name: 'p', Foo: 1 }, 400, 'Policy decoding failed: json: unknown field "Foo"'],
  [
    { Name: 'p', Rules: ['x'] },
    400,
    'Policy decoding failed: json: cannot unmarshal array into Go struct field .Alias.Rules of type string',
  ],
  [
    { Name: 'p', Datacenters: 'dc1' },
    400,
    'Policy decoding failed: json: cannot unmarshal string into Go struct field .Alias.Datacenters of type []string',
  ],
  [
    { Name: 'p', Datacenters: [5] },
    400,
    'Policy decoding failed: json: cannot unmarshal number into Go struct field .Alias.Datacenters of type string',
  ],
  [
    { Name: 'p', CreateIndex: -1 },
    400,
    'Policy decoding failed: json: cannot unmarshal number -1 into Go struct field .Alias.RaftIndex.CreateIndex of type uint64',
  ],
  [{ Rules: '' }, 500, 'Invalid Policy: no Name is set'],
  [{ Name: 'P', Rules: '' }, 500, 'Invalid Policy: A Policy with Name "P" already exists'],
])('%j is refused', (policy, status, text) => {
  expect(refusedBy(policy, ['p'])).toMatchObject({ status, text });
});

test.each([
  { Name: 'q', Rules: null },
  { name: 'q', rules: '', DATACENTERS: null },
  { Name: 'q', CreateIndex: 5, Hash: 'x' },
])('%j is taken', (policy) => {
  expect(refusedBy(policy, ['p'])).toBeUndefined();
});

test('a datacenter that is null has no name, so the policy is good nowhere', () => {
  expect(readPolicyBody({ Name: 'q', Datacenters: [null] }).datacenters).toEqual(['']);
});
