import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { parseGoJson } from '../../go-json.ts';
import { plainValue, Unsuitable } from '../convert.ts';
import { bool, list, nullOf, number, object, string, tuple, type Value } from '../value.ts';
import { ArgumentProblem, define, text, type HclFunction } from './function.ts';

const hash = (algorithm: string): HclFunction =>
  define('str string', (value) => string(createHash(algorithm).update(text(value)).digest('hex')));

export const encodingFunctions: Readonly<Record<string, HclFunction>> = {
  base64decode: define('str string', (value) => {
    const given = text(value);
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(given.replace(/[\r\n]/g, '')))
      throw new Unsuitable(`failed to decode base64 data '${given}'`);
    const bytes = Buffer.from(given, 'base64');
    // The doubled word is Nomad's.
    if (!isUtf8(bytes)) throw new Unsuitable('the result of decoding the the provided string is not valid UTF-8');
    return string(bytes.toString());
  }),
  base64encode: define('str string', (value) => string(Buffer.from(text(value)).toString('base64'))),
  csvdecode: define('str string', (value) => csv(text(value))),
  jsondecode: define('str string', (value) => {
    const read = parseGoJson(Buffer.from(text(value)));
    if (!read.ok) throw new Unsuitable(read.error);
    return fromJson(JSON.parse(text(value)));
  }),
  jsonencode: define('val any?', (value = nullOf('dynamic')) => string(goJson(plainValue(value, () => null)))),
  md5: hash('md5'),
  sha1: hash('sha1'),
  sha256: hash('sha256'),
  sha512: hash('sha512'),
  urlencode: define('str string', (value) =>
    string(
      encodeURIComponent(text(value))
        .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
        .replaceAll('%20', '+'),
    ),
  ),
  uuidv5: define('namespace string, name string', (space, name) => string(uuid5(text(space), text(name)))),
};

/** JSON as Go writes it, which spares readers of HTML. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function fromJson(value: unknown): Value {
  if (typeof value === 'string') return string(value);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'boolean') return bool(value);
  if (Array.isArray(value)) return tuple(value.map(fromJson));
  if (typeof value === 'object' && value !== null)
    return object(Object.entries(value).map(([name, inner]) => [name, fromJson(inner)]));
  return nullOf('dynamic');
}

function csv(source: string): Value {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end = ''] of source.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    if (end === '') break;
  }
  const [names, ...data] = rows;
  if (names === undefined) throw new Unsuitable('missing header line');
  return list(
    data.map((cells) => {
      if (cells.length !== names.length) throw new ArgumentProblem(0, 'wrong number of fields');
      return object(names.map((name, at) => [name, string(cells[at] ?? '')]));
    }),
  );
}

const SPACES: Readonly<Record<string, string>> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

function uuid5(space: string, name: string): string {
  const namespace = (SPACES[space] ?? space).replaceAll('-', '');
  if (!/^[\da-fA-F]{32}$/.test(namespace)) throw new ArgumentProblem(0, "uuidv5() doesn't support the given namespace");
  const digest = createHash('sha1').update(Buffer.from(namespace, 'hex')).update(name).digest().subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
