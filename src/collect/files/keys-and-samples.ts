import type { ApiObject } from '../../model/api-object.ts';
import type { JwtSample, KeySet } from '../../model/world.ts';
import { WidError } from '../../support/errors.ts';
import type { Source } from '../../syntax/source.ts';
import { isObject } from '../../validation/object.ts';

const privateMembers: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);

/** The keys in a file, by its name. A private key in it is not kept. Throws `syntax`. */
export function keySetOf(source: Source): KeySet {
  const value = parsed(source, source.text, 'a key set is {"keys": […]}');
  const keys = Array.isArray(value['keys']) ? value['keys'].filter(isObject) : [];
  const shown = keys.map((key) =>
    Object.fromEntries(Object.entries(key).filter(([name]) => !privateMembers.has(name))),
  );
  return { url: source.name, usedBy: [], keys: { keys: shown }, error: null, status: null };
}

/** What the JWT in a file says, without its signature. Throws `syntax`. */
export function sampleOf(source: Source): JwtSample {
  const [header = '', claims = ''] = source.text.trim().split('.');
  const part = (text: string): ApiObject =>
    parsed(
      source,
      Buffer.from(text, 'base64url').toString('utf8'),
      'a JWT is three parts in base64url, with dots between',
    );
  return {
    origin: { from: 'file', file: source.name, places: { '': [0, 0] } },
    header: part(header),
    claims: part(claims),
  };
}

function parsed(source: Source, text: string, hint: string): ApiObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  // What the parser would quote may be a secret.
  if (!isObject(value))
    throw new WidError('syntax', `${source.name} cannot be read`, { place: { source, start: 0, end: 0 }, hint });
  return value;
}
