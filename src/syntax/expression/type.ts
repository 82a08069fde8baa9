/** The types of HCL 2's values, as cty has them. `dynamic` is the type of `null` and of what is not known at all. */
export type Type =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | { readonly list: Type }
  | { readonly set: Type }
  | { readonly map: Type }
  | { readonly tuple: readonly Type[] }
  | { readonly object: Readonly<Record<string, Type>> };

export const isPrimitive = (type: Type): boolean => type === 'string' || type === 'number' || type === 'bool';

export function sameType(a: Type, b: Type): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  if ('list' in a) return 'list' in b && sameType(a.list, b.list);
  if ('set' in a) return 'set' in b && sameType(a.set, b.set);
  if ('map' in a) return 'map' in b && sameType(a.map, b.map);
  if ('tuple' in a)
    return (
      'tuple' in b &&
      a.tuple.length === b.tuple.length &&
      a.tuple.every((type, i) => sameType(type, b.tuple[i] ?? 'dynamic'))
    );
  if (!('object' in b)) return false;
  const names = Object.keys(a.object);
  return (
    names.length === Object.keys(b.object).length &&
    names.every((name) => {
      const [one, other] = [a.object[name], b.object[name]];
      return one !== undefined && other !== undefined && Object.hasOwn(b.object, name) && sameType(one, other);
    })
  );
}

/** As errors name a type; `constraint` where `dynamic` means that anything will do. */
export function friendlyName(type: Type, constraint = false): string {
  if (type === 'dynamic') return constraint ? 'any type' : 'dynamic';
  if (typeof type === 'string') return type;
  const of = (inner: Type): string =>
    constraint && inner === 'dynamic' ? 'any single type' : friendlyName(inner, constraint);
  if ('list' in type) return `list of ${of(type.list)}`;
  if ('set' in type) return `set of ${of(type.set)}`;
  if ('map' in type) return `map of ${of(type.map)}`;
  return 'tuple' in type ? 'tuple' : 'object';
}

/** The type of the elements of a list, set or map. */
export function elementType(type: Type): Type | undefined {
  if (typeof type === 'string') return undefined;
  return 'list' in type ? type.list : 'set' in type ? type.set : 'map' in type ? type.map : undefined;
}

export const isSequence = (type: Type): boolean =>
  typeof type === 'object' && ('list' in type || 'set' in type || 'tuple' in type);
export const isKeyed = (type: Type): boolean => typeof type === 'object' && ('map' in type || 'object' in type);
