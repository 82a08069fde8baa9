import type { World } from '../model/world.ts';
import { isObject } from '../validation/object.ts';

/** What the surroundings of jobs speak of. */
export interface Vocabulary {
  /** Whether an id stands in them, alone or with something before or behind it. */
  readonly mentions: (id: string) => boolean;
  /** The beginnings of an id that stand in them and end there, as a prefix in a policy does. */
  readonly beginningsOf: (id: string) => readonly string[];
  /** Whether claims are made of jobs' metadata. */
  readonly namesMeta: boolean;
}

/**
 * The words of everything that decides about jobs without being one. Consul and Vault compare names as a whole or by their
 * beginnings: of two ids that are not mentioned, and have the same beginnings, they know nothing that tells one from the
 * other.
 * @returns `undefined` where something looks into the middle of names
 */
export function vocabularyOf(world: World): Vocabulary | undefined {
  const text = textOf(world);
  if (looksInsideNames(world, text)) return undefined;
  const ends = new Set((text.match(/[a-z0-9-]+/g) ?? []).flatMap(endsOf));
  const sorted = [...ends].sort();
  return {
    mentions: (id) => firstFrom(sorted, id)?.startsWith(id) === true,
    beginningsOf(id) {
      const found: string[] = [];
      for (let length = 1; length < id.length; length += 1) {
        const beginning = id.slice(0, length);
        if (ends.has(beginning)) found.push(beginning);
      }
      return found;
    },
    namesMeta: /job\.meta\b/.test(text),
  };
}

/** A name, and what is left of it without its first parts: ids may be put together with others by hyphens. */
function endsOf(name: string): readonly string[] {
  const found = [name];
  for (let at = name.indexOf('-'); at !== -1; at = name.indexOf('-', at + 1)) found.push(name.slice(at + 1));
  return found;
}

/** The first of sorted texts that does not stand before another text. */
function firstFrom(sorted: readonly string[], text: string): string | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return sorted[low];
}

/** Not what jobs themselves left there: their tokens, services and entities, as long as these give no rights. */
function textOf({ nomad, consul, vault }: World): string {
  const { agents, namespaces } = nomad ?? {};
  const { authMethods, bindingRules, roles, policies, datacenter, primaryDatacenter } = consul ?? {};
  const governed = vault?.aliases?.filter(({ entity }) => entity?.disabled === true || entity?.policies.length !== 0);
  const { mounts, policies: ofVault, kv, engines, authMounts } = vault ?? {};
  const whole = JSON.stringify([
    [agents, namespaces],
    [authMethods, bindingRules, roles, policies, datacenter, primaryDatacenter],
    [mounts, ofVault, kv, engines, authMounts, governed],
  ]);
  // The letter of an escape is none of the word behind it.
  return whole.replace(/\\(?:[bfnrt]|u[0-9a-f]{4})/g, ' ').toLowerCase();
}

/** Whether anything is about a part of a name that is not its beginning, or makes names of an id without a mark between. */
function looksInsideNames({ consul, vault }: World, text: string): boolean {
  const selectors = [
    ...(consul?.bindingRules ?? []).map(({ Selector }) => Selector),
    ...(consul?.authMethods ?? []).map(({ NamespaceRules }) => NamespaceRules),
  ];
  const roles = (vault?.mounts ?? []).flatMap((mount) => Object.values(mount.roles));
  return (
    /[a-z0-9](?:\$\{|\{\{)/.test(text) ||
    /\bmatches\b|\bcontains\b|\bin\s+value\./.test(JSON.stringify(selectors)) ||
    roles.some(({ bound_claims_type: type, bound_claims: claims }) => type === 'glob' && hasOpenBeginning(claims))
  );
}

/** Whether a pattern has a star that is not its last character. */
function hasOpenBeginning(claims: unknown): boolean {
  const patterns = isObject(claims) ? Object.values(claims).flat() : [];
  return patterns.some((one) => typeof one === 'string' && /\*./.test(one));
}
