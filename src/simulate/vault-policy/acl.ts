import type { Dialect } from '../../validation/vault/policy.ts';
import { bestOf, type Candidate } from './match.ts';
import type { PathRule } from './policy.ts';

/** All rules with one pattern, of however many policies. */
export interface MergedRule {
  readonly pattern: string;
  readonly sort: PathRule['sort'];
  /** `deny` stands alone. */
  readonly capabilities: ReadonlySet<string>;
  /** What was merged, in the order of the policies. */
  readonly rules: readonly PathRule[];
}

/** What a token may do. */
export interface Acl {
  /** The token has the policy `root` and may do everything. */
  readonly root: boolean;
  readonly exact: ReadonlyMap<string, MergedRule>;
  readonly prefixes: readonly MergedRule[];
  readonly segments: readonly MergedRule[];
  readonly dialect: Dialect;
}

/** @param rules in the order of the token's policies */
export function makeAcl(rules: readonly PathRule[], dialect: Dialect, root = false): Acl {
  const merged = {
    exact: new Map<string, Mutable>(),
    prefix: new Map<string, Mutable>(),
    segments: new Map<string, Mutable>(),
  };
  for (const rule of rules) {
    const into = merged[rule.sort];
    const existing = into.get(rule.pattern);
    if (existing === undefined) {
      const { pattern, sort, capabilities } = rule;
      into.set(pattern, { pattern, sort, capabilities: new Set(capabilities), rules: [rule] });
      continue;
    }
    existing.rules.push(rule);
    if (existing.capabilities.has('deny')) continue;
    if (rule.capabilities.includes('deny')) existing.capabilities = new Set(['deny']);
    else for (const capability of rule.capabilities) existing.capabilities.add(capability);
  }
  const { exact, prefix, segments } = merged;
  return { root, exact, prefixes: [...prefix.values()], segments: [...segments.values()], dialect };
}

interface Mutable {
  pattern: string;
  sort: PathRule['sort'];
  capabilities: Set<string>;
  rules: PathRule[];
}

/** The one rule that decides about a path; no other counts, however well it matches. */
export function decidingRule(acl: Acl, requested: string, operation: string): MergedRule | undefined {
  const path = requested.replace(/^\/+/, '');
  const exact = acl.exact.get(path);
  if (exact !== undefined) return exact;
  const lists = operation === 'list' || (operation === 'scan' && acl.dialect === 'openbao');
  if (!lists || !path.endsWith('/')) return best(acl, path);
  const bare = path.slice(0, -1);
  const order = acl.dialect === 'vault' ? [bare, path] : [path, bare];
  return acl.exact.get(bare) ?? best(acl, order[0] ?? '') ?? best(acl, order[1] ?? '');
}

function best({ prefixes, segments }: Acl, path: string): MergedRule | undefined {
  const candidates: Candidate<MergedRule>[] = [];
  let longest: MergedRule | undefined;
  for (const rule of prefixes)
    if (path.startsWith(rule.pattern) && rule.pattern.length >= (longest?.pattern.length ?? 0)) longest = rule;
  if (segments.length === 0) return longest;
  if (longest !== undefined) candidates.push({ rule: longest, pattern: `${longest.pattern}*`, plain: true });
  for (const rule of segments) candidates.push({ rule, pattern: rule.pattern, plain: false });
  return bestOf(candidates, path)?.rule;
}

/** What `sys/capabilities-self` shows for a path: sorted, `["deny"]` for nothing. It looks as a LIST would. */
export function capabilitiesOf(acl: Acl, path: string): readonly string[] {
  if (acl.root) return ['root'];
  const held = decidingRule(acl, path, 'list')?.capabilities ?? new Set<string>();
  return held.has('deny') || held.size === 0 ? ['deny'] : [...held].toSorted();
}

export interface Decision {
  readonly allowed: boolean;
  /** Whether paths that want `sudo` are open too. */
  readonly sudo: boolean;
  readonly decidedBy: MergedRule | undefined;
}

/** Whether an operation on a path is allowed, its parameters and wrapping aside. */
export function decide(acl: Acl, operation: string, path: string): Decision {
  if (acl.root) return { allowed: true, sudo: true, decidedBy: undefined };
  if (operation === 'help') return { allowed: true, sudo: false, decidedBy: undefined };
  const rule = decidingRule(acl, path, operation);
  const needed = ['revoke', 'renew', 'rollback'].includes(operation) ? 'update' : operation;
  return {
    allowed: rule?.capabilities.has(needed) ?? false,
    sudo: rule?.capabilities.has('sudo') ?? false,
    decidedBy: rule,
  };
}
