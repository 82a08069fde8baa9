import { WidError } from '../support/errors.ts';
import type { Path } from './api.ts';

/**
 * The segments, checked. An empty one would turn the request for one object into one for its whole collection; `.` and
 * `..` are resolved by every URL parser, even when percent-encoded, and by the servers, and would lead to another path;
 * `//` becomes `/` there. A slash at the end is kept: it makes a prefix of a key.
 */
export function checkPath(path: Path): Path {
  for (const segment of path) {
    if (!segment.includes('/') && !['', '.', '..'].includes(segment)) continue;
    const parts = segment.replace(/(?<=[^/])\/$/, '').split('/');
    if (!parts.some((part) => part === '' || part === '.' || part === '..')) continue;
    throw new WidError('usage', `${JSON.stringify(segment)} cannot be a name or a path on a server`, {
      hint: 'no part of a path may be empty, "." or ".."',
    });
  }
  return path;
}

/** `/v1/a/b%20c`. */
export function encodePath(path: Path): string {
  return `/v1/${checkPath(path).map(encodeURIComponent).join('/')}`;
}

/** `?a=b`, or nothing. */
export function encodeQuery(query: Readonly<Record<string, string | undefined>>): string {
  let text = '';
  for (const name in query) {
    const value = query[name];
    if (value === undefined) continue;
    text += `${text === '' ? '?' : '&'}${form(name)}=${form(value)}`;
  }
  return text;
}

/** As a form has it. Nearly all names and values are what they become. */
function form(text: string): string {
  return /^[\w.*-]*$/.test(text) ? text : new URLSearchParams({ '': text }).toString().slice('='.length);
}
