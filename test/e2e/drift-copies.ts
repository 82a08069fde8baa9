import { kinds } from '../../src/kinds/index.ts';
import { addressOf } from '../../src/kinds/kind.ts';
import type { KindId } from '../../src/kinds/kind.ts';
import type { Fields, Value } from '../../src/kinds/field.ts';
import type { Sample, Spec } from '../kinds/samples/sample.ts';
import { mount } from '../kinds/samples/vault.ts';

/** A sample object of its own for each field, so that one plan sees all fields changed at once. */
export interface Copy {
  readonly kind: KindId;
  readonly field: string;
  readonly address: string;
  readonly name: string;
  readonly parent: string | undefined;
  /** Whether a change means another object: nobody can change it in place. */
  readonly replaces: boolean;
  /** As the spec has it. */
  readonly base: Spec;
  /** What an operator sends to change the field alone, and where; `id` is the server's. */
  readonly change: { readonly path: (id: string) => string; readonly whole: object; readonly alone: object };
  readonly made: string;
}

/** @throws when a field that drifts on the community editions has no other value in the samples */
export function copiesOf(samples: readonly Sample[]): readonly Copy[] {
  return samples.flatMap((sample) => {
    const fields: Fields = kinds[sample.kind].fields;
    const drifting = Object.entries(fields).filter(([, { writeOnly, needs }]) => !writeOnly && needs === undefined);
    return drifting.map(([field, { replaces }]) => copy(sample, field, replaces));
  });
}

function copy(sample: Sample, field: string, replaces: boolean): Copy {
  const alternative = sample.alternatives[field];
  if (alternative === undefined) throw new Error(`${sample.kind} has no other value for its field ${field}`);
  const own = (text: string): string => {
    if (sample.kind === 'vault/jwt-config') return text.replace(mount, `config-${field}`);
    if (sample.kind === 'consul/binding-rule') return text.replace(/^parent$/, `parent-${field}`);
    return text.replace(/sample/i, (found) => `${found}-${field}`);
  };
  const { name, parent } = sample.identity;
  const identity = { name: own(name), ...(parent === undefined ? {} : { parent: own(parent) }) };
  const renamed = Object.fromEntries(
    Object.entries(sample.raw).map(([key, value]) => [
      key,
      key === 'Name' || key === 'AuthMethod' ? own(String(value)) : value,
    ]),
  );
  return {
    kind: sample.kind,
    field,
    address: addressOf(sample.kind, identity),
    name: identity.name,
    parent: identity.parent,
    replaces,
    base: sample.base,
    change: { path: (id) => own(sample.changed(id)), whole: merge(renamed, alternative.raw), alone: alternative.raw },
    made: own(sample.made('')),
  };
}

function merge(raw: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): object {
  const inner = { ...(raw.Config as object | undefined), ...(other.Config as object | undefined) };
  return { ...raw, ...other, ...(raw.Config === undefined ? {} : { Config: inner }) };
}

/** The spec of all copies, with the objects that they refer to. */
export function specOf(copies: readonly Copy[], jwksUrl: string): object {
  const of = (kind: KindId): readonly Copy[] => copies.filter((one) => one.kind === kind);
  const byName = (kind: KindId, more: (one: Copy) => object = () => ({})): Record<string, object> =>
    Object.fromEntries(of(kind).map((one) => [one.name, { ...one.base, ...more(one) }]));
  const rules = of('consul/binding-rule');
  const parents = Object.fromEntries(
    rules.map(({ parent = '' }) => [parent, { jwks_url: jwksUrl, claim_mappings: { job: 'job' } }]),
  );
  const configs = Object.fromEntries(of('vault/jwt-config').map(({ name, base }) => [name, { config: base }]));
  return {
    version: 1,
    name: 'drift',
    consul: {
      policies: { linked: { rules: '' }, ...byName('consul/policy') },
      roles: byName('consul/role'),
      auth_methods: { ...parents, ...byName('consul/auth-method') },
      binding_rules: rules.map(({ base, parent }) => ({ auth_method: parent, ...base })),
    },
    vault: {
      auth_mounts: {
        ...byName('vault/auth-mount'),
        ...configs,
        [mount]: { config: { jwks_url: jwksUrl }, roles: byName('vault/jwt-role') },
      },
      policies: byName('vault/policy'),
    },
  } satisfies Record<string, Value | object>;
}
