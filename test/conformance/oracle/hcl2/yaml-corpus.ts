import { random } from './random.ts';

/** Expressions about YAML whose values the oracle is asked for. */
export function yamlExpressions(seed: number, count: number): string[] {
  const { pick, times, chance } = random(seed);
  const texts = new Set<string>();
  const words = ['a', 'a b', '', '-', 'é😀', 'x: y', '# z', ' lead', 'trail ', 'yes', '1.5', '~', '\\"q\\"', 'a\\\\b', 'a\\tb', 'two\\nlines', 'two\\nlines\\n', 'end\\n\\n', '\\n', ' in\\n  out\\n', 'sp \\nx', 'a\\rb', 'long words '.repeat(12), `${'x'.repeat(90)} y z`, 'k'.repeat(130), '\\u0001', '\\u00a0', '\\u2028']; // prettier-ignore
  const value = (depth: number): string =>
    depth <= 0 || chance(0.4)
      ? pick([() => `"${pick(words)}"`, () => `"${pick(words)}"`, () => pick(['1', '-2.5', '1e21', '0.0000001', 'true', 'null', '[]', '{}'])])()
      : chance(0.5)
        ? `[${times(3, () => value(depth - 1)).join(', ')}]`
        : `{${times(3, () => `"${pick(words)}" = ${value(depth - 1)}`).join(', ')}}`; // prettier-ignore
  const scalars = ['a', 'yes', 'No', 'on', 'y', 'true', 'TRUE', '~', 'null', '', '1', '-1', '+1', '007', '0o17', '0x1F', '1_000', '1.5', '.5', '5.', '1e3', '.inf', '1.2.3', '2001-12-14', '2001-1-2', '2001-02-30', '2001-12-14T21:59:43Z', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43', "'1'", "'yes'", "''", '<<', '!!str 1', '!!int 2', '!!bool yes', '!!null x', '!!float 1', '!x y', '*a', '*none', '&a b', '&b [1]', 'é', 'a b', 'a#b', '- a', '.nan', '"x"', '[a, b]', '{a: 1}', '{yes: 2}', '10:20', '1,2']; // prettier-ignore
  const safe = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('${', '$${'); // prettier-ignore
  const key = (): string =>
    pick(['a', 'b', 'yes', '1', '~', '<<', '1.50', "'<<'", 'é', '? x', '!!str 2', '2001-12-14']);
  const block = (depth: number, indent: string): string =>
    pick([
      () => times(3, () => `${indent}${key()}: ${entry(depth, indent)}\n`).join(''),
      () => times(3, () => `${indent}- ${entry(depth, indent)}\n`).join(''),
    ])();
  const entry = (depth: number, indent: string): string =>
    depth <= 0 || chance(0.6)
      ? pick(scalars)
      : pick([
          () => `\n${block(depth - 1, `${indent}  `)}`.trimEnd(),
          () => `&m\n${block(depth - 1, `${indent}  `)}`.trimEnd(),
          () => `|${pick(['', '-', '+'])}\n${indent}  ${pick(['1', 'yes', 'text', '~'])}\n${indent}  x`,
          () => `|-\n${indent}  ${pick(['1', 'yes', 'text', '~', '0x10'])}`,
          () => `>\n${indent}  folded\n${indent}  text`,
        ])();
  while (texts.size < count)
    texts.add(
      pick([
        () => `yamlencode(${value(3)})`,
        () => `yamldecode("${safe(block(2, ''))}")`,
        () => `yamldecode("${safe(pick(scalars))}")`,
        () =>
          `yamldecode("${safe(pick(['---\na: 1\n', '--- 1\n...\n', '--- a\n--- b\n', '# only\n', '\n', 'a: b: c', '[1', '%YAML 1.1\n---\n1', '&a [*a]', '{<<: {a: 1}, b: 2}', 'a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n', '<<: 1']))}")`,
        () => `yamldecode(yamlencode(${value(2)}))`,
      ])(),
    );
  return [...texts].filter((text) => text.length < 1500);
}
