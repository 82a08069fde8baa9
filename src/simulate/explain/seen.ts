import { parseSelector } from '../../syntax/selector/parse.ts';
import type { Selector } from '../../syntax/selector/tree.ts';

/** The fields that a selector looks at, each with its value, or `null` when the token has none. */
export function seenBy(selector: string, values: ReadonlyMap<string, unknown>): Readonly<Record<string, unknown>> {
  if (selector === '') return {};
  const parsed = parseSelector(selector);
  if (!parsed.ok) return {};
  return Object.fromEntries(fieldsOf(parsed.tree).map((field) => [field, values.get(field) ?? null]));
}

/** `"x" in value` asks whether there is a member `x`, which is so when `value.x` has a value. */
function fieldsOf(tree: Selector): readonly string[] {
  switch (tree.kind) {
    case 'not':
      return fieldsOf(tree.operand);
    case 'and':
    case 'or':
      return tree.operands.flatMap(fieldsOf);
    case 'match': {
      const { path } = tree.field;
      const asks = path.length === 1 && (tree.operator === 'in' || tree.operator === 'not in');
      return [asks ? `${path.join('.')}.${tree.value?.text ?? ''}` : path.join('.')];
    }
  }
}
