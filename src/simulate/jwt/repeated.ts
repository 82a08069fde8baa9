import { GoObject, type GoJson } from '../../syntax/go-json.ts';

/** The first name that an object anywhere in a value has twice: go-jose's reader of JSON refuses that. */
export function repeatedName(value: GoJson): string | undefined {
  if (Array.isArray(value)) {
    for (const item of value as readonly GoJson[]) {
      const found = repeatedName(item);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!(value instanceof GoObject)) return undefined;
  const names = new Set<string>();
  for (const { name, value: member } of value.members) {
    if (names.has(name)) return name;
    names.add(name);
    const found = repeatedName(member);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a number anywhere in a value is beyond a double. */
export function hasHugeNumber(value: GoJson): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (Array.isArray(value)) return (value as readonly GoJson[]).some(hasHugeNumber);
  return value instanceof GoObject && value.members.some((member) => hasHugeNumber(member.value));
}
