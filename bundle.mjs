// Makes the command line of src/cli.ts: a few files instead of a thousand, in the form that Node 20 begins with in half the
// time. The library stays as the compiler makes it.
// Usage: node bundle.mjs   (part of `npm run build`)
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('.', import.meta.url));

/** The terms of the packages whose code is in these files: they ask to be handed on with it. */
const licences = {
  name: 'licences',
  generateBundle(_, files) {
    const modules = Object.values(files).flatMap((file) => file.moduleIds ?? []);
    const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []));
    const source = [...folders]
      .sort()
      .map(termsOf)
      .join(`\n\n${'-'.repeat(80)}\n\n`);
    this.emitFile({ type: 'asset', fileName: 'LICENCES.txt', source });
  },
};

function termsOf(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^(?:licen[cs]e|copying)/i.test(one));
  if (file === undefined) throw new Error(`${name} has no file with its licence`);
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
}

await build({
  input: { wid: join(root, 'src/cli.ts') },
  platform: 'node',
  // What is seldom loaded stays where it is; the licences of the last two ask for that.
  external: ['axios', 'openpgp', '@hashicorp/js-releases'],
  plugins: [licences],
  output: {
    dir: join(root, 'dist/bin'),
    cleanDir: true,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
  },
});
