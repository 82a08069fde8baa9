import { dirname, isAbsolute, join } from 'node:path';
import { WidError, type ErrorCode, type ErrorDetails } from '../support/errors.ts';
import type { Place, Source } from '../syntax/source.ts';
import type { Issuer } from './issuer.ts';
import { didYouMean } from './suggestion.ts';

/** Reads a file that the spec names. Throws when it cannot. */
export type ReadFile = (path: string) => string;

/** What reading a spec needs and gathers as it goes. */
export interface Context {
  readonly readFile: ReadFile;
  readonly issuers: Map<string, Issuer>;
  readonly errors: WidError[];
}

export function mistake(
  context: Context,
  message: string,
  place: Place,
  hint?: string,
  code: ErrorCode = 'spec',
): void {
  const details: ErrorDetails = { place, ...(hint === undefined ? {} : { hint }) };
  context.errors.push(new WidError(code, message, details));
}

/** A file named in a spec, sought beside the file that names it. `undefined` when it cannot be read, which is noted. */
export function fileBeside(context: Context, path: string, place: Place): Source | undefined {
  const base = place.source.name;
  const name = base === '<stdin>' || isAbsolute(path) ? path : join(dirname(base), path);
  try {
    const text = context.readFile(name);
    return { name, text: text.startsWith('\ufeff') ? text.slice(1) : text };
  } catch (cause) {
    const reason = messageOf(cause).replace(`cannot read ${name}: `, '');
    context.errors.push(
      new WidError('file', `cannot read ${name}: ${reason}`, {
        place,
        cause,
        hint: 'the path is relative to the file that names it',
      }),
    );
    return undefined;
  }
}

/** The issuer of a name, or a note that there is none. */
export function issuerNamed(context: Context, name: string, place: Place): Issuer | undefined {
  const issuer = context.issuers.get(name);
  if (issuer !== undefined) return issuer;
  const known = [...context.issuers.keys()];
  const hint =
    didYouMean(name, known) ?? (known.length === 0 ? 'add it under issuers' : `known issuers: ${known.join(', ')}`);
  mistake(context, `there is no issuer "${name}"`, place, hint);
  return undefined;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
