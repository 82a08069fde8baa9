import { goTrim } from '../../syntax/go-string.ts';
import { parseVaultDuration } from '../../syntax/vault-duration.ts';
import type { Dialect } from '../../validation/vault/policy.ts';

export interface TemplateAlias {
  /** Of the auth mount. */
  readonly accessor: string;
  readonly id: string;
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly customMetadata?: Readonly<Record<string, string>>;
}

export interface TemplateGroup {
  readonly id: string;
  readonly name: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Whom a token stands for at the moment of a request; the templates of its policies are filled from it. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly aliases: readonly TemplateAlias[];
  /** Direct and inherited ones. */
  readonly groups: readonly TemplateGroup[];
}

export interface TemplateContext {
  /** Absent for a token without an entity. */
  readonly identity?: Identity | undefined;
  /** Seconds. */
  readonly now: number;
  readonly dialect: Dialect;
  /** Of the characters that OpenBao does not let a value bring along, those that the policy allows. */
  readonly mayHold?: readonly string[] | undefined;
}

/** A filled text, or why it cannot be filled, in the server's words (which nobody gets to see: the path just falls away). */
export type Filled = { readonly text: string } | { readonly unfilled: string };

class Unfilled extends Error {}

const UNBALANCED = 'unbalanced templating characters';
const NOT_FOUND = 'no value could be found for one of the template directives';

/** What OpenBao 2.6 takes for a failure in a value, so that no claim becomes a wildcard. */
const BLOCKED = ['/', '*', '+'];

/** Fills the `{{ }}` of a policy's path. A path that cannot be filled falls away as a whole, whatever it grants or denies. */
export function fillTemplate(text: string, context: TemplateContext): Filled {
  const [before = '', ...rest] = text.split('{{');
  if (before.includes('}}')) return { unfilled: UNBALANCED };
  let filled = before;
  try {
    for (const piece of rest) {
      const [directive = '', after, ...more] = piece.split('}}');
      if (after === undefined || more.length > 0) return { unfilled: UNBALANCED };
      filled += valueOf(goTrim(directive), context) + after;
    }
  } catch (error) {
    if (error instanceof Unfilled) return { unfilled: error.message };
    throw error;
  }
  return { text: filled };
}

/** Whether there is anything to fill in. */
export function isTemplate(text: string): boolean {
  return text.includes('{{');
}

function valueOf(directive: string, context: TemplateContext): string {
  const value = lookUp(directive, context);
  const blocked =
    context.dialect === 'openbao'
      ? BLOCKED.filter((one) => context.mayHold?.includes(one) !== true).find((one) => value.includes(one))
      : undefined;
  if (blocked !== undefined) throw new Unfilled(`template substitution contains forbidden value "${blocked}"`);
  return value;
}

function lookUp(directive: string, { identity, now }: TemplateContext): string {
  const entity = rest(directive, 'identity.entity.');
  if (entity !== undefined) {
    if (identity === undefined)
      throw new Unfilled('string contains entity template directives but no entity was provided');
    return ofEntity(entity, identity);
  }
  const groups = rest(directive, 'identity.groups.');
  if (groups !== undefined) {
    if (identity === undefined || identity.groups.length === 0)
      throw new Unfilled('string contains groups template directives but no groups were provided');
    return ofGroup(groups, identity.groups);
  }
  const time = rest(directive, 'time.');
  if (time !== undefined) return ofTime(time, now);
  throw new Unfilled(NOT_FOUND);
}

function rest(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}

function ofEntity(selector: string, identity: Identity): string {
  if (selector === 'id') return present(identity.id);
  if (selector === 'name') return present(identity.name);
  const key = rest(selector, 'metadata.');
  if (key !== undefined) return member(identity.metadata, key);
  const alias = rest(selector, 'aliases.');
  if (alias === undefined) throw new Unfilled(NOT_FOUND);
  const [accessor, field] = halves(alias);
  if (field === undefined) throw new Unfilled('invalid alias selector');
  const found = identity.aliases.find((one) => one.accessor === accessor);
  if (found === undefined) throw new Unfilled('alias not found');
  return ofAlias(field, found);
}

function ofAlias(field: string, alias: TemplateAlias): string {
  if (field === 'id') return present(alias.id);
  if (field === 'name') return present(alias.name);
  const key = rest(field, 'metadata.');
  if (key !== undefined) return member(alias.metadata, key);
  const custom = rest(field, 'custom_metadata.');
  if (custom !== undefined) return member(alias.customMetadata ?? {}, custom);
  throw new Unfilled(NOT_FOUND);
}

function ofGroup(selector: string, groups: readonly TemplateGroup[]): string {
  const [by, accessor] = halves(selector);
  if (accessor === undefined || (by !== 'ids' && by !== 'names')) throw new Unfilled('invalid groups selector');
  const [wanted, field] = halves(accessor);
  if (field === undefined) throw new Unfilled('invalid groups accessor');
  const found = groups.find((group) => (by === 'ids' ? group.id : group.name) === wanted);
  if (found === undefined) throw new Unfilled(`entity is not a member of group ${JSON.stringify(wanted)}`);
  if (field === 'id') return found.id;
  if (field === 'name') return present(found.name);
  const key = rest(field, 'metadata.');
  if (key === undefined) throw new Unfilled(NOT_FOUND);
  return member(found.metadata ?? {}, key);
}

function ofTime(selector: string, now: number): string {
  const [what, operator, ...operand] = selector.split('.');
  if (what !== 'now') throw new Unfilled(`invalid time selector ${JSON.stringify(what)}`);
  if (operator === undefined) return String(Math.floor(now));
  if (operand.length === 0) throw new Unfilled('missing time operand');
  const span = parseVaultDuration(operand.join('.'));
  if (!span.ok) throw new Unfilled(`invalid duration: ${span.error}`);
  if (operator !== 'plus' && operator !== 'minus')
    throw new Unfilled(`invalid time operator ${JSON.stringify(operator)}`);
  return String(Math.floor(now + ((operator === 'plus' ? 1 : -1) * Number(span.nanoseconds)) / 1e9));
}

/** The text before and after the first dot. */
function halves(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('.');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function present(value: string): string {
  if (value === '') throw new Unfilled(NOT_FOUND);
  return value;
}

/** Unlike a name, a value of metadata may be empty. */
function member(values: Readonly<Record<string, string>>, key: string): string {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (value === undefined) throw new Unfilled(NOT_FOUND);
  return value;
}
