import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import * as wid from '../../src/index.ts';

const page = readFileSync(new URL('../../docs/library.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? '');

/** Runs a block with the library that is here; gives what it prints. */
async function run(block: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wid-library-'));
  const path = join(folder, 'block.mjs');
  const printed: string[] = [];
  const print = (value: unknown): number => printed.push(typeof value === 'string' ? value : inspect(value));
  const body = block
    .replace(/^import (\{.*\}) from 'nomad-workload-identity';$/m, 'const $1 = wid;')
    .replaceAll('console.log(', 'print(');
  const imports = /^import .*\n/gm;
  const head = [...body.matchAll(imports)].join('');
  writeFileSync(path, `${head}export default (wid, print) => {\n${body.replaceAll(imports, '')}\n};\n`);
  try {
    const module = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as {
      readonly default: (library: typeof wid, to: typeof print) => void;
    };
    module.default(wid, print);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return printed;
}

it.each(blocks.map((block) => [/import \{ (.*) \} from 'nomad/.exec(block)?.[1], block]))(
  'the page on the library shows what %s gives',
  async (_, block = '') => {
    const told = [...block.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, value]) => value);
    expect(told.length).toBeGreaterThan(0);
    expect(await run(block)).toEqual(told);
  },
);

it('the page on the library names nothing that the library lacks', () => {
  const named = [...page.matchAll(/`((?:compile|predict|prepare|explain|parse|job|consul|vault)[A-Za-z]+)`/g)];
  const words = named.map(([, name]) => name ?? '').filter((name) => /[A-Z]/.test(name) && name !== 'jobHCL');
  expect(words.length).toBeGreaterThan(5);
  expect(words.filter((name) => !Object.hasOwn(wid, name))).toEqual([]);
});
