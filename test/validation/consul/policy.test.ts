import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consulPolicyError,
  consulPolicyNameError,
  consulPolicyProblems,
} from '../../../src/validation/consul/policy.ts';
import { policyVerdicts } from '../../fixtures/policy-verdicts.ts';
import { vectors } from '../../fixtures/vectors.ts';

describe('ACL rules', () => {
  it.each(vectors('consul.live.policy-create'))('get the answer of Consul: $name', ({ input, expected }) => {
    expect(consulPolicyError(input)).toBe(expected.status === 200 ? undefined : expected.body);
  });

  it.each(policyVerdicts('consul').map((verdict, index) => [index, verdict] as const))(
    'get the answer that the real Consul gave to text %i',
    (_, { text, error }) => {
      expect(consulPolicyError(text)).toBe(error);
    },
  );

  it('are refused where Consul would drop the connection', () => {
    expect(consulPolicyError('key "a" { policy = "\\400" }')).toMatch(/^Failed to parse ACL rules: unquote /);
  });
});

describe('problems of ACL rules', () => {
  const places = (text: string, offset?: number): string[] =>
    consulPolicyProblems({ name: 'a.hcl', text }, offset).map(({ place }) => text.slice(place?.start, place?.end));

  it.each([
    ['key "a" { policy = "read" }\nservice "b" { policy = "list" }', ['"b"']],
    ['acl = "read"\nmesh = "list"', ['"list"']],
    ['acl = "read"\nacl = "write"', ['acl']],
    ['acl = true', ['true']],
    ['a = = 1\nb = = 2\n', ['=', '=']],
    ['key "a" { policy = "read" }', []],
  ])('point at the spot: %j', (text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it('are counted from where the rules start', () => {
    const [problem] = consulPolicyProblems({ name: 'a.hcl', text: 'acl = "x"' }, 100);
    expect(problem).toMatchObject({
      code: 'syntax',
      message: 'Consul ACL rules: Invalid acl policy: "x"',
      place: { start: 106, end: 109 },
    });
  });
});

describe('names of Consul policies', () => {
  it.each(vectors('consul.policyName'))('that Consul refuses: $name', ({ input, expected }) => {
    expect(consulPolicyNameError(input.name) === undefined).toBe(expected.valid);
  });

  it.each(vectors('consul.live.policy-name').filter(({ name }) => name !== 'global-management'))(
    'get the answer of Consul: $name',
    ({ name, input, expected }) => {
      const given = input === '<long>' ? name.repeat(2) : input;
      expect(consulPolicyNameError(given)).toBe(expected.status === 200 ? undefined : expected.body);
    },
  );

  it.each([
    ['', 'Invalid Policy: no Name is set'],
    ['a'.repeat(128), undefined],
    ['a/', undefined],
    ['a\n', "Invalid Policy: invalid Name. Only alphanumeric characters, a single '/', '-' and '_' are allowed"],
  ])('have edges: %j', (name, error) => {
    expect(consulPolicyNameError(name)).toBe(error);
  });
});

describe('any text', () => {
  it('gets an answer, and a problem with a place exactly when it is refused', () => {
    const words = [
      'key',
      '"a"',
      '{',
      '}',
      '{}',
      'policy =',
      '"read"',
      '"list"',
      '\n',
      'service',
      'intentions =',
      'acl =',
      '[',
      ']',
      '1',
      '{"key":',
      '{"a":',
      ',',
      '"policy":',
      'true',
      'identity',
    ];
    const word = fc.constantFrom(...words);
    const text = fc.array(word, { maxLength: 25 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, (input) => {
        const problems = consulPolicyProblems({ name: 'a.hcl', text: input });
        expect(problems.length > 0).toBe(consulPolicyError(input) !== undefined);
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
