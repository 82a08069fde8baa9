import { readBindingRule } from '../../validation/consul/binding-rule.ts';
import type { Look } from '../look.ts';

/** Whether a role is one that no bind name can come to, of whatever method. */
export function givenByNoRule({ world: { consul } }: Look): (role: string) => boolean {
  const patterns = (consul?.bindingRules ?? [])
    .map(readBindingRule)
    .filter(({ bindType }) => bindType === 'role')
    .map(({ bindName }) => patternOf(bindName));
  return (role) => !patterns.some((pattern) => pattern.test(role));
}

/** What a bind name can come to, with anything in place of what is filled in. */
function patternOf(bindName: string): RegExp {
  const parts = bindName.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}
