import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Kept } from '../../../../src/lab/nomad/go-types/kept.ts';

/** `null` where the library panics, `{}` where its answer depends on the order of a map. */
export type Answer = boolean | string | null | Readonly<Record<string, never>>;

export type Question = readonly [kept: Kept, object: unknown, filter: string];

/** Asks go-bexpr about many filters at once. Needs Go, or the built oracle in WID_FILTER_ORACLE. */
export function ask(questions: readonly Question[]): Answer[] {
  return run([], questions.map((question) => `${JSON.stringify(question)}\n`).join(''))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

/** The types of the objects, as src/lab/nomad/go-types has them. */
export function askTypes(): string {
  return run(['types'], '');
}

function run(words: readonly string[], input: string): string {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const built = process.env.WID_FILTER_ORACLE;
  const [command, args] = built === undefined ? (['go', ['run', '.', ...words]] as const) : ([built, words] as const);
  const { stdout, stderr, error, status } = spawnSync(command, args, { cwd: folder, input, maxBuffer: 2 ** 30 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`the oracle failed: ${stderr.toString()}`);
  return stdout.toString();
}
