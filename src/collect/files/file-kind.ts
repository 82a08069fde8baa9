import type { Item, Problem } from '../../syntax/hcl/ast.ts';
import { parseHcl } from '../../syntax/hcl/parse.ts';
import { parseHcl2 } from '../../syntax/hcl/hcl2.ts';
import { parseHcl2Json } from '../../syntax/hcl/hcl2-json.ts';
import type { Source } from '../../syntax/source.ts';
import { isObject } from '../../validation/object.ts';
import { agentBlocks } from './agent-known-keys.ts';

export type FileKind =
  | 'job'
  | 'agent'
  | 'consul-policy'
  | 'vault-policy'
  | 'nomad-policy'
  | 'spec'
  | 'key-set'
  | 'jwt'
  | 'world'
  | 'terraform';

type Guess =
  | { readonly kind: FileKind; readonly reason?: undefined; readonly broken?: undefined }
  | {
      readonly kind?: undefined;
      readonly reason: string;
      /** Of a text that ends too early, or is broken otherwise: where, and in which words. */
      readonly broken?: Problem;
    };

/** What a text is, by what is in it; only where two languages look alike, by its name. */
export function kindOfText({ name, text }: Source): Guess {
  const trimmed = text.trim();
  if (trimmed === '') return { reason: 'it is empty' };
  if (/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(trimmed)) return { kind: 'jwt' };
  if (trimmed.startsWith('{')) return ofJson({ name, text });
  if (/\.ya?ml$/.test(name)) return ofYaml(text);
  if (trimmed.startsWith('[') && !(trimmed.startsWith('[[') && /\.(?:hcl|nomad)$/.test(name)))
    return { reason: 'it is a JSON list' };
  return ofHcl(text);
}

const specSections = ['consul', 'vault', 'presets', 'grants', 'issuers'];

function ofYaml(text: string): Guess {
  const top = [...text.matchAll(/^["']?(\w+)["']?:/gm)].map(([, name = '']) => name);
  if (top.includes('version') && (top.includes('name') || top.some((one) => specSections.includes(one))))
    return { kind: 'spec' };
  return { reason: 'it is YAML, and no spec of wid: it has no version with consul, vault, presets or grants' };
}

function ofJson(source: Source): Guess {
  const { text } = source;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The readers of HashiCorp are laxer than JSON, and theirs say what is wrong.
    if (/"job"\s*:|"TaskGroups"\s*:/.test(text)) return { kind: 'job' };
    const [broken] = parseHcl2Json(source).problems;
    return { reason: 'it begins like JSON and is none', ...(broken && { broken }) };
  }
  if (!isObject(value)) return { reason: 'it is JSON, but no object' };
  const has = (...names: readonly string[]): boolean => names.every((name) => Object.hasOwn(value as object, name));
  if (has('schemaVersion', 'takenAt')) return { kind: 'world' };
  if (has('keys') && Array.isArray(value['keys'])) return { kind: 'key-set' };
  if (has('format_version') && (has('planned_values') || has('values') || has('terraform_version')))
    return { kind: 'terraform' };
  if (has('job') || has('ID', 'TaskGroups') || (has('Job') && isObject(value['Job']))) return { kind: 'job' };
  if (has('version') && specSections.some((one) => has(one))) return { kind: 'spec' };
  if (has('serial', 'lineage', 'resources'))
    return { reason: 'it is a state file of Terraform itself: give the output of terraform show -json' };
  const names = Object.keys(value);
  return ofTopLevel(
    names.map((one) => ({
      name: one,
      labelled: labelled((value as Record<string, unknown>)[one]),
      block: isObject((value as Record<string, unknown>)[one]),
    })),
  );
}

/** `{"service": {"web": {"policy": …}}}`: members of members are objects. */
function labelled(value: unknown): boolean {
  return isObject(value) && Object.values(value).length > 0 && Object.values(value).every(isObject);
}

function ofHcl(text: string): Guess {
  const { file, problems } = parseHcl2({ name: '', text });
  const { blocks, attributes } = file.body;
  // Agents and policies are written in HCL 1, where names may stand in quotes and blocks may be assigned.
  const older =
    problems.length > 0 || attributes.length > 0
      ? parseHcl({ name: 'x.hcl', text }, { repeated: 'allowed' })
      : undefined;
  if (older !== undefined && older.problems.length === 0) {
    const guess = ofTopLevel(older.file.items.map(topOf));
    if (guess.kind !== undefined) return guess;
  }
  const guess = ofTopLevel([
    ...blocks.map(({ type, labels, body }) => ({
      name: type,
      labelled: labels.length > 0,
      block: true,
      holds: [...body.attributes.map((one) => one.name), ...body.blocks.map((one) => one.type)],
    })),
    ...attributes.map((one) => ({ name: one.name, labelled: false, block: false })),
  ]);
  const [broken] = older === undefined || older.problems.length === 0 ? [] : problems;
  return guess.kind === undefined && broken !== undefined ? { ...guess, broken } : guess;
}

function topOf({ keys: [name, label], value }: Item): Top {
  const inner = value.kind === 'object' ? value.items : undefined;
  return {
    name: name?.value ?? '',
    labelled: label !== undefined,
    block: inner !== undefined,
    ...(inner && { holds: inner.map(({ keys }) => keys[0]?.value ?? '') }),
  };
}

interface Top {
  readonly name: string;
  readonly labelled: boolean;
  readonly block: boolean;
  readonly holds?: readonly string[];
}

const nomadAreas = ['agent', 'node', 'operator', 'quota', 'plugin', 'host_volume', 'sentinel'];
const consulWords =
  /^(?:acl|operator|keyring|mesh|peering|(?:agent|event|identity|key|node|query|service|session|partition|namespace)(?:_prefix)?)$/;
const notNomad = [
  'listener',
  'storage',
  'auto_auth',
  'seal',
  'template',
  'exec',
  'resource',
  'provider',
  'terraform',
  'connect',
];

function ofTopLevel(top: readonly Top[]): Guess {
  const [first] = top;
  if (first === undefined) return { reason: 'it is neither HCL nor JSON that says anything' };
  const is = (test: (one: Top) => boolean): boolean => top.some(test);
  if (is(({ name, block }) => name === 'job' && block)) return { kind: 'job' };
  if (is(({ name }) => notNomad.includes(name)))
    return {
      reason: `it has ${top.find(({ name }) => notNomad.includes(name))?.name ?? ''}, which no file has that is looked at`,
    };
  if (top.every(({ name, labelled: label }) => name === 'path' && label)) return { kind: 'vault-policy' };
  if (isNomadPolicy(top)) return { kind: 'nomad-policy' };
  if (top.every(({ name, block, labelled: label }) => consulWords.test(name) && (label || !block)))
    return { kind: 'consul-policy' };
  const wellKnown = is(({ name, block }) => block && ['server', 'client', 'consul', 'vault'].includes(name));
  if (wellKnown || top.every(({ name }) => agentBlocks.includes(name.toLowerCase()))) return { kind: 'agent' };
  return { reason: `it begins with ${first.name}, which is neither a job, an agent's configuration nor a policy` };
}

/** Areas without labels, or namespaces with what only Nomad's have. */
function isNomadPolicy(top: readonly Top[]): boolean {
  return top.every(({ name, labelled: label, block, holds }) => {
    if (name === 'namespace' || name === 'node_pool')
      return block && (holds ?? ['policy']).some((one) => ['policy', 'capabilities', 'variables'].includes(one));
    if (name === 'host_volume') return block && label;
    return block && !label && nomadAreas.includes(name);
  });
}
