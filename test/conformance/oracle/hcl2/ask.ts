import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Answer {
  readonly problems?: readonly (readonly [number, number])[];
  readonly texts?: readonly string[];
  readonly tree?: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly job?: unknown;
  readonly error?: string;
  readonly crash?: string;
}

export type Question = readonly [kind: 'syntax' | 'json' | 'value' | 'job', text: string];

/** Asks HashiCorp's readers about many texts at once. Needs Go, or the built oracle in WID_HCL2_ORACLE. */
export function ask(questions: readonly Question[]): Answer[] {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const built = process.env.WID_HCL2_ORACLE;
  const [command, args] = built === undefined ? (['go', ['run', '.']] as const) : ([built, []] as const);
  const input = questions.map(([kind, text]) => `${kind} ${bytesOf(text).toString('hex')}\n`).join('');
  const { stdout, stderr, error, status } = spawnSync(command, args, { cwd: folder, input, maxBuffer: 2 ** 30 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`the oracle failed: ${stderr.toString()}`);
  return stdout
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

/** UTF-8; half a surrogate pair stands for a byte that is no text. */
export function bytesOf(text: string): Buffer {
  const parts = text
    .split(/([\ud800-\udfff])/u)
    .map((part, index) => (index % 2 === 0 ? Buffer.from(part) : Buffer.from([0x80 + (part.charCodeAt(0) & 0x7f)])));
  return Buffer.concat(parts);
}
