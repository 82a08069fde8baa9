import type { Random } from '../hcl2/random.ts';

/** Random filters for an object: most ask for what it has, by the values that it has, and some are no filters at all. */
export function filterTexts(random: Random, object: unknown, count: number): string[] {
  return Array.from({ length: count }, () => {
    const text = condition(random, [{ name: undefined, data: object }], 3);
    return random.chance(0.15) ? damage(random, text) : text;
  });
}

/** Where paths begin: the object itself, or a name that a collection gave to an item. */
interface Root {
  readonly name: string | undefined;
  readonly data: unknown;
}

type Roots = readonly Root[];

function condition(random: Random, roots: Roots, depth: number): string {
  if (depth > 0) {
    const inner = (): string => condition(random, roots, depth - 1);
    switch (random.below(9)) {
      case 0:
        return `${inner()} ${random.pick(['and', 'or', 'and', 'or', ' or\t', 'AND'])} ${inner()}`;
      case 1:
        return `(${inner()})${random.chance(0.2) ? ` ${random.pick(['and', 'or'])} ${inner()}` : ''}`;
      case 2:
        return `not ${inner()}`;
      case 3:
      case 4:
        return collection(random, roots, depth);
      case 5:
        if (random.chance(0.1)) return `${'('.repeat(random.below(9))}${inner()}${')'.repeat(random.below(9))}`;
    }
  }
  return match(random, roots);
}

function collection(random: Random, roots: Roots, depth: number): string {
  const { text, data } = path(random, roots, true);
  const [first, second] = [random.pick(['a', 'i', 'Name', 'k1', 'Meta']), random.pick(['v', 'i', 'item', 'ID'])];
  const items = typeof data === 'object' && data !== null ? Object.entries(data) : [];
  const [key, item] = items.length > 0 ? random.pick(items) : ['', undefined];
  const mapped = !Array.isArray(data);
  const keyed = { name: first, data: mapped ? key : Number(key) };
  const forms: readonly (readonly [string, Roots])[] = [
    [first, [mapped ? keyed : { name: first, data: item }]],
    [`${first}, ${second}`, [keyed, { name: second, data: item }]],
    [`${first} ,_`, [keyed]],
    [`_,${second}`, [{ name: second, data: item }]],
  ];
  const [names, locals] = random.pick(forms);
  // What was found last is asked for most.
  const within = [...roots, ...locals, ...locals, ...locals];
  return `${random.pick(['any', 'all'])} ${text} as ${names} { ${condition(random, within, depth - 1)} }`;
}

function match(random: Random, roots: Roots): string {
  const { text, data } = path(random, roots, false);
  const value = literal(random, data);
  switch (random.below(12)) {
    case 0:
      return `${text} is empty`;
    case 1:
      return `${text} is  not empty`;
    case 2:
      return `${text} ${random.pick(['matches', 'not matches'])} ${pattern(random, data)}`;
    case 3:
      return `${text} ${random.pick(['contains', 'not contains'])} ${value}`;
    case 4:
    case 5:
      return `${value} ${random.pick(['in', 'not in', ' in', 'not  in'])} ${text}`;
    default:
      return `${text}${random.pick([' == ', ' != ', '==', '!= '])}${value}`;
  }
}

function path(random: Random, roots: Roots, toMany: boolean): { readonly text: string; readonly data: unknown } {
  const root = random.pick(roots);
  const parts = root.name === undefined ? [] : [root.name];
  let { data } = root;
  while (typeof data === 'object' && data !== null) {
    if (parts.length > 0 && random.chance(toMany && Object.keys(data).length > 0 ? 0.5 : 0.15)) break;
    const names = Object.keys(data);
    const inner = names.filter((of) => typeof (data as Readonly<Record<string, unknown>>)[of] === 'object');
    const wrong = random.chance(0.04) || names.length === 0;
    const name = wrong
      ? random.pick(['Nope', 'name', '0', '7', 'x', '-1', '0x0', '', 'a.b', 'a/b~c', 'é 1'])
      : random.pick(inner.length > 0 && random.chance(toMany ? 0.9 : 0.4) ? inner : names);
    parts.push(name);
    data = (data as Readonly<Record<string, unknown>>)[name];
  }
  if (parts.length === 0 || random.chance(0.05)) parts.push(random.pick(['Nope', 'x', '0']));
  return { text: written(random, parts), data };
}

function written(random: Random, parts: readonly string[]): string {
  const pointer = `"${parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}"`;
  if (random.chance(0.2) && /^"(?:\/[\p{L}\p{N}\-_.~:|]+)*"$/u.test(pointer)) return pointer;
  return parts
    .map((part, at) => {
      if (at === 0) return part;
      if (/^(?:[a-zA-Z][a-zA-Z0-9_/]*|[0-9]+)$/.test(part) && random.chance(0.9)) return `.${part}`;
      return `[${JSON.stringify(part)}]`;
    })
    .join('');
}

function literal(random: Random, data: unknown): string {
  if (random.chance(0.6)) {
    if (typeof data === 'number') return random.pick([String(data), `"0x${data.toString(16)}"`, `"${String(data)}"`]);
    if (typeof data === 'boolean') return random.pick([String(data), data ? 't' : 'f', '1']);
    if (typeof data === 'string') return JSON.stringify(data.slice(random.chance(0.2) ? 1 : 0));
    if (typeof data === 'object' && data !== null) {
      const inner: unknown[] = [...Object.keys(data), ...Object.values(data)];
      if (inner.length > 0) return literal(random, random.pick(inner));
    }
  }
  return random.pick(['x', '0', '1', '-1', '1.5', '""', '"/Meta/a"', 'a.b', 'a["b"]', '`r`', '"1_0"', 'true', '300', '1e3',
    '"18446744073709551616"', '"-9223372036854775809"', '"1e400"', '"inf"', '"0x1p4"', '"\\q"', '"é"', '01', '-0', '9x']); // prettier-ignore
}

function pattern(random: Random, data: unknown): string {
  if (typeof data === 'string' && random.chance(0.5)) return JSON.stringify(`^${data.slice(0, 3).replace(/\W/g, '.')}`);
  return random.pick(['"^"', '"("', 'web', '"[a-z]+$"', '`\\d`', '"*"', '""', '5']);
}

const shreds = [
  '(',
  ')',
  '"',
  '`',
  '[',
  ']',
  '{',
  '}',
  '.',
  ',',
  ' ',
  '/',
  '\n',
  'not ',
  ' is ',
  'any ',
  'as',
  '_',
  'é',
  '𝒜',
  '~',
  '0',
  '\\',
];

/** Leaves something out, puts something in, or both. */
function damage(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const to = at + random.below(random.chance(0.2) ? text.length : 4);
  const inserted = random.chance(0.6) ? random.pick(shreds) : '';
  return text.slice(0, at) + inserted + (random.chance(0.1) ? '' : text.slice(random.chance(0.5) ? to : at));
}
