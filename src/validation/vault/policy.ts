import type { WidError } from '../../support/errors.ts';
import { goLower, goQuote, goTrim } from '../../syntax/go-string.ts';
import type { File, Item, Range, Reading, Value } from '../../syntax/hcl/ast.ts';
import { decode, filter, goType, Misfit, type Items } from '../../syntax/hcl/decode.ts';
import { normalLine, parseHcl } from '../../syntax/hcl/parse.ts';
import type { Source } from '../../syntax/source.ts';
import { problemAt, problemsOf, Refused, type PolicyRefusal } from '../policy-text.ts';
import { checkPath, PATH_KEYS, type Dialect } from './policy-path.ts';

export type { Dialect } from './policy-path.ts';

const WHAT = 'Vault policy';

/** Policies that Vault makes and nobody may write. */
const immutable = ['root', 'response-wrapping', 'control-group'];

/** The name under which Vault keeps a policy that is written as `name`: it knows no upper case. */
export function vaultPolicyName(name: string): string {
  return goTrim(goLower(name));
}

/** The text with which Vault 1.21 refuses a policy's name, undefined when it takes it. */
export function vaultPolicyNameError(name: string): string | undefined {
  const kept = vaultPolicyName(name);
  if (kept === '') return name === '' ? 'policy name must be provided in the URL' : 'policy name missing';
  return immutable.includes(kept) ? `cannot update ${goQuote(kept)} policy` : undefined;
}

/** The text with which Vault 1.21 (or OpenBao) refuses an ACL policy, undefined when it takes it. */
export function vaultPolicyError(policy: string, dialect: Dialect = 'vault'): string | undefined {
  const read = readVaultPolicy(policy, dialect);
  return 'refused' in read ? read.refused : undefined;
}

/** A `path` of a policy as it is written: templates stand in it, and a leading slash. */
export interface PolicyPath {
  readonly label: string;
  readonly capabilities: readonly string[];
  /** Where the label stands in the text. */
  readonly place: Range;
}

/** The paths of a policy in the order of the text, or the text with which Vault 1.21 (or OpenBao) refuses it. */
export function readVaultPolicy(
  policy: string,
  dialect: Dialect = 'vault',
): { readonly paths: readonly PolicyPath[] } | { readonly refused: string } {
  if (policy === '') return { refused: "'policy' parameter not supplied or empty" };
  const read = pathsOf(parseHcl({ name: '<policy>', text: unwrapped(policy) }, options(dialect)), dialect);
  return 'paths' in read ? read : { refused: read.text };
}

/**
 * What is wrong with an ACL policy, for people, each with its place.
 * @param offset where the policy starts in what the places are to point into, 0 when it is all of it
 */
export function vaultPolicyProblems(source: Source, offset = 0, dialect: Dialect = 'vault'): readonly WidError[] {
  if (source.text === '' || unwrapped(source.text) !== source.text) {
    // Nothing to point at, or positions in a decoded text, which mean nothing in the encoded one.
    const text = vaultPolicyError(source.text, dialect);
    return text === undefined ? [] : [problemAt(WHAT, source, offset, text, { start: 0, end: source.text.length })];
  }
  const reading = parseHcl(source, options(dialect));
  return problemsOf(WHAT, source, offset, reading, refusalOf(reading, dialect));
}

function options(dialect: Dialect): { repeated: 'refused' | 'allowed' } {
  return { repeated: dialect === 'vault' ? 'refused' : 'allowed' };
}

/** Vault takes a policy that happens to be Base64 as its decoding. */
function unwrapped(policy: string): string {
  const bare = policy.replace(/[\r\n]/g, '');
  if (!/^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(bare) || bare.includes('_')) return policy;
  return Buffer.from(bare, 'base64').toString('utf8');
}

function refusalOf(reading: Reading, dialect: Dialect): PolicyRefusal | undefined {
  const read = pathsOf(reading, dialect);
  return 'paths' in read ? undefined : read;
}

function pathsOf(
  { file, problems, refusal }: Reading,
  dialect: Dialect,
): { readonly paths: readonly PolicyPath[] } | PolicyRefusal {
  const prefix = 'failed to parse policy: ';
  if (refusal !== undefined) return { text: prefix + refusal, place: problems[0] ?? { start: 0, end: 0 } };
  try {
    checkKeys(file, { kind: 'items', items: file.items }, ['name', 'path'], '');
    decode(file, { kind: 'items', items: file.items }, { struct: [{ name: 'name', shape: 'string' }] });
    return { paths: filter(file.items, 'path').map((item) => readPath(file, item, dialect)) };
  } catch (error) {
    if (error instanceof Misfit) return { text: prefix + error.message, place: error.place };
    if (error instanceof Refused) return { text: prefix + error.message, place: error.place, plain: error.plain };
    throw error;
  }
}

function readPath(file: File, item: Item, dialect: Dialect): PolicyPath {
  const [label] = item.keys;
  const path = label?.value ?? 'path';
  const place = label ?? item;
  if (!isBalanced(path))
    throw new Refused('failed to validate policy templating: unbalanced templating characters', place);
  const prefix = `path ${goQuote(path)}: `;
  checkKeys(file, item.value, PATH_KEYS[dialect], prefix);
  const capabilities = checkPath(file, item.value, path, place, dialect);
  return { label: path, capabilities, place: { start: place.start, end: place.end } };
}

/** Whether every `{{` has its `}}`. What stands between them is looked at only when a request comes. */
function isBalanced(path: string): boolean {
  const [before = '', ...templates] = path.split('{{');
  return !before.includes('}}') && templates.every((template) => template.split('}}').length === 2);
}

function checkKeys(file: File, node: Items | Value, known: readonly string[], prefix: string): void {
  if (node.kind !== 'items' && node.kind !== 'object') {
    throw new Refused(`${prefix}cannot check HCL keys of type ${goType(node)}`, node);
  }
  const unknown = node.items.flatMap(({ keys: [key], assign }) =>
    key === undefined || known.includes(key.value) ? [] : [{ key, assign }],
  );
  const [first] = unknown;
  if (first === undefined) return;
  const plain = unknown.map(({ key: { value, start, end } }) => {
    return { start, end, message: `${prefix}unknown argument ${goQuote(value)}; known are ${known.join(', ')}` };
  });
  const count = unknown.length === 1 ? '1 error' : `${String(unknown.length)} errors`;
  const lines = unknown.map(({ key, assign }) => {
    const line = assign === undefined ? 0 : normalLine(file, assign);
    return `\t* ${prefix}invalid key ${goQuote(key.value)} on line ${String(line)}`;
  });
  throw new Refused(`${count} occurred:\n${lines.join('\n')}\n\n`, first.key, plain);
}
