import { hclText } from './hcl-text.ts';

/** The rules that let a token read exactly the given keys and look up exactly the given services. */
export function consulRules(keys: readonly string[], services: readonly string[]): string {
  const rules = [
    ...keys.map((key) => rule('key', key)),
    ...services.map((service) => rule('service', service)),
    // The health of a service is answered for the nodes that the token may read; which ones these are, no one knows before.
    ...(services.length > 0 ? [rule('node', '*')] : []),
  ];
  return [...new Set(rules)].join('\n');
}

function rule(resource: string, pattern: string): string {
  const isPrefix = pattern.endsWith('*');
  const label = isPrefix ? pattern.slice(0, -1) : pattern;
  return `${resource}${isPrefix ? '_prefix' : ''} ${hclText(label)} {\n  policy = "read"\n}\n`;
}

/** Why a pattern cannot be a rule, or `undefined`. Consul knows whole names and prefixes, nothing else. */
export function patternProblem(pattern: string): string | undefined {
  return pattern.slice(0, -1).includes('*')
    ? 'has "*" before its end; Consul knows whole names and prefixes only'
    : undefined;
}
