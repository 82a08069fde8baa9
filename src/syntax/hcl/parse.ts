import type { Source } from '../source.ts';
import type { File, Reading } from './ast.ts';
import { parseHcl1, type Hcl1Options } from './hcl1.ts';
import { parseHclJson } from './json.ts';

/**
 * Reads what Consul, Vault and Nomad take as HCL 1: Consul ACL rules, Vault policies, Nomad ACL policies and all three
 * agents' files. As for them, a text that starts with `{` is JSON.
 */
export function parseHcl(source: Source, options: Hcl1Options = {}): Reading {
  return /^[\s\u0085]*\{/u.test(source.text.replace(/^\uFEFF/, '\0'))
    ? parseHclJson(source)
    : parseHcl1(source, options);
}

/** The line of an offset as HashiCorp's reader counts it, from 1. */
export function normalLine({ source }: File, offset: number): number {
  return source.text.slice(0, offset).split('\n').length;
}
