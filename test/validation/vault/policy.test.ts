import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  vaultPolicyError,
  vaultPolicyName,
  vaultPolicyNameError,
  vaultPolicyProblems,
} from '../../../src/validation/vault/policy.ts';
import { policyVerdicts } from '../../fixtures/policy-verdicts.ts';
import { vectors } from '../../fixtures/vectors.ts';

describe('Vault policies', () => {
  it.each(vectors('vault.policyParse'))('get the answer of Vault: $name', ({ input, expected }) => {
    expect(vaultPolicyError(input.policies[0]) ?? 'OK').toBe(expected.result);
  });

  // Those vectors come from inside OpenBao, where the empty policy is none that HTTP would let through.
  it.each(vectors('openbao.policyParse').filter(({ name }) => name !== ''))(
    'get the answer of OpenBao: $name',
    ({ input, expected }) => {
      expect(vaultPolicyError(input.policies[0], 'openbao') ?? 'OK').toBe(expected.result);
    },
  );

  it.each(policyVerdicts('vault').map((verdict, index) => [index, verdict] as const))(
    'get the answer that the real Vault gave to text %i',
    (_, { text, error }) => {
      expect(vaultPolicyError(text)).toBe(error);
    },
  );

  it('are looked at as what they decode to when they happen to be Base64', () => {
    const wrapped = (text: string): string => Buffer.from(text).toString('base64');
    expect(vaultPolicyError(wrapped('path "a" { capabilities = ["read"] }'))).toBeUndefined();
    expect(vaultPolicyError(wrapped('path "a" { capabilities = ["foo"] }'))).toBe(
      'failed to parse policy: path "a": invalid capability "foo"',
    );
    const text = wrapped('path "a" {');
    expect(vaultPolicyProblems({ name: 'a', text }).map(({ place }) => text.slice(place?.start, place?.end))).toEqual([
      text,
    ]);
  });
});

describe('problems of Vault policies', () => {
  it.each([
    ['path "a" { capabilities = ["read", "foo"] }', ['"foo"']],
    ['path "a/{{identity.entity.id" { capabilities = ["read"] }', ['"a/{{identity.entity.id"']],
    ['path "a/+*" { capabilities = ["read"] }', ['"a/+*"']],
    ['path "a" { policy = "foo" }', ['"foo"']],
    ['path "a" { capabilities = "read" }', ['"read"']],
    ['path "a" { capability = ["read"] }', ['capability']],
    ['path "a" { capability = ["read"]\n x = 1\n policy = "read" }', ['capability', 'x']],
    ['path "a" { min_wrapping_ttl = "10s" max_wrapping_ttl = "5s" }', ['"5s"']],
    ['path "a" {\n policy = = 1\n}\npath "b" {\n x y\n}\n', ['=', '}']],
    ['path "a" { capabilities = ["read"] }', []],
  ])('point at the spot: %j', (text, expected) => {
    const problems = vaultPolicyProblems({ name: 'a.hcl', text });
    expect(problems.map(({ place }) => text.slice(place?.start, place?.end))).toEqual(expected);
  });

  it('are one sentence each, where Vault lists them', () => {
    const [problem] = vaultPolicyProblems({ name: 'a.hcl', text: 'paths "a" {}' });
    expect(problem?.message).toBe('Vault policy: unknown argument "paths"; known are name, path');
  });

  it('include an empty policy', () => {
    expect(vaultPolicyProblems({ name: 'a.hcl', text: '' })).toMatchObject([
      { message: "Vault policy: 'policy' parameter not supplied or empty" },
    ]);
  });
});

describe('names of Vault policies', () => {
  it.each([
    ['root', 'cannot update "root" policy'],
    ['Root', 'cannot update "root" policy'],
    ['response-wrapping', 'cannot update "response-wrapping" policy'],
    ['control-group', 'cannot update "control-group" policy'],
    ['', 'policy name must be provided in the URL'],
    ['default', undefined],
    ['a/b c', undefined],
  ])('are judged: %j', (name, error) => {
    expect(vaultPolicyNameError(name)).toBe(error);
  });

  it('are kept in lower case', () => {
    expect(vaultPolicyName('Web')).toBe('web');
  });
});

describe('any text', () => {
  it('gets an answer, and a problem with a place exactly when it is refused', () => {
    const words = [
      'path',
      '"a"',
      '{',
      '}',
      '{}',
      'capabilities =',
      '["read"]',
      '"list"',
      '\n',
      'policy =',
      'min_wrapping_ttl =',
      '"1x"',
      'control_group',
      'factor',
      'allowed_parameters =',
      '[',
      ']',
      '1',
      '{"path":',
      '{"a":',
      ',',
      'true',
      'name =',
      '"{{"',
    ];
    const word = fc.constantFrom(...words);
    const text = fc.array(word, { maxLength: 25 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, (input) => {
        const problems = vaultPolicyProblems({ name: 'a.hcl', text: input });
        expect(problems.length > 0).toBe(vaultPolicyError(input) !== undefined);
        for (const { place } of problems) {
          expect(place).toBeDefined();
          if (place !== undefined)
            expect(0 <= place.start && place.start <= place.end && place.end <= input.length).toBe(true);
        }
      }),
      { seed: 4, numRuns: 3000 },
    );
  });
});
