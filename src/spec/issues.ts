import type { z } from 'zod';
import { WidError } from '../support/errors.ts';
import type { DocumentPath, SpecDocument } from './document.ts';
import { describePath } from './environment.ts';
import { choicesAt, fieldsAt } from './schema-walk.ts';
import { didYouMean } from './suggestion.ts';

type Issue = z.core.$ZodIssue;

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'nothing',
};

/** What zod found, as errors that say what was expected and point at it. Values are not repeated: they may be secret. */
export function issueErrors(issue: Issue, schema: z.ZodType, document: SpecDocument): readonly WidError[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const value = valueAt(document.value, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField(key, path, fieldsAt(schema, path, document.value), document));
    case 'invalid_union':
      return union(issue, path, value, schema, document);
    case 'invalid_type':
      return [value === undefined ? missing(path, document) : wrongType(path, value, [issue.expected], document)];
    case 'invalid_value':
      return [
        value === undefined ? missing(path, document) : wrongChoice(path, value, issue.values.map(String), document),
      ];
    case 'invalid_key':
      return [
        new WidError('spec', `${describePath(path)}: ${issue.issues[0]?.message ?? 'a bad name'}`, {
          place: document.keyAt(path),
        }),
      ];
    default:
      return [
        new WidError('spec', `${describePath(path)}: ${lowerFirst(issue.message)}`, { place: document.valueAt(path) }),
      ];
  }
}

function unknownField(key: string, path: DocumentPath, known: readonly string[], document: SpecDocument): WidError {
  const where = path.length === 0 ? 'at the top of the spec' : `in ${describePath(path)}`;
  const hint = didYouMean(key, known) ?? (known.length > 0 ? `known fields: ${known.join(', ')}` : undefined);
  return new WidError('spec', `unknown field "${key}" ${where}`, {
    place: document.keyAt([...path, key]),
    ...(hint === undefined ? {} : { hint }),
  });
}

function missing(path: DocumentPath, document: SpecDocument): WidError {
  const parent = path.slice(0, -1);
  const where = parent.length === 0 ? 'the spec' : describePath(parent);
  return new WidError('spec', `${where} has no "${String(path.at(-1))}", which it needs`, {
    place: document.keyAt(parent),
  });
}

function wrongType(path: DocumentPath, value: unknown, expected: readonly string[], document: SpecDocument): WidError {
  const wanted = [...new Set(expected.map((name) => words[name] ?? name))].join(' or ');
  const found = kindOf(value);
  const hint =
    expected.includes('string') && (found === 'a number' || found === 'true or false')
      ? { hint: 'put it in quotes' }
      : found === 'nothing'
        ? { hint: 'give it a value or remove the line' }
        : {};
  const where = path.length === 0 ? 'the spec' : describePath(path);
  return new WidError('spec', `${where} must be ${wanted}, not ${found}`, { place: document.valueAt(path), ...hint });
}

function wrongChoice(path: DocumentPath, value: unknown, choices: readonly string[], document: SpecDocument): WidError {
  const listed = choices.map((choice) => JSON.stringify(choice)).join(', ');
  const hint = typeof value === 'string' ? didYouMean(value, choices) : undefined;
  const must = choices.length === 1 ? `must be ${choices[0] ?? ''}` : `must be one of ${listed}`;
  return new WidError('spec', `${describePath(path)} ${must}`, {
    place: document.valueAt(path),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Of several ways to write a value, the one that the writer seems to have meant. */
function union(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: DocumentPath,
  value: unknown,
  schema: z.ZodType,
  document: SpecDocument,
): readonly WidError[] {
  if (issue.errors.length === 0) {
    if (value === undefined) return [missing(path, document)];
    return [wrongChoice(path, value, choicesAt(schema, path, document.value), document)];
  }
  const branches = issue.errors.map((branch) => branch.map((one): Issue => ({ ...one, path: [...path, ...one.path] })));
  const inner = branches.filter(
    (branch) => !branch.some((one) => one.code === 'invalid_type' && one.path.length === path.length),
  );
  const [meant] = inner.toSorted((a, b) => a.length - b.length);
  if (meant !== undefined) return meant.flatMap((one) => issueErrors(one, schema, document));
  const expected = branches.flat().flatMap((one) => (one.code === 'invalid_type' ? [one.expected] : []));
  return [value === undefined ? missing(path, document) : wrongType(path, value, expected, document)];
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return words[typeof value] ?? typeof value;
}

function valueAt(value: unknown, path: DocumentPath): unknown {
  let inner = value;
  for (const step of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined;
    inner = (inner as Record<string | number, unknown>)[step];
  }
  return inner;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
