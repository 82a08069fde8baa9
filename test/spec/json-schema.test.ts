import { describe, expect, it } from 'vitest';
import { specJsonSchema } from '../../src/spec/json-schema.ts';
import { kinds } from '../../src/kinds/index.ts';
import { starterSpec } from '../../src/spec/starter.ts';
import { loadSpec } from '../../src/spec/load.ts';

type Node = { readonly [name: string]: Node } & { readonly $ref?: string; readonly description?: string };

const schema = specJsonSchema() as unknown as Node;

/** The schema behind a reference. */
function at(...path: readonly string[]): Node {
  let node = schema;
  for (const step of path) {
    const target = node.$ref;
    if (typeof target === 'string')
      node = target
        .slice(2)
        .split('/')
        .reduce<Node>((inner, name) => inner[name] as Node, schema);
    node = node[step] as Node;
  }
  return node;
}

describe('the JSON Schema', () => {
  it('has a title, a description and no unknown fields', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'wid spec',
      required: ['version'],
      additionalProperties: false,
    });
  });

  it.each([
    ['consul', 'policies', 'consul/policy'],
    ['consul', 'roles', 'consul/role'],
    ['consul', 'auth_methods', 'consul/auth-method'],
    ['vault', 'auth_mounts', 'vault/auth-mount'],
    ['vault', 'policies', 'vault/policy'],
  ] as const)('describes every field of %s.%s', (product, group, kind) => {
    const fields = at('properties', product, 'properties', group, 'additionalProperties', 'properties');
    for (const [name, { doc }] of Object.entries(kinds[kind].fields)) expect(fields[name]?.description, name).toBe(doc);
  });

  it('does not ask for what has a default', () => {
    const text = JSON.stringify(schema);
    expect(text).toContain('"required":["preset","issuer"]');
    expect(text).toContain('"required":["job"]');
  });
});

describe('the starter spec', () => {
  it('loads as it is', () => {
    const spec = loadSpec([{ name: 'wid.yaml', text: starterSpec() }], {}, () => '');
    expect(spec.warnings).toEqual([]);
    expect(spec.resources).toHaveLength(9);
  });

  it('loads with everything in it that is commented out', () => {
    const text = starterSpec().replaceAll(/^# (grants:|consul:|vault:|  .*)$/gm, '$1');
    expect(text).toMatch(/^grants:$/m);
    const withoutCommands = text.replace(/^ {2}wid .*\n/gm, '');
    const spec = loadSpec([{ name: 'wid.yaml', text: withoutCommands }], {}, () => 'key "a" { policy = "read" }');
    expect(spec.resources.map(({ address }) => address)).toEqual(
      expect.arrayContaining(['vault/policy/reports', 'consul/role/web', 'vault/jwt-role/jwt-nomad/nomad_default_web']),
    );
  });
});
