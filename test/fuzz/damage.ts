import type { Random } from '../conformance/oracle/hcl2/random.ts';

/** Makes one text after another out of sound ones and the words of their language; most are wrong somewhere. */
export function inputs(
  { below, chance, pick, times }: Random,
  sound: readonly string[],
  words: readonly string[],
): () => string {
  const oddities = [
    '\0',
    '\uFEFF',
    '\ud800',
    '\udfff',
    '\u2028',
    '\u0085',
    '\r',
    '\r\n',
    '\t',
    '😀',
    'é',
    '\u00a0',
    '\x7f',
  ];
  const word = (): string =>
    chance(0.85) ? pick(words) : chance(0.7) ? pick(oddities) : String.fromCharCode(below(65_536));
  const base = (): string => (sound.length === 0 ? soup() : pick(sound));
  const soup = (): string => times(chance(0.1) ? 60 : 14, word).join(pick(['', '', ' ', '\n']));
  const span = (text: string): readonly [number, number] => {
    const from = below(text.length + 1);
    return [from, Math.min(text.length, from + below(chance(0.2) ? text.length + 1 : 6))];
  };
  const changes: readonly ((text: string) => string)[] = [
    (text) => text.slice(0, below(text.length + 1)),
    (text) => text.slice(below(text.length + 1)),
    (text) => {
      const [from, to] = span(text);
      return text.slice(0, from) + text.slice(to);
    },
    (text) => {
      const [from, to] = span(text);
      return text.slice(0, from) + word() + text.slice(to);
    },
    (text) => {
      const at = below(text.length + 1);
      return text.slice(0, at) + word() + text.slice(at);
    },
    (text) => {
      const [from, to] = span(text);
      return text.slice(0, to) + text.slice(from, to).repeat(1 + below(chance(0.05) ? 200 : 3)) + text.slice(to);
    },
    (text) => {
      const other = base();
      const [from, to] = span(other);
      const at = below(text.length + 1);
      return text.slice(0, at) + other.slice(from, to) + text.slice(at);
    },
    (text) => {
      const at = below(text.length + 1);
      return text.slice(0, at) + word().repeat(1 + below(chance(0.02) ? 3000 : 20)) + text.slice(at);
    },
    (text) => text.replaceAll(word(), () => word()),
  ];
  return () => {
    if (chance(0.2)) return soup().slice(0, most);
    let text = base();
    for (let left = below(4); left > 0; left--) text = pick(changes)(text);
    return text.slice(0, most);
  };
}

/** Characters; what is longer says no more about a reader. */
const most = 20_000;
