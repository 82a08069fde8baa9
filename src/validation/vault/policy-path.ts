import { goQuote } from '../../syntax/go-string.ts';
import type { File, Range, Value } from '../../syntax/hcl/ast.ts';
import {
  decode,
  filter,
  isStruct,
  Misfit,
  type Decoded,
  type Field,
  type Shape,
  type Struct,
} from '../../syntax/hcl/decode.ts';
import { parseVaultDuration } from '../../syntax/vault-duration.ts';
import { Refused } from '../policy-text.ts';

export type Dialect = 'vault' | 'openbao';

const SHARED_KEYS = [
  'comment',
  'policy',
  'capabilities',
  'allowed_parameters',
  'denied_parameters',
  'required_parameters',
  'min_wrapping_ttl',
  'max_wrapping_ttl',
  'mfa_methods',
  'control_group',
];

/** What a `path` block may hold; upper and lower case count. */
export const PATH_KEYS: Readonly<Record<Dialect, readonly string[]>> = {
  vault: [...SHARED_KEYS, 'subscribe_event_types'],
  openbao: [...SHARED_KEYS, 'pagination_limit', 'expiration', 'list_scan_response_keys_filter_path'],
};

const SHARED_CAPABILITIES = ['deny', 'create', 'read', 'update', 'delete', 'list', 'sudo', 'patch'];

export const CAPABILITIES: Readonly<Record<Dialect, readonly string[]>> = {
  vault: [...SHARED_CAPABILITIES, 'subscribe', 'recover'],
  openbao: [...SHARED_CAPABILITIES, 'scan'],
};

/** What the legacy argument `policy` stands for. */
const LEGACY: Readonly<Record<string, readonly string[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
};

const STRINGS: Shape = { slice: 'string' };
const PARAMETERS: Shape = { map: { slice: 'any' } };
const IDENTITY: Shape = {
  struct: [field('group_ids', STRINGS), field('group_names', STRINGS), field('approvals', 'int')],
};
const FACTOR: Shape = {
  struct: [field('Name', 'string'), field('identity', IDENTITY), field('controlled_capabilities', STRINGS)],
};
/** In the order in which Vault decodes it, which decides what a text with several mistakes is refused for. */
const PATH: Shape = {
  struct: [
    field('Policy', 'string'),
    field('Capabilities', STRINGS),
    field('min_wrapping_ttl', 'any'),
    field('max_wrapping_ttl', 'any'),
    field('allowed_parameters', PARAMETERS),
    field('denied_parameters', PARAMETERS),
    field('required_parameters', STRINGS),
    field('mfa_methods', STRINGS),
    field('control_group', { struct: [field('ttl', 'any'), field('factor', { map: FACTOR })] }),
    field('subscribe_event_types', STRINGS),
  ],
};

function field(name: string, shape: Shape): Field {
  return { name, shape };
}

/**
 * Refuses what Vault refuses in the body of `path "..." { }`, whose keys were checked.
 * @returns the capabilities as they are written, of the legacy argument too; `deny` stands alone
 */
export function checkPath(file: File, value: Value, path: string, label: Range, dialect: Dialect): readonly string[] {
  const rules = decodePath(file, value, path);
  const at = (name: string): Range => placeOf(value, name) ?? label;
  const bare = path.replace(/^\//, '');
  if (bare.includes('+*'))
    throw new Refused(`path ${goQuote(bare)}: invalid use of wildcards ('+*' is forbidden)`, label);

  const legacy = text(rules.fields.get('Policy'));
  const meant = LEGACY[legacy];
  if (legacy !== '' && meant === undefined)
    throw new Refused(`path ${goQuote(path)}: invalid policy ${goQuote(legacy)}`, at('policy'));
  const capabilities = legacy === 'deny' ? ['deny'] : [...texts(rules.fields.get('Capabilities')), ...(meant ?? [])];
  for (const capability of capabilities) {
    // A path that is denied is not looked at further.
    if (capability === 'deny') return ['deny'];
    if (CAPABILITIES[dialect].includes(capability)) continue;
    throw new Refused(
      `path ${goQuote(path)}: invalid capability ${goQuote(capability)}`,
      capabilityPlace(value, capability) ?? at('capabilities'),
    );
  }

  const least = span(rules, 'min_wrapping_ttl', 'error parsing min_wrapping_ttl', at('min_wrapping_ttl'));
  const most = span(rules, 'max_wrapping_ttl', 'error parsing max_wrapping_ttl', at('max_wrapping_ttl'));
  const group = rules.fields.get('control_group');
  if (isStruct(group)) checkControlGroup(group, capabilities, at('control_group'));
  if (least !== 0n && most !== 0n && most < least)
    throw new Refused('max_wrapping_ttl cannot be less than min_wrapping_ttl', at('max_wrapping_ttl'));
  return capabilities;
}

function decodePath(file: File, value: Value, path: string): Struct {
  try {
    return decode(file, value, PATH) as Struct;
  } catch (error) {
    if (error instanceof Misfit) throw new Refused(`path ${goQuote(path)}: ${error.message}`, error.place);
    throw error;
  }
}

function span({ fields }: Struct, name: string, what: string, place: Range): bigint {
  const value = fields.get(name);
  if (value === undefined) return 0n;
  const read = parseVaultDuration(value);
  if (!read.ok) throw new Refused(`${what}: ${read.error}`, place);
  return read.nanoseconds;
}

function checkControlGroup(group: Struct, capabilities: readonly string[], place: Range): void {
  span(group, 'ttl', 'error parsing control group max ttl', place);
  const factors = group.fields.get('factor');
  const named = factors instanceof Map ? [...(factors as ReadonlyMap<string, Decoded>).values()] : [];
  for (const factor of named) {
    const identity = isStruct(factor) ? factor.fields.get('identity') : undefined;
    if (!isStruct(factor) || !isStruct(identity)) throw new Refused('no control_group factor provided', place);
    const approvals = identity.fields.get('approvals');
    const groups = [...texts(identity.fields.get('group_ids')), ...texts(identity.fields.get('group_names'))];
    if (typeof approvals !== 'number' || approvals <= 0 || groups.length === 0) {
      throw new Refused('must provide more than one identity group and approvals > 0', place);
    }
    if (texts(factor.fields.get('controlled_capabilities')).some((controlled) => !capabilities.includes(controlled))) {
      throw new Refused("control group factor capabilities must be a subset of the policy's capabilities", place);
    }
  }
  if (named.length === 0) throw new Refused('no control group factors provided', place);
}

function placeOf(value: Value, name: string): Range | undefined {
  return value.kind === 'object' ? filter(value.items, name)[0]?.value : undefined;
}

function capabilityPlace(value: Value, capability: string): Range | undefined {
  const list = placeOf(value, 'capabilities') as Value | undefined;
  return list?.kind === 'list'
    ? list.items.find((item) => item.kind === 'literal' && item.value === capability)
    : undefined;
}

function text(value: Decoded | undefined): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: Decoded | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
