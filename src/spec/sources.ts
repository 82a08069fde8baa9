import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { WidError } from '../support/errors.ts';
import { whyUnreadable } from '../support/file-reason.ts';
import type { Source } from '../syntax/source.ts';

export const defaultSpecFile = 'wid.yaml';
const stdinName = '<stdin>';

/**
 * Reads the files of a spec in the given order; `-` is standard input, no path at all means `wid.yaml`.
 * Throws `file` when one cannot be read or is not UTF-8, `usage` when standard input or a file is asked for twice.
 */
export async function readSources(
  paths: readonly string[],
  stdin: AsyncIterable<Uint8Array | string> = process.stdin,
): Promise<readonly Source[]> {
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) {
    throw new WidError('usage', `${twice === '-' ? 'standard input (-)' : twice} is given twice as a spec file`);
  }
  const wanted = paths.length === 0 ? [defaultSpecFile] : paths;
  return Promise.all(wanted.map((path) => (path === '-' ? fromStdin(stdin) : fromFile(path))));
}

/** The text of a file that a spec names, such as a policy. Throws `file` when it cannot be read or is not UTF-8. */
export function readTextFile(path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  return decode(path, bytes);
}

async function fromFile(path: string): Promise<Source> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  return { name: path, text: decode(path, bytes) };
}

async function fromStdin(stdin: AsyncIterable<Uint8Array | string>): Promise<Source> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
  return { name: stdinName, text: decode(stdinName, Buffer.concat(chunks)) };
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new WidError('file', `${name} is not UTF-8 text`, { cause, hint: 'save it as UTF-8' });
  }
}

function unreadable(path: string, cause: unknown): WidError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const hint = code === 'ENOENT' && path === defaultSpecFile ? { hint: '`wid init` writes a starter spec' } : {};
  return new WidError('file', `cannot read ${path}: ${whyUnreadable(cause)}`, { cause, ...hint });
}
