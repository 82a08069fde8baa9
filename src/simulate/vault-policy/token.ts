import type { Dialect } from '../../validation/vault/policy.ts';
import { makeAcl, type Acl } from './acl.ts';
import { defaultPolicy } from './default-policy.ts';
import { rulesOf, type DroppedPath, type PathRule, type Policy } from './policy.ts';
import type { TemplateContext } from './template.ts';

/** The policies of a server, by name in lower case. */
export type Policies = ReadonlyMap<string, Policy>;

export type TokenAcl =
  | {
      readonly ok: true;
      readonly acl: Acl;
      /** Paths that fell away because their templates could not be filled. */
      readonly dropped: readonly DroppedPath[];
      /** Policies of the token that do not exist: they give nothing. */
      readonly missing: readonly string[];
    }
  | { readonly ok: false; readonly error: string };

/**
 * What a token with these policies may do at this moment.
 * @param names as the token has them: in lower case and sorted
 */
export function tokenAcl(names: readonly string[], policies: Policies, context: TemplateContext): TokenAcl {
  const rules: PathRule[] = [];
  const dropped: DroppedPath[] = [];
  const missing: string[] = [];
  for (const name of names) {
    if (name === 'root') continue;
    const policy = policies.get(name) ?? builtIn(name, context.dialect);
    if (policy === undefined) {
      missing.push(name);
      continue;
    }
    const read = rulesOf(policy, context);
    if (!read.ok) return read;
    rules.push(...read.rules);
    dropped.push(...read.dropped);
  }
  return { ok: true, acl: makeAcl(rules, context.dialect, names.includes('root')), dropped, missing };
}

function builtIn(name: string, dialect: Dialect): Policy | undefined {
  return name === 'default' ? defaultPolicy(dialect) : undefined;
}
