import type { WidError } from '../../support/errors.ts';
import { goQuote } from '../../syntax/go-string.ts';
import type { Reading } from '../../syntax/hcl/ast.ts';
import {
  decode,
  isStruct,
  Misfit,
  type Decoded,
  type Field,
  type Shape,
  type Struct,
} from '../../syntax/hcl/decode.ts';
import { parseHcl } from '../../syntax/hcl/parse.ts';
import type { Source } from '../../syntax/source.ts';
import { problemsOf, type PolicyRefusal } from '../policy-text.ts';

const longestName = 128;

/**
 * The text with which Consul 1.22 refuses a policy's name, undefined when it takes it. A name that exists already is
 * refused too, which only the server can know.
 */
export function consulPolicyNameError(name: string): string | undefined {
  if (name === '') return 'Invalid Policy: no Name is set';
  const invalid = 'Invalid Policy: invalid Name.';
  const bytes = new TextEncoder().encode(name).length;
  if (bytes > longestName) return `${invalid} Length must be greater than 0 and less than ${String(longestName)}`;
  if (name.startsWith('/') || name.startsWith('builtin/'))
    return `${invalid} Names cannot be prefixed with '/' or 'builtin/'`;
  if (/^[\w-]+\/?[\w-]*$/.test(name)) return undefined;
  return `${invalid} Only alphanumeric characters, a single '/', '-' and '_' are allowed`;
}

/** The text with which Consul 1.22 (Community Edition) refuses ACL rules, undefined when it takes them. */
export function consulPolicyError(rules: string): string | undefined {
  const reading = parseHcl({ name: '<policy>', text: rules });
  return refusalOf(reading)?.text;
}

/** One rule of a policy, as it is written. */
export interface ConsulRule {
  readonly resource: ConsulResource;
  /** Scalars such as `acl` have no name and count as exact ones of the empty name. */
  readonly match: 'exact' | 'prefix';
  readonly name: string;
  /** In the case in which it is written, on which it depends how policies are merged. */
  readonly policy: string;
  /** Services only; empty when not given. */
  readonly intentions: string;
}

export type ConsulResource =
  | 'acl' | 'agent' | 'event' | 'key' | 'keyring' | 'mesh' | 'node' | 'operator' | 'peering' | 'query' | 'service'
  | 'session'; // prettier-ignore

const SCALARS = ['acl', 'keyring', 'operator', 'mesh', 'peering'] as const;

/** What a policy says, in Consul's order; `undefined` for one that Consul refuses. */
export function consulPolicyRules(rules: string): readonly ConsulRule[] | undefined {
  const reading = parseHcl({ name: '<policy>', text: rules });
  if (refusalOf(reading) !== undefined) return undefined;
  const decoded = decode(reading.file, { kind: 'items', items: reading.file.items }, SHAPE);
  if (!isStruct(decoded)) return undefined;
  const scalars = SCALARS.flatMap((resource): ConsulRule[] => {
    const policy = text(decoded, resource);
    return policy === '' ? [] : [{ resource, match: 'exact', name: '', policy, intentions: '' }];
  });
  const blocks = BLOCKS.flatMap(({ name }) => {
    const resource = name as ConsulResource;
    return [...rulesOf(decoded, resource, name, 'exact'), ...rulesOf(decoded, resource, `${name}_prefix`, 'prefix')];
  });
  return [...scalars, ...blocks];
}

function rulesOf(
  { fields }: Struct,
  resource: ConsulResource,
  field: string,
  match: ConsulRule['match'],
): readonly ConsulRule[] {
  const rules = fields.get(field);
  if (!Array.isArray(rules)) return [];
  return (rules as readonly Decoded[]).filter(isStruct).map((rule) => ({
    resource,
    match,
    name: rule.key ?? '',
    policy: text(rule, 'Policy'),
    intentions: text(rule, 'Intentions'),
  }));
}

/**
 * What is wrong with ACL rules, for people, each with its place.
 * @param offset where the rules start in what the places are to point into, 0 when they are all of it
 */
export function consulPolicyProblems(source: Source, offset = 0): readonly WidError[] {
  const reading = parseHcl(source);
  return problemsOf('Consul ACL rules', source, offset, reading, refusalOf(reading));
}

interface BlockRule {
  readonly name: string;
  /** How Go shows the rule in messages. */
  readonly type: string;
  readonly label: string;
  readonly members?: readonly string[];
  /** `list` means something for keys only. */
  readonly list?: boolean;
  readonly enterprise?: boolean;
  /** Decoded, but what it says is thrown away. */
  readonly ignored?: boolean;
}

/** Blocks of rules, each with an exact and a prefix form. */
const BLOCKS: readonly BlockRule[] = [
  { name: 'agent', type: 'AgentRule', label: 'Node' },
  { name: 'key', type: 'KeyRule', label: 'Prefix', list: true, enterprise: true },
  { name: 'node', type: 'NodeRule', label: 'Name', enterprise: true },
  { name: 'service', type: 'ServiceRule', label: 'Name', members: ['Intentions'], enterprise: true },
  { name: 'session', type: 'SessionRule', label: 'Node' },
  { name: 'event', type: 'EventRule', label: 'Event' },
  { name: 'query', type: 'PreparedQueryRule', label: 'Prefix' },
];
const IDENTITY: BlockRule = {
  name: 'identity',
  type: 'IdentityRule',
  label: 'Name',
  members: ['Intentions'],
  ignored: true,
};

/** In the order in which Consul decodes them, on which it depends what a text with several mistakes is refused for. */
const SHAPE: Shape = {
  struct: [
    { name: 'acl', shape: 'string' },
    ...BLOCKS.flatMap(fields),
    ...['keyring', 'operator', 'mesh', 'peering'].map((name): Field => ({ name, shape: 'string' })),
    ...fields(IDENTITY),
  ],
};

function fields({ name, label, members = [] }: BlockRule): Field[] {
  const shape: Shape = {
    slice: { key: label, struct: ['Policy', ...members].map((member) => ({ name: member, shape: 'string' })) },
  };
  return [name, `${name}_prefix`].map((field) => ({ name: field, shape }));
}

function refusalOf({ file, problems, refusal }: Reading): PolicyRefusal | undefined {
  if (refusal !== undefined)
    return { text: `Failed to parse ACL rules: ${refusal}`, place: problems[0] ?? { start: 0, end: 0 } };
  let rules: Decoded;
  try {
    rules = decode(file, { kind: 'items', items: file.items }, SHAPE);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    return { text: `Failed to parse ACL rules: ${error.message}`, place: error.place };
  }
  if (!isStruct(rules)) return undefined;
  return (
    scalarRefusal(rules, 'acl', file.items) ??
    first(
      BLOCKS.flatMap((block) => [
        blockRefusal(rules, block, block.name),
        blockRefusal(rules, block, `${block.name}_prefix`),
      ]),
    ) ??
    first(['keyring', 'operator', 'mesh', 'peering'].map((name) => scalarRefusal(rules, name, file.items)))
  );
}

function scalarRefusal({ fields }: Struct, name: string, items: Reading['file']['items']): PolicyRefusal | undefined {
  const value = fields.get(name);
  if (typeof value !== 'string' || value === '' || isDisposition(value, false)) return undefined;
  const item = items.findLast(({ keys }) => keys[0]?.value.toLowerCase() === name);
  return { text: `Invalid ${name} policy: ${goQuote(value)}`, place: item?.value ?? { start: 0, end: 0 } };
}

function blockRefusal({ fields }: Struct, block: BlockRule, name: string): PolicyRefusal | undefined {
  const rules = fields.get(name);
  if (!Array.isArray(rules)) return undefined;
  for (const rule of rules as readonly Decoded[]) {
    if (!isStruct(rule)) continue;
    const shown = `&acl.${block.type}{${members(rule, block).join(', ')}}`;
    if (!isDisposition(text(rule, 'Policy'), block.list === true))
      return { text: `Invalid ${name} policy: ${shown}`, place: rule.place };
    const intentions = text(rule, 'Intentions');
    if (intentions !== '' && !isDisposition(intentions, false))
      return { text: `Invalid ${name} intentions policy: ${shown}`, place: rule.place };
  }
  return undefined;
}

function members(rule: Struct, { label, members: more = [], enterprise }: BlockRule): string[] {
  const named = ['Policy', ...more].map((name) => `${name}:${goQuote(text(rule, name))}`);
  return [
    `${label}:${goQuote(rule.key ?? '')}`,
    ...named,
    ...(enterprise === true ? ['EnterpriseRule:acl.EnterpriseRule{}'] : []),
  ];
}

function text({ fields }: Struct, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}

function isDisposition(value: string, list: boolean): boolean {
  return ['deny', 'read', 'write', ...(list ? ['list'] : [])].includes(value.toLowerCase());
}

function first(refusals: readonly (PolicyRefusal | undefined)[]): PolicyRefusal | undefined {
  return refusals.find((refusal) => refusal !== undefined);
}
