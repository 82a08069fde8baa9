import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Value } from '../../src/kinds/field.ts';
import { kindOf, kinds } from '../../src/kinds/index.ts';
import { complete, fromApi, toApi, type Kind, type KindId } from '../../src/kinds/kind.ts';
import { bodyOf, differences } from './samples/bodies.ts';
import { consulSamples } from './samples/consul.ts';
import { elsewhere } from './samples/elsewhere.ts';
import type { Spec } from './samples/sample.ts';
import { surroundingsAt } from './samples/surroundings.ts';
import { vaultSamples } from './samples/vault.ts';

const surroundings = surroundingsAt('http://127.0.0.1:1');
const samples = [...consulSamples(surroundings), ...vaultSamples(surroundings)];

/** Another value for each field, as a spec writes it, with what it needs beside it. */
function alternativesOf(id: KindId): Readonly<Record<string, Spec>> {
  const real = samples.find(({ kind }) => kind === id)?.alternatives ?? {};
  const others = Object.entries(elsewhere[id] ?? {}).map(([name, value]) => [name, { [name]: value }] as const);
  return {
    ...Object.fromEntries(Object.entries(real).map(([name, { spec }]) => [name, spec])),
    ...Object.fromEntries(others),
  };
}

/** What a server keeps of a request: JSON. */
const overTheWire = (object: unknown): unknown => JSON.parse(JSON.stringify(object));

it('finds a kind by its id, and nothing by another word', () => {
  expect(kindOf('consul/role')).toBe(kinds['consul/role']);
  expect(kindOf('toString')).toBeUndefined();
});

describe.each(Object.entries(kinds) as [KindId, Kind][])('%s', (id, kind) => {
  const fields = Object.entries(kind.fields);
  const unset = complete(kind.fields, {});
  const alternatives = alternativesOf(id);

  it('is the kind that its file exports', async () => {
    expect(kind.id).toBe(id);
    const file = (await import(
      /* @vite-ignore */ new URL(`../../src/kinds/${id}.ts`, import.meta.url).pathname
    )) as Record<string, unknown>;
    expect(Object.values(file)).toContain(kind);
  });

  it('names its product in its title', () => {
    expect(kind.title.startsWith(id.startsWith('consul/') ? 'Consul ' : 'Vault ')).toBe(true);
  });

  it('has a line of documentation and a place of its own for each field', () => {
    for (const [name, { doc }] of fields) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(doc, name).toMatch(/^[A-Z`].*\.$/);
    }
    expect(new Set(fields.map(([, { api }]) => api.join('.'))).size).toBe(fields.length);
  });

  it('has a schema for every field that JSON Schema can show', () => {
    for (const [name, { schema }] of fields) expect(() => z.toJSONSchema(schema, { io: 'input' }), name).not.toThrow();
  });

  it('reads an object with nothing in it as one with everything unset', () => {
    expect(fromApi(kind.fields, {})).toEqual(unset);
    expect(fromApi(kind.fields, Object.fromEntries(fields.map(([, { api }]) => [api[0], null])))).toEqual(unset);
    expect(differences(kind, fromApi(kind.fields, overTheWire(toApi(kind.fields, unset))), unset)).toEqual([]);
  });

  it('sends fields of other editions only when they are set, or were', () => {
    for (const [name, { api, needs }] of fields) {
      if (needs === undefined) continue;
      const set = bodyOf(kind, alternatives[name] ?? {});
      const at = (object: Record<string, unknown>): boolean => api[0] !== undefined && api[0] in object;
      expect(
        [at(toApi(kind.fields, unset)), at(toApi(kind.fields, set)), at(toApi(kind.fields, unset, set))],
        name,
      ).toEqual([false, true, true]);
    }
  });

  it.each(fields.map(([name]) => name))(
    'brings another value of %s to the API and back, and to a spec and back',
    (name) => {
      const spec = alternatives[name];
      if (spec === undefined) expect.fail(`no sample has another value for ${name}`);
      const body = bodyOf(kind, spec);
      const field = kind.fields[name];
      expect(field?.same(body[name], unset[name])).toBe(false);
      expect(differences(kind, fromApi(kind.fields, overTheWire(toApi(kind.fields, body))), body)).toEqual([]);
      const written = field?.toSpec(body[name]) as Value;
      expect(field?.schema.parse(written)).toEqual(body[name]);
      expect(overTheWire(written)).toEqual(written);
      expect(field?.schema.parse(field.toSpec(field.unset))).toEqual(field?.unset);
    },
  );
});
