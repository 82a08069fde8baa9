import type { File, Item, Value } from '../../../src/syntax/hcl/ast.ts';
import { wellFormed } from '../../../src/syntax/go-string.ts';
import { upstreamPosition } from '../../../src/syntax/hcl/cursor.ts';

/** A tree in the form that the oracle of test/conformance/oracle/hcl1 writes, positions as HashiCorp's reader counts them. */
export function oracleForm({ source, language, items }: File): unknown {
  const at = (offset: number): string => {
    // Its reader of JSON keeps no positions.
    if (language === 'json') return '-';
    return upstreamPosition(source.text.slice(0, offset).replaceAll('\r\n', '\n'), {
      offset: Number.MAX_SAFE_INTEGER,
      beyond: 0,
    });
  };
  const list = (all: readonly Item[]): unknown[] =>
    all.map(({ keys, value }) => [keys.map((key) => [at(key.start), wellFormed(key.value)]), one(value)]);
  const one = (value: Value): unknown => {
    if (value.kind === 'object') return { at: at(value.start), items: list(value.items) };
    if (value.kind === 'list') return { at: at(value.start), list: value.items.map(one) };
    const type = value.type === 'null' ? 'STRING' : value.type.toUpperCase();
    return { at: at(value.start), type, value: wellFormed(value.value) };
  };
  return list(items);
}
