import { goLower, goTrim } from '../../syntax/go-string.ts';

/**
 * The policies of a token as Vault keeps them: trimmed, in lower case, sorted, none twice. `root` drives out all others.
 * @param withDefault whether `default` is added, which `token_no_default_policy` forbids
 */
export function tokenPolicies(names: readonly string[], withDefault: boolean): readonly string[] {
  const kept = names.map((name) => goLower(goTrim(name))).filter((name) => name !== '');
  if (kept.includes('root')) return ['root'];
  return [...new Set(withDefault ? [...kept, 'default'] : kept)].toSorted();
}
