import type { Severity } from '../model/finding.ts';
import type { Rule } from '../rules/rule.ts';
import type { AuditConfig } from '../spec/audit-levels.ts';
import { didYouMean } from '../spec/suggestion.ts';
import { WidError, WidErrors } from '../support/errors.ts';

/** How bad each rule is here: the last line of the configuration that is about it says so. */
export type Levels = ReadonlyMap<string, Severity | 'off'>;

export function levelsOf({ levels }: AuditConfig, rules: readonly Rule[]): Levels {
  return new Map(
    levels.flatMap(({ rule: pattern, level }) =>
      rules.filter(({ id }) => isMeant(pattern, id)).map(({ id }) => [id, level] as const),
    ),
  );
}

/** `vault/kv-path` or `vault/*`. */
export function isMeant(pattern: string, rule: string): boolean {
  return pattern.endsWith('/*') ? rule.startsWith(pattern.slice(0, -1)) : pattern === rule;
}

/** Throws {@link WidErrors} for what is about no rule: a slip there would leave something unsaid, or said. */
export function checkRuleNames({ levels, ignore }: AuditConfig, rules: readonly Rule[]): void {
  const errors = [...levels, ...ignore]
    .filter(({ rule: pattern }) => !rules.some(({ id }) => isMeant(pattern, id)))
    .map(({ rule, place }) => {
      const hint = didYouMean(
        rule,
        rules.map(({ id }) => id),
      );
      return new WidError('spec', `there is no rule ${rule}`, {
        hint: hint ?? 'wid rules lists them all',
        ...(place === undefined ? {} : { place }),
      });
    });
  const [first, ...rest] = errors;
  if (first !== undefined) throw new WidErrors([first, ...rest]);
}
