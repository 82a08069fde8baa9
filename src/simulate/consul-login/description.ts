import { wellFormed } from '../../syntax/go-string.ts';

/** The description of a token that a login made. */
export function tokenDescription(meta: Readonly<Record<string, string>>): string {
  const names = Object.keys(meta).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (names.length === 0) return 'token created via login';
  const members = names.map((name) => `${quoted(name)}:${quoted(meta[name] ?? '')}`);
  return `token created via login: {${members.join(',')}}`;
}

/** JSON as Go writes it, which hides what means something to HTML. */
function quoted(text: string): string {
  const hidden = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(wellFormed(text)).replaceAll(/[<>&\u2028\u2029]/g, hidden);
}
