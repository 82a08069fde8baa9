import { WidError } from '../support/errors.ts';
import { whyUnreadable } from '../support/file-reason.ts';

/** The lines of a stream as they come, empty ones left out. */
export async function* linesOf(source: AsyncIterable<Uint8Array | string>, name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of reading(source, name)) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line.trim() !== '');
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield rest;
}

export async function wholeText(source: AsyncIterable<Uint8Array | string>, name: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of reading(source, name))
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

async function* reading(source: AsyncIterable<Uint8Array | string>, name: string): AsyncGenerator<Uint8Array | string> {
  try {
    yield* source;
  } catch (error) {
    const source = name === '-' ? 'standard input' : name;
    throw new WidError('file', `${source} cannot be read: ${whyUnreadable(error)}`, { cause: error });
  }
}

/** A question's members, each checked when it is taken; errors name it. */
export interface Members {
  text(name: string): string;
  number(name: string): number;
  list(name: string): readonly unknown[];
  optional<T>(name: string, take: (name: string) => T): T | undefined;
  object(name: string): Readonly<Record<string, unknown>>;
  choice<T extends string>(name: string, choices: readonly T[]): T;
}

/** Opens an object of the input. `path` stands before the names of members in errors. */
export function membersOf(input: unknown, path = ''): Members {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new WidError('syntax', path === '' ? 'the question must be a JSON object' : `${path} must be an object`);
  const object = input as Readonly<Record<string, unknown>>;
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const take = <T>(name: string, what: string, fits: (value: unknown) => value is T): T => {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (value === undefined) throw new WidError('syntax', `${at(name)} is missing: it must be ${what}`);
    if (!fits(value)) throw new WidError('syntax', `${at(name)} must be ${what}`);
    return value;
  };
  return {
    text: (name) => take(name, 'text', (value): value is string => typeof value === 'string'),
    number: (name) =>
      take(name, 'a number', (value): value is number => typeof value === 'number' && Number.isFinite(value)),
    list: (name) => take(name, 'a list', (value): value is unknown[] => Array.isArray(value)),
    object: (name) =>
      take(
        name,
        'an object',
        (value): value is Record<string, unknown> =>
          typeof value === 'object' && value !== null && !Array.isArray(value),
      ),
    choice: (name, choices) =>
      take(name, `one of ${choices.map((one) => `"${one}"`).join(', ')}`, (value): value is (typeof choices)[number] =>
        choices.some((one) => one === value),
      ),
    optional: (name, one) => (object[name] === undefined || object[name] === null ? undefined : one(name)),
  };
}
