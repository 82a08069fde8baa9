import { GoObject, type GoJson } from '../../syntax/go-json.ts';
import { goQuote } from '../../syntax/go-string.ts';
import type { JwtRole } from '../../validation/vault/jwt-role.ts';
import type { Dialect } from '../../validation/vault/policy.ts';
import { shown } from '../jwt/shown.ts';

export type PolicyNames =
  | { readonly names: readonly string[] }
  | { readonly error: string }
  /** The name needs more of Go's template language than is read here. */
  | { readonly unknown: string };

/**
 * The policies of a role. OpenBao fills claims into their names when the role wants that; of Go's templates the plain
 * `{{.claim}}` is known here, which is what such names are made of.
 */
export function templatedPolicies(role: JwtRole, claims: GoObject, dialect: Dialect): PolicyNames {
  const { token_policies: names, token_policies_template_claims: wanted } = role;
  if (dialect !== 'openbao' || !wanted) return { names };
  const filled: string[] = [];
  for (const [index, name] of names.entries()) {
    let text = '';
    let at = 0;
    for (const { 0: whole, 1: path = '', index: start } of name.matchAll(/\{\{-?\s*((?:\.[A-Za-z_]\w*)+)\s*-?\}\}/g)) {
      if (whole.startsWith('{{-') || whole.endsWith('-}}')) return unreadable(name);
      const value = valueAt(claims, path.slice(1).split('.'));
      if (value === undefined) {
        const field = path.slice(path.lastIndexOf('.') + 1);
        const where = `template: template:1:${String(start + whole.lastIndexOf(path) + path.lastIndexOf('.'))}`;
        const why = `executing "template" at <${path}>: map has no entry for key ${goQuote(field)}`;
        return { error: `failed to template policy [${String(index)}]: unable to apply template: ${where}: ${why}` };
      }
      text += name.slice(at, start) + (value === null ? '<no value>' : shown(value));
      at = start + whole.length;
    }
    text += name.slice(at);
    if (/\{\{/.test(name.replaceAll(/\{\{\s*(?:\.[A-Za-z_]\w*)+\s*\}\}/g, ''))) return unreadable(name);
    if (text !== '') filled.push(text);
  }
  return { names: filled };
}

function unreadable(name: string): PolicyNames {
  return { unknown: `the policy name ${goQuote(name)} is a template beyond {{.claim}}` };
}

function valueAt(claims: GoObject, steps: readonly string[]): GoJson | undefined {
  let at: GoJson | undefined = claims;
  for (const step of steps) at = at instanceof GoObject ? at.get(step) : undefined;
  return at;
}
