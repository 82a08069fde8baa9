// Asks HashiCorp's reader of HCL 1 about the files of files.mjs and writes test/fixtures/hcl1-files.jsonl: a line a file,
// [kind, form, text, error or null, digest of the tree]. Needs Go, or the built oracle in WID_HCL1_ORACLE.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { digestOf } from './digest.mjs';
import { files } from './files.mjs';

const all = files(1, 1100);
const built = process.env.WID_HCL1_ORACLE;
const { stdout, stderr, status } = spawnSync(built ?? 'go', built === undefined ? ['run', '.'] : [], {
  cwd: fileURLToPath(new URL('.', import.meta.url)),
  input: all.map(([, , text]) => `${JSON.stringify(text)}\n`).join(''),
  maxBuffer: 2 ** 30,
});
if (status !== 0) throw new Error(`the oracle failed: ${String(stderr)}`);
const lines = JSON.parse(stdout.toString()).map(({ error, crash, items = [] }, index) =>
  JSON.stringify([...all[index], crash ? 'crash' : (error ?? null), error || crash ? '' : digestOf(items)]),
);
writeFileSync(new URL('../../../fixtures/hcl1-files.jsonl', import.meta.url), `${lines.join('\n')}\n`);
