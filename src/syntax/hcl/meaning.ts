import type { Item, Value } from './ast.ts';
import { parseHcl } from './parse.ts';

/** A policy's meaning as plain JSON: two texts mean the same when their meanings are deeply equal. */
export type Meaning = readonly ItemMeaning[];
type ItemMeaning = readonly [keys: readonly string[], value: ValueMeaning];
type ValueMeaning =
  | string
  | boolean
  | null
  | { readonly number: string }
  | { readonly list: readonly ValueMeaning[] }
  | { readonly body: Meaning };

/**
 * What a Consul or Vault policy means, whatever its comments, layout, order of blocks, order and repetition of
 * capabilities, and whether it is HCL or JSON; undefined when it does not parse. It is careful rather than clever:
 * different texts may mean the same to a server and yet differ here, but never the other way round.
 */
export function policyMeaning(text: string): Meaning | undefined {
  const { file, problems } = parseHcl({ name: '<policy>', text });
  return problems.length === 0 ? body(file.items, false) : undefined;
}

/** Whether two policy texts mean the same. Texts that do not parse are the same only when they are equal. */
export function samePolicyMeaning(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [policyMeaning(a), policyMeaning(b)];
  return one !== undefined && other !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

function body(items: readonly Item[], inPath: boolean): Meaning {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = item.keys.map(({ value }) => folded(value)).join('\0');
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return [...groups.keys()].toSorted().flatMap((name) => {
    const group = groups.get(name) ?? [];
    const meanings = group.map((item) => meaningOf(item, inPath));
    // Blocks add up, in any order. Of arguments with one name (in upper and lower case) the last one wins.
    return group.every(isBlock) ? sortedOnce<ItemMeaning>(meanings) : meanings;
  });
}

/** The servers look arguments up whatever their case, by simple case folding, for which the long s is an s. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll('ſ', 's');
}

function isBlock({ keys, value }: Item): boolean {
  return keys.length > 1 && value.kind === 'object';
}

function meaningOf({ keys, value }: Item, inPath: boolean): ItemMeaning {
  const names = keys.map((key) => key.value);
  if (inPath && names.length === 1 && names[0] === 'capabilities' && value.kind === 'list') {
    return [names, { list: sortedOnce<ValueMeaning>(value.items.map(valueMeaning)) }];
  }
  if (value.kind === 'object') return [names, { body: body(value.items, names.length === 2 && names[0] === 'path') }];
  return [names, valueMeaning(value)];
}

function valueMeaning(value: Value): ValueMeaning {
  if (value.kind === 'object') return { body: body(value.items, false) };
  if (value.kind === 'list') return { list: value.items.map(valueMeaning) };
  switch (value.type) {
    case 'bool':
      return value.raw === 'true';
    case 'null':
      return null;
    case 'number':
    case 'float':
      return { number: value.raw };
    case 'string':
    case 'heredoc':
      return value.value;
  }
}

function sortedOnce<T extends ItemMeaning | ValueMeaning>(meanings: readonly T[]): readonly T[] {
  const byText = new Map<string, T>(meanings.map((meaning) => [JSON.stringify(meaning), meaning]));
  return [...byText.keys()].toSorted().map((text) => byText.get(text) as T);
}
