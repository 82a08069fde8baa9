import type { Item, Problem, Value } from './ast.ts';

/**
 * The strings of a tree that mean nothing although they scan, such as `"\\400"`: HashiCorp's reader takes the text and
 * crashes when it is asked for the value.
 */
export function meaninglessStrings(
  items: readonly Item[],
  unquote: (raw: string) => string | undefined,
): readonly (Problem & { readonly refusal: string })[] {
  const found: (Problem & { refusal: string })[] = [];
  const check = ({ raw, start, end }: { raw: string; start: number; end: number }): void => {
    if (unquote(raw) !== undefined) return;
    const message = 'the string holds an escape that stands for no character';
    found.push({ start, end, message, refusal: `unquote ${raw} err: invalid syntax` });
  };
  const visit = (value: Value): void => {
    if (value.kind === 'object') visitAll(value.items);
    else if (value.kind === 'list') value.items.forEach(visit);
    else if (value.type === 'string') check(value);
  };
  const visitAll = (all: readonly Item[]): void => {
    for (const { keys, value } of all) {
      keys.filter(({ quoted }) => quoted).forEach(check);
      visit(value);
    }
  };
  visitAll(items);
  return found;
}
