import { textsOf } from '../validation/object.ts';
import type { KindId } from '../kinds/kind.ts';
import { kinds } from '../kinds/index.ts';
import type { Place } from '../syntax/source.ts';
import { mistake, type Context } from './context.ts';
import { addressOfDraft, type Draft } from './draft.ts';
import type { Lookup } from './lookup.ts';
import { didYouMean } from './suggestion.ts';
import { vaultNamespaceIdentity } from './vault-namespace.ts';

/** Where the spec lists what others manage. */
export const existingLists: Readonly<Partial<Record<KindId, string>>> = {
  'consul/partition': 'consul.existing.partitions',
  'consul/namespace': 'consul.existing.namespaces',
  'consul/policy': 'consul.existing.policies',
  'consul/role': 'consul.existing.roles',
  'consul/auth-method': 'consul.existing.auth_methods',
  'vault/namespace': 'vault.existing.namespaces',
  'vault/auth-mount': 'vault.existing.auth_mounts',
  'vault/policy': 'vault.existing.policies',
};

/** What every server has without anybody's doing. */
const builtin: Readonly<Partial<Record<KindId, readonly string[]>>> = {
  'consul/policy': ['global-management', 'builtin/global-read-only'],
  'vault/policy': ['default', 'root'],
  'vault/auth-mount': ['token'],
};

interface Reference {
  readonly kind: KindId;
  readonly name: string;
  readonly found: Draft | undefined;
  readonly place: Place;
}

/** The addresses that a draft's references lead to. What leads nowhere is noted as a mistake. */
export function referencesOf(context: Context, lookup: Lookup, draft: Draft): readonly string[] {
  const all = [...scopeReferences(lookup, draft), ...(readers[draft.kind]?.(lookup, draft) ?? [])];
  const addresses = all.flatMap(({ kind, name, found, place }) => {
    if (found !== undefined) return [addressOfDraft(found)];
    if (lookup.existing(kind, name) || builtin[kind]?.includes(name) === true) return [];
    const known = lookup.all(kind).map(({ identity }) => identity.name);
    const list = existingLists[kind] ?? '';
    const elsewhere = lookup.all(kind).find(({ identity }) => identity.name === name);
    const hint =
      elsewhere === undefined
        ? (didYouMean(name, known) ?? `add it to the spec, or to ${list} if others manage it`)
        : `${addressOfDraft(elsewhere)} is in another scope`;
    mistake(
      context,
      `${addressOfDraft(draft)} refers to the ${kinds[kind].title} "${name}", which the spec does not hold`,
      place,
      hint,
    );
    return [];
  });

  const explicit = draft.after.flatMap(({ address, place }) => {
    if (lookup.byAddress(address) !== undefined) return [address];
    const hint =
      didYouMean(address, lookup.addresses()) ??
      'an address looks like consul/policy/web or vault/jwt-role/jwt-nomad/web';
    mistake(context, `depends_on names "${address}", which the spec does not hold`, place, hint);
    return [];
  });
  return [...new Set([...addresses, ...explicit])].toSorted();
}

function scopeReferences(lookup: Lookup, { kind, identity, spot }: Draft): readonly Reference[] {
  const { namespace, partition } = identity;
  if (kind.startsWith('vault/')) {
    if (namespace === undefined) return [];
    const { name, ...parent } = vaultNamespaceIdentity(namespace);
    const found = lookup.find('vault/namespace', name, parent);
    return [{ kind: 'vault/namespace', name: namespace, found, place: spot.field('namespace') }];
  }
  const references: Reference[] = [];
  if (partition !== undefined) {
    const found = lookup.find('consul/partition', partition, {});
    references.push({ kind: 'consul/partition', name: partition, found, place: spot.field('partition') });
  }
  if (namespace !== undefined) {
    const found = lookup.find('consul/namespace', namespace, partition === undefined ? {} : { partition });
    references.push({ kind: 'consul/namespace', name: namespace, found, place: spot.field('namespace') });
  }
  return references;
}

type Reader = (lookup: Lookup, draft: Draft) => readonly Reference[];

const readers: Readonly<Partial<Record<KindId, Reader>>> = {
  'consul/role': (lookup, { identity, body, spot }) =>
    names(body['policies']).map((name) => ({
      kind: 'consul/policy',
      name,
      found: lookup.find('consul/policy', name, identity),
      place: spot.member('policies', name),
    })),

  'consul/namespace': (lookup, { identity: { partition }, body, spot }) => {
    const scope = partition === undefined ? {} : { partition };
    const linked = (field: string, kind: KindId): readonly Reference[] =>
      names(body[field]).map((name) => ({
        kind,
        name,
        found: lookup.find(kind, name, scope),
        place: spot.member(field, name),
      }));
    return [...linked('policy_defaults', 'consul/policy'), ...linked('role_defaults', 'consul/role')];
  },

  'consul/binding-rule': (lookup, draft) => [methodOf(lookup, draft), ...bound(lookup, draft)],

  'vault/jwt-config': (lookup, { identity, spot }) => [mountNamed(lookup, identity.name, identity, spot.place)],

  'vault/jwt-role': (lookup, { identity, body, spot }) => {
    const mount = identity.parent ?? '';
    const config = lookup.find('vault/jwt-config', mount, identity);
    return [
      mountNamed(lookup, mount, identity, spot.field('mount')),
      ...(config === undefined ? [] : [{ kind: config.kind, name: mount, found: config, place: spot.place }]),
      ...names(body['token_policies'])
        .filter((name) => body['token_policies_template_claims'] !== true || !name.includes('{{'))
        .map((name): Reference => ({
          kind: 'vault/policy',
          name,
          found: lookup.find('vault/policy', name, identity),
          place: spot.member('token_policies', name),
        })),
    ];
  },

  'vault/policy': (lookup, { identity, body, spot }) =>
    [...String(body['policy']).matchAll(/\$\{accessor\.([^}]+)\}/g)].map(({ 0: whole, 1: mount = '', index }) =>
      mountNamed(lookup, mount, identity, spot.text('policy', index, index + whole.length)),
    ),
};

function mountNamed(lookup: Lookup, mount: string, scope: Draft['identity'], place: Place): Reference {
  return { kind: 'vault/auth-mount', name: mount, found: lookup.find('vault/auth-mount', mount, { ...scope }), place };
}

function methodOf(lookup: Lookup, { identity, spot }: Draft): Reference {
  const name = identity.parent ?? '';
  return {
    kind: 'consul/auth-method',
    name,
    found: lookup.find('consul/auth-method', name, identity),
    place: spot.field('auth_method'),
  };
}

/** What a rule binds by a literal name must be there; of a name made from claims, whatever it may turn out to be. */
function bound(lookup: Lookup, draft: Draft): readonly Reference[] {
  const { body, spot } = draft;
  const kind = boundKinds[String(body['bind_type'])];
  if (kind === undefined) return [];
  const name = String(body['bind_name']);
  if (name === '') return [];
  const place = spot.field('bind_name');
  const candidates = boundCandidates(lookup, draft, kind);
  if (!name.includes('${')) {
    return [
      {
        kind,
        name,
        found: candidates.find(({ identity }) => identity.name.toLowerCase() === name.toLowerCase()),
        place,
      },
    ];
  }
  return candidates
    .filter(({ identity }) => mayBecome(name, identity.name))
    .map((found) => ({ kind, name: found.identity.name, found, place }));
}

export const boundKinds: Readonly<Record<string, KindId>> = { role: 'consul/role', policy: 'consul/policy' };

/** The method's namespace rules may send a login into any namespace of the partition; else it stays in the rule's own. */
export function boundCandidates(lookup: Lookup, draft: Draft, kind: KindId): readonly Draft[] {
  const { found: method } = methodOf(lookup, draft);
  const roams = ((method?.body['namespace_rules'] ?? []) as readonly unknown[]).length > 0;
  const { namespace, partition } = draft.identity;
  return lookup
    .all(kind)
    .filter(({ identity }) => identity.partition === partition && (roams || identity.namespace === namespace));
}

/** Whether a bind name with claims in it can come out as a name. What is interpolated is lower-cased by Consul. */
export function mayBecome(bindName: string, name: string): boolean {
  const literals = bindName.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 'i').test(name);
}

function names(value: unknown): readonly string[] {
  return textsOf(value);
}
