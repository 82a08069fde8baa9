import type { z } from 'zod';
import { WidError } from '../support/errors.ts';
import { scrub } from '../support/secret.ts';
import type { Answer } from './transport.ts';

/** The JSON of an answer; `undefined` for an empty body. `request` names it in errors: `GET http://…/v1/…`. */
export function parseJson(request: string, answer: Answer): unknown {
  const { body, status } = answer;
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    const type = answer.headers['content-type']?.split(';')[0]?.trim();
    const kind = /^\s*<(!doctype|html|\?xml)/i.test(body) ? 'an HTML or XML page' : `${type ?? 'text'} that is no JSON`;
    throw new WidError(
      'answer',
      scrub(`${request}: the server answered ${String(status)} with ${kind}, where JSON was expected`),
      {
        hint: 'check that the address leads to the server itself, and not to a proxy, a login page or another program',
      },
    );
  }
}

/** Checks a parsed answer. The error names the member and what was expected there, never a value of the answer. */
export function checkAnswer<T>(request: string, value: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const member = issue === undefined || issue.path.length === 0 ? 'the answer' : showPath(issue.path);
  throw new WidError(
    'answer',
    scrub(`${request}: ${member}: ${issue === undefined ? 'unexpected' : expectation(issue, value)}`),
    {
      hint: 'the server does not keep to the API of the versions that wid knows, or something between changes its answers',
    },
  );
}

/** `Config.Keys[3].kid`. */
function showPath(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${String(step)}]` : `${at === 0 ? '' : '.'}${String(step)}`))
    .join('');
}

function expectation(issue: z.core.$ZodIssue, whole: unknown): string {
  if (issue.code === 'invalid_type')
    return `expected ${issue.expected}, found ${typeName(memberOf(whole, issue.path))}`;
  if (issue.code === 'invalid_value')
    return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
  if (issue.code === 'invalid_union') return 'fits none of the forms that are expected';
  return issue.message;
}

function memberOf(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );
}

function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const longestText = 2000;

/** What a server says went wrong, fit for a message: pages and endless texts shortened. */
export function errorText({ body, headers }: Answer): string {
  if (/^\s*<(!doctype|html|\?xml)/i.test(body) || headers['content-type']?.startsWith('text/html') === true) {
    const title = /<title>([^<]*)<\/title>/i.exec(body)?.[1]?.trim();
    return title === undefined || title === '' ? '(an HTML page)' : `(an HTML page: ${scrub(title).slice(0, 200)})`;
  }
  const text = scrub(body).trim();
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
