import { decidingRule, type Acl, type MergedRule } from './acl.ts';

/**
 * Whether a token may see a mount: some rule that does not deny stands at the mount's path or below it, or could match
 * something below it. It is what `sys/internal/ui/mounts` asks before it answers.
 * @param mount with a slash at its end
 */
export function seesMount(acl: Acl, mount: string): boolean {
  if (acl.root || gives(decidingRule(acl, mount, 'list'))) return true;
  const below = [...acl.exact.values(), ...acl.prefixes].filter(({ pattern }) => pattern.startsWith(mount));
  return below.some(gives) || acl.segments.some((rule) => gives(rule) && reaches(rule.pattern, mount));
}

function gives(rule: MergedRule | undefined): boolean {
  return rule !== undefined && rule.capabilities.size > 0 && !rule.capabilities.has('deny');
}

/** Whether the mount's segments fit the first ones of a pattern with `+`. */
function reaches(pattern: string, mount: string): boolean {
  const wanted = pattern.replace(/\*$/, '').split('/');
  const given = mount.split('/').slice(0, -1);
  return wanted.length > given.length && given.every((segment, at) => wanted[at] === '+' || wanted[at] === segment);
}
