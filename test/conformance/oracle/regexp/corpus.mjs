// Writes questions for main.go: node corpus.mjs | go run . > ../../../fixtures/regexp-replacements.jsonl
const atoms = [
  'a',
  'b',
  '.',
  '[ab]',
  '\\w',
  '^',
  '$',
  '\\b',
  '(?i)A',
  '',
  'é',
  '[^a]',
  '\\d',
  '(?:a|b)',
  '\\B',
  '(?m)^',
];
const counts = ['', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{0,2}', '{1,}', '{2,3}?', '{0}', '{2,}?'];
const texts = ['', 'a', 'ab', 'aab', 'abab', 'baab abba', 'a\nb', 'ééa', 'aaaa', 'xaby1a', '😀a😀', 'AbaB'];
const replacements = ['[$0]', '<$1>', '${1}x', '$1x', '$n-$2', '$$', '$', '', '${n}$', '$01', '[${2}|$1]', '${', '$é'];

let state = 20261122;
const below = (most) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * most);
};
const pick = (list) => list[below(list.length)];

function pattern(depth) {
  const part = () => {
    const sort = below(depth > 0 ? 7 : 3);
    if (sort < 3) return pick(atoms) + pick(counts);
    return `${pick(['(', '(', '(?:', '(?P<n>', '(?<m>', '(?U:'])}${pattern(depth - 1)})${pick(counts)}`;
  };
  const choice = () => Array.from({ length: 1 + below(3) }, part).join('');
  return Array.from({ length: below(3) === 0 ? 2 : 1 }, choice).join('|');
}

const seen = new Set();
for (let left = 1500; left > 0; left--)
  seen.add(JSON.stringify([(below(12) === 0 ? '(?U)' : '') + pattern(2), pick(texts), pick(replacements)]));
process.stdout.write(`${[...seen].join('\n')}\n`);
