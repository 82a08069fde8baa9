import { goQuote } from '../../syntax/go-string.ts';
import type { Range } from '../../syntax/hcl/ast.ts';
import { readVaultPolicy, type Dialect, type PolicyPath } from '../../validation/vault/policy.ts';
import { fillTemplate, isTemplate, type TemplateContext } from './template.ts';

/** A policy that the server took, read once for many tokens. */
export interface Policy {
  readonly name: string;
  readonly paths: readonly PolicyPath[];
  readonly templated: boolean;
  /** See {@link TemplateContext.mayHold}. */
  readonly mayHold?: readonly string[];
}

/** What one `path` of a policy says once its templates are filled. */
export interface PathRule {
  readonly policy: string;
  /** As it is matched: no leading slash, and for `prefix` without the `*`. */
  readonly pattern: string;
  readonly sort: 'exact' | 'prefix' | 'segments';
  readonly capabilities: readonly string[];
  readonly label: string;
  readonly place: Range;
}

/** A path of a policy that is not there for a token. */
export interface DroppedPath {
  readonly policy: string;
  readonly label: string;
  readonly reason: string;
}

/** Reads a policy, `undefined` when the server would not have taken it. */
export function readPolicy(
  name: string,
  text: string,
  dialect: Dialect,
  mayHold: readonly string[] = [],
): Policy | undefined {
  const read = readVaultPolicy(text, dialect);
  if ('refused' in read) return undefined;
  return { name, paths: read.paths, templated: read.paths.some(({ label }) => isTemplate(label)), mayHold };
}

export type RulesOfPolicy =
  | { readonly ok: true; readonly rules: readonly PathRule[]; readonly dropped: readonly DroppedPath[] }
  /** A value made a pattern that no policy may have: the server then answers no request of such a token. */
  | { readonly ok: false; readonly error: string };

/** What a policy says to a token; one without templates says the same to all. */
export function rulesOf(policy: Policy, context: TemplateContext): RulesOfPolicy {
  if (policy.templated) return filledRules(policy, context);
  const known = plainRules.get(policy) ?? filledRules(policy, context);
  plainRules.set(policy, known);
  return known;
}

const plainRules = new WeakMap<Policy, RulesOfPolicy>();

function filledRules({ name, paths, templated, mayHold }: Policy, context: TemplateContext): RulesOfPolicy {
  const rules: PathRule[] = [];
  const dropped: DroppedPath[] = [];
  for (const { label, capabilities, place } of paths) {
    const filled = templated && /[{}]{2}/.test(label) ? fillTemplate(label, { ...context, mayHold }) : { text: label };
    if ('unfilled' in filled) {
      dropped.push({ policy: name, label, reason: filled.unfilled });
      continue;
    }
    const path = filled.text.startsWith('/') ? filled.text.slice(1) : filled.text;
    if (path.includes('+*')) {
      const why = `failed to parse policy: path ${goQuote(path)}: invalid use of wildcards ('+*' is forbidden)`;
      return { ok: false, error: `error parsing templated policy ${goQuote(name)}: ${why}` };
    }
    const sort = sortOf(path);
    const pattern = sort === 'prefix' ? path.slice(0, -1) : path;
    rules.push({ policy: name, pattern, sort, capabilities, label, place });
  }
  return { ok: true, rules, dropped };
}

/** A `+` at the start of a segment is enough to be looked at segment by segment, though only a lone one is a wildcard. */
function sortOf(path: string): PathRule['sort'] {
  if (path === '+' || path.startsWith('+/') || path.includes('/+')) return 'segments';
  return path.endsWith('*') ? 'prefix' : 'exact';
}
