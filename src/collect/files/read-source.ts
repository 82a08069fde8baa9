import { readFile } from 'node:fs/promises';
import { WidError } from '../../support/errors.ts';
import { whyUnreadable } from '../../support/file-reason.ts';
import type { Source } from '../../syntax/source.ts';

/**
 * The text of a file; throws `file` when there is none or it is not UTF-8.
 * @param what it is, for the error: `job file`
 */
export async function readFileSource(path: string, what: string): Promise<Source> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new WidError('file', `cannot read the ${what} ${path}: ${whyUnreadable(cause)}`, { cause });
  });
  try {
    return { name: path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw new WidError('file', `${path} is not UTF-8 text`, { cause, hint: 'save it as UTF-8' });
  }
}
