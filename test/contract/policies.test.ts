import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filesBelow, readText, root } from './source-files.ts';

/** Where a policy text may stand in code, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'src/lab/consul/policies.ts':
    'the policies that Consul itself makes at its first start, one stanza for each resource',
};

it('policies/README.md tells of every policy text', () => {
  const texts = readdirSync(join(root, 'policies'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.hcl'));
  const told = readText('policies/README.md');
  expect(texts.filter((path) => !told.includes(`\`${path}\``))).toEqual([]);
});

it('no policy text stands in code: what is compiled from a spec is made of the paths in it', () => {
  const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const policyText = /\b(?:path|key|key_prefix|service|service_prefix|node_prefix)\s+"[^"$]*"\s*\{/;
  const holding = filesBelow('src').filter(({ text }) => policyText.test(withoutComments(text)));
  expect(holding.map(({ path }) => path)).toEqual(Object.keys(exceptions));
});
