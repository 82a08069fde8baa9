import { goQuote } from '../../syntax/go-string.ts';

/** Why somebody is turned away. */
export interface Denial {
  /** A reason in the server's own words, which is then all that is said. */
  readonly cause?: string;
  readonly accessor?: string;
  readonly resource?: string;
  readonly level?: string;
  /** Of the thing that was wanted; scalars such as `acl` have none. */
  readonly name?: string;
}

const anonymous = '00000000-0000-0000-0000-000000000002';

/** The text with which Consul answers 403. */
export function permissionDenied({ cause, accessor, resource, level, name }: Denial): string {
  if (cause !== undefined) return `Permission denied: ${cause}`;
  if (accessor === undefined) return 'Permission denied';
  const isAnonymous = accessor === anonymous;
  const who = isAnonymous ? 'anonymous token' : `token with AccessorID '${accessor}'`;
  const what = `lacks permission '${resource ?? ''}:${level ?? ''}'${name === undefined ? '' : ` on ${goQuote(name)}`}`;
  const more = '. The anonymous token is used implicitly when a request does not specify a token.';
  return `Permission denied: ${who} ${what}${isAnonymous ? more : ''}`;
}
