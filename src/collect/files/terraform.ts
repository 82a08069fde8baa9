import { WidError } from '../../support/errors.ts';
import { parseHcl2Json, type JsonNode } from '../../syntax/hcl/hcl2-json.ts';
import type { Source } from '../../syntax/source.ts';
import { isObject, textsOf } from '../../validation/object.ts';
import { plainJson } from './json-places.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** A resource as it is, or as it will be. */
export interface TerraformResource {
  /** `module.consul.consul_acl_role.tasks["default"]` */
  readonly address: string;
  readonly type: string;
  readonly values: Attributes;
  /** Attributes that are known only after the apply. */
  readonly unknown: ReadonlySet<string>;
  /** What attributes refer to, by their names: addresses of resources without their indexes. */
  readonly references: Readonly<Record<string, readonly string[]>>;
  readonly place: readonly [start: number, end: number];
}

export interface TerraformFile {
  /** Whether it tells of what will be rather than of what is. */
  readonly plan: boolean;
  readonly resources: readonly TerraformResource[];
  /** Resources that the plan takes away, with what they are now. */
  readonly deleted: readonly TerraformResource[];
}

/** What `terraform show -json` says of a plan or of a state, child modules included. Throws `syntax`. */
export function readTerraform(source: Source): TerraformFile {
  const { root, problems } = parseHcl2Json(source);
  const [problem] = problems;
  const whole = plainJson(root);
  if (problem !== undefined || !isObject(whole) || typeof whole['format_version'] !== 'string') {
    const { start, end } = problem ?? { start: 0, end: 0 };
    throw new WidError('syntax', problem?.message ?? `${source.name} is no output of terraform show -json`, {
      place: { source, start, end },
      hint: 'terraform show -json PLAN > plan.json, or terraform show -json > state.json',
    });
  }
  const plan = 'planned_values' in whole;
  const top = memberOf(memberOf(root, plan ? 'planned_values' : 'values'), 'root_module');
  const changes = new Map(
    listOf(whole['resource_changes']).flatMap((one) =>
      typeof one['address'] === 'string' ? [[one['address'], one]] : [],
    ),
  );
  const references = referencesIn(objectAt(whole, 'configuration', 'root_module'), '');
  const resources = resourcesIn(top).map((one) => ({
    ...one,
    unknown: unknownOf(changes.get(one.address)),
    references: references.get(withoutIndexes(one.address)) ?? {},
  }));
  const deleted = [...changes].flatMap(([address, { type, change, mode }]): readonly TerraformResource[] => {
    const { actions, before } = isObject(change) ? change : {};
    if (mode === 'data' || !Array.isArray(actions) || actions.length !== 1 || actions[0] !== 'delete') return [];
    const values = isObject(before) ? before : {};
    return [{ address, type: String(type), values, unknown: new Set(), references: {}, place: [0, 0] }];
  });
  return { plan, resources, deleted };
}

type Bare = Omit<TerraformResource, 'unknown' | 'references'>;

function resourcesIn(module: JsonNode | undefined): readonly Bare[] {
  const own = itemsOf(memberOf(module, 'resources')).flatMap((node): readonly Bare[] => {
    const { address, mode, type, values } = plainJson(node) as Attributes;
    if (typeof address !== 'string' || typeof type !== 'string' || mode === 'data') return [];
    return [{ address, type, values: isObject(values) ? values : {}, place: [node.start, node.end] }];
  });
  return [...own, ...itemsOf(memberOf(module, 'child_modules')).flatMap(resourcesIn)];
}

function memberOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.kind === 'object' ? node.members.find((one) => one.name === name)?.value : undefined;
}

function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === 'array' ? node.items.filter(({ kind }) => kind === 'object') : [];
}

function unknownOf(change: Attributes | undefined): ReadonlySet<string> {
  const after = objectAt(change, 'change', 'after_unknown');
  return new Set(Object.entries(after).flatMap(([name, mark]) => (isMarked(mark) ? [name] : [])));
}

/** `true` somewhere in a tree of lists and objects. */
function isMarked(mark: unknown): boolean {
  if (mark === true) return true;
  return typeof mark === 'object' && mark !== null && Object.values(mark).some(isMarked);
}

/** The addresses in a configuration have no indexes; a reference to an attribute names the resource too. */
function referencesIn(module: Attributes, prefix: string): Map<string, TerraformResource['references']> {
  const found = new Map<string, TerraformResource['references']>();
  for (const { address, expressions } of listOf(module['resources'])) {
    const named = Object.entries(isObject(expressions) ? expressions : {}).map(([name, expression]) => [
      name,
      textsOf(isObject(expression) ? expression['references'] : []).map((one) => prefix + one),
    ]);
    found.set(prefix + String(address), Object.fromEntries(named) as TerraformResource['references']);
  }
  for (const [name, call] of Object.entries(objectAt(module, 'module_calls'))) {
    const inner = objectAt(isObject(call) ? call : {}, 'module');
    for (const [address, references] of referencesIn(inner, `${prefix}module.${name}.`)) found.set(address, references);
  }
  return found;
}

export function withoutIndexes(address: string): string {
  return address.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
}

/** What stands between the brackets at the end of an address. */
export function indexOf(address: string): string {
  return /\[(\d+|"(?:[^"\\]|\\.)*")\]$/.exec(address)?.[1] ?? '';
}

export function objectAt(value: unknown, ...path: readonly string[]): Attributes {
  const found = path.reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), value);
  return isObject(found) ? found : {};
}

export function listOf(value: unknown): readonly Attributes[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
