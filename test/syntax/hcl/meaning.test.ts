import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyMeaning, samePolicyMeaning } from '../../../src/syntax/hcl/meaning.ts';

describe('policies that mean the same', () => {
  it.each([
    ['layout and comments', 'key "a" { policy = "read" }', '# note\nkey "a"\n{\n  policy = "read" // x\n}\n'],
    ['line ends', 'key "a" {\n policy = "read"\n}\n', 'key "a" {\r\n policy = "read"\r\n}\r\n'],
    [
      'the order of blocks',
      'key "a" { policy = "read" }\nkey "b" { policy = "deny" }',
      'key "b" { policy = "deny" }\nkey "a" { policy = "read" }',
    ],
    [
      'the order of arguments',
      'service "a" { policy = "read"\n intentions = "deny" }',
      'service "a" { intentions = "deny"\n policy = "read" }',
    ],
    [
      'the order of capabilities',
      'path "a" { capabilities = ["read", "list"] }',
      'path "a" { capabilities = ["list", "read", "list"] }',
    ],
    [
      'a block that is repeated to the letter',
      'key "a" { policy = "read" }',
      'key "a" { policy = "read" } key "a" { policy = "read" }',
    ],
    ['quotes and escapes', 'key "a" { policy = "read" }', '"key" a { "policy" = "re\\x61d" }'],
    ['a heredoc', 'a = "x\\n"', 'a = <<EOT\nx\nEOT\n'],
    ['JSON', 'key "a" { policy = "read" }\nacl = "read"', '{"acl": "read", "key": {"a": {"policy": "read"}}}'],
    [
      'JSON with a list of blocks',
      'path "a" { capabilities = ["read"] }\npath "b" { policy = "read" }',
      '{"path": [{"b": {"policy": "read"}}, {"a": {"capabilities": ["read"]}}]}',
    ],
    ['nothing at all', '', ' # only a comment\n'],
  ])('differ in %s only', (_, a, b) => {
    expect(samePolicyMeaning(a, b)).toBe(true);
    expect(policyMeaning(a)).toEqual(policyMeaning(b));
  });
});

describe('policies that mean something else', () => {
  it.each([
    ['a value', 'key "a" { policy = "read" }', 'key "a" { policy = "write" }'],
    ['upper case in a value', 'key "a" { policy = "deny" }', 'key "a" { policy = "DENY" }'],
    ['upper case in a label', 'key "a" { policy = "deny" }', 'key "A" { policy = "deny" }'],
    ['the label', 'key "a" { policy = "read" }', 'key "a/" { policy = "read" }'],
    ['the resource', 'key "a" { policy = "read" }', 'key_prefix "a" { policy = "read" }'],
    ['a missing capability', 'path "a" { capabilities = ["read", "list"] }', 'path "a" { capabilities = ["read"] }'],
    ['a type', 'path "a" { min_wrapping_ttl = 10 }', 'path "a" { min_wrapping_ttl = "10" }'],
    ['a block more', 'key "a" { policy = "read" }', 'key "a" { policy = "read" } key "a" { policy = "deny" }'],
    ['which of two spellings comes last', 'mesh = "read"\nMesh = "write"', 'Mesh = "write"\nmesh = "read"'],
    [
      'which of two spellings with a long s comes last',
      'mesh = "read"\nmeſh = "write"',
      'meſh = "write"\nmesh = "read"',
    ],
    [
      'the order of parameters',
      'path "a" { allowed_parameters = { x = ["1", "2"] } }',
      'path "a" { allowed_parameters = { x = ["2", "1"] } }',
    ],
    [
      'where a list is that is called capabilities',
      'path "a" { allowed_parameters = { capabilities = ["b", "a"] } }',
      'path "a" { allowed_parameters = { capabilities = ["a", "b"] } }',
    ],
    ['bytes that are no text', 'key "\\xff" { policy = "read" }', 'key "\\xfe" { policy = "read" }'],
    ['how keys are cut', 'key "a" "b" { policy = "read" }', 'key "a\\" \\"b" { policy = "read" }'],
    ['being readable', 'key "a" {', 'key "a" { '],
  ])('differ in %s', (_, a, b) => {
    expect(samePolicyMeaning(a, b)).toBe(false);
  });

  it('but a text that cannot be read is the same as itself', () => {
    expect(samePolicyMeaning('key "a" {', 'key "a" {')).toBe(true);
    expect(policyMeaning('key "a" {')).toBeUndefined();
  });
});

interface Rule {
  readonly resource: string;
  readonly label: string;
  readonly access: string;
  readonly capabilities: readonly string[];
}

const rule: fc.Arbitrary<Rule> = fc.record({
  resource: fc.constantFrom('key', 'service', 'node_prefix', 'path'),
  label: fc.oneof(fc.constantFrom('', 'a', 'a/*', 'é', '"', '\\', 'a b', '${x}', '\n'), fc.string({ maxLength: 5 })),
  access: fc.constantFrom('read', 'write', 'deny', 'list'),
  capabilities: fc.uniqueArray(fc.constantFrom('read', 'list', 'create', 'update'), { minLength: 1, maxLength: 4 }),
});

describe('any policy', () => {
  const rules = fc.uniqueArray(rule, {
    minLength: 1,
    maxLength: 5,
    selector: ({ resource, label }) => `${resource} ${label}`,
  });

  it('means the same in another order, layout and language', () => {
    fc.assert(
      fc.property(rules, fc.infiniteStream(fc.nat()), (all, numbers) => {
        const shuffled = all
          .map((one) => ({ one, at: numbers.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(samePolicyMeaning(hcl(all), hcl(shuffled, true))).toBe(true);
        expect(samePolicyMeaning(hcl(all), json(shuffled))).toBe(true);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('means something else once anything in it is changed', () => {
    const change = fc.constantFrom<(one: Rule) => Rule>(
      (one) => ({ ...one, access: `${one.access}x`, capabilities: [...one.capabilities, 'sudo'] }),
      (one) => ({ ...one, label: `${one.label}x` }),
      (one) => ({ ...one, resource: `${one.resource}x` }),
      (one) => ({ ...one, access: one.access.toUpperCase(), capabilities: one.capabilities.slice(1) }),
    );
    fc.assert(
      fc.property(rules, fc.nat(), change, (all, nth, changed) => {
        const other = all.map((one, index) => (index === nth % all.length ? changed(one) : one));
        expect(samePolicyMeaning(hcl(all), hcl(other, true))).toBe(false);
        expect(samePolicyMeaning(hcl(all), json(other))).toBe(false);
        expect(samePolicyMeaning(hcl(all), hcl(all.filter((_, index) => index !== nth % all.length)))).toBe(false);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });
});

function hcl(rules: readonly Rule[], other = false): string {
  return rules
    .map(({ resource, label, access, capabilities }) => {
      const list = other ? [...capabilities.toReversed(), ...capabilities.slice(0, 1)] : capabilities;
      const body = resource.startsWith('path')
        ? `capabilities = [${list.map(quoted).join(', ')}]`
        : `policy = ${quoted(access)}`;
      return other
        ? `/* x */ ${resource}\n${quoted(label)}{${body}} # y\n`
        : `${resource} ${quoted(label)} {\n  ${body}\n}\n`;
    })
    .join('');
}

/** `${` would start an interpolation in HCL, where an escape is none. */
function quoted(text: string): string {
  const escaped = Array.from(text, (letter) =>
    /[\w/* -]/.test(letter) ? letter : `\\U${(letter.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
  );
  return `"${escaped.join('')}"`;
}

function json(rules: readonly Rule[]): string {
  const one = ({ resource, label, access, capabilities }: Rule): string => {
    const body = resource.startsWith('path') ? { capabilities } : { policy: access };
    return `${JSON.stringify(resource)}: {${quoted(label)}: ${JSON.stringify(body)}}`;
  };
  return `{${rules.map(one).join(', ')}}`;
}
