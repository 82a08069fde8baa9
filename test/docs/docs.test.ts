import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { kinds } from '../../src/kinds/index.ts';
import { ruleIndex, rulePage } from '../../src/report/rule-page.ts';
import { rules } from '../../src/rules/index.ts';
import { commandReference } from './command-reference.ts';
import { specReference } from './spec-reference.ts';

const folder = fileURLToPath(new URL('../../docs/', import.meta.url));

/** The documents that are made from the code. `npm run docs` writes them; here they are only compared. */
const documents: Readonly<Record<string, () => string | Promise<string>>> = {
  'spec.md': specReference,
  'cli.md': commandReference,
  'rules/README.md': () => ruleIndex(rules),
  ...Object.fromEntries(rules.map((rule) => [`rules/${rule.id}.md`, () => rulePage(rule)])),
};

describe('the generated documents', () => {
  it.each(Object.keys(documents))('docs/%s is current: npm run docs', async (name) => {
    const text = await documents[name]?.();
    const path = `${folder}${name}`;
    const options = (await resolveConfig(path)) ?? {};
    await expect(await format(text ?? '', { ...options, filepath: path })).toMatchFileSnapshot(path);
  });

  it('have a page for each rule and for nothing else', () => {
    const pages = readdirSync(`${folder}rules`, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.md') && path !== 'README.md');
    expect(pages.toSorted()).toEqual(rules.map(({ id }) => `${id}.md`).toSorted());
  });

  // Of what was made, not of the files: those are written only at the end of `npm run docs`.
  it('hold every kind with every field, and every command', async () => {
    const spec = specReference();
    for (const kind of Object.values(kinds)) {
      const section = spec.split(`Kind \`${kind.id}\``)[1]?.split('\n## ')[0] ?? '';
      for (const field of Object.keys(kind.fields)) expect(section, kind.id).toContain(`| \`${field}\``);
    }
    const cli = await commandReference();
    for (const name of Object.keys(commands)) expect(cli).toContain(`## wid ${name}\n`);
  });
});
