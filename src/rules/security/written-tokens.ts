import { isObject } from '../../validation/object.ts';
import type { WorkloadLook } from '../look.ts';

type Task = NonNullable<WorkloadLook['task']>;

export interface WrittenToken {
  readonly variable: string;
  /** Where it stands in the task. */
  readonly path: string;
}

const names = /^(?:VAULT|BAO|CONSUL_HTTP|CONSUL|NOMAD)_TOKEN$/;
/** A line of a file of variables, with something behind it that is not filled in. */
const line = /^[ \t]*(?:export[ \t]+)?((?:VAULT|BAO|CONSUL_HTTP|CONSUL|NOMAD)_TOKEN)[ \t]*=[ \t]*["']?[^\s"'{$]/m;

/** In what a program is called with: a variable, the header of a request, or the flag of one of the products' commands. */
const inArguments = [
  /\b((?:VAULT|BAO|CONSUL_HTTP|CONSUL|NOMAD)_TOKEN)=["']?[^\s"'{$]/,
  /\b(X-(?:Vault|Consul|Nomad)-Token)["']?[:=]\s*["']?[^\s"'{$]/i,
  /\b(?:consul|nomad)\b[^;|&]* --?(token)[= ]["']?[^\s"'{$-]/,
];

/**
 * Tokens that stand in the job itself: in the environment of a task, in a template that becomes its environment, or in what
 * its program is called with.
 * @param config the task's, as its driver takes it
 */
export function writtenTokens({ env, templates }: Task, config: unknown): readonly WrittenToken[] {
  const found: WrittenToken[] = [];
  const called = wordsOf(config);
  if (/token/i.test(called)) {
    const variable = inArguments.map((form) => form.exec(called)?.[1]).find((one) => one !== undefined);
    if (variable !== undefined) found.push({ variable, path: 'Config/args' });
  }
  for (const variable in env) {
    const value = env[variable] ?? '';
    if (names.test(variable) && value !== '' && !/\$\{|\{\{/.test(value))
      found.push({ variable, path: `Env/${variable}` });
  }
  for (const [index, template] of templates.entries()) {
    const variable = template.env ? line.exec(template.text)?.[1] : undefined;
    if (variable !== undefined) found.push({ variable, path: `Templates/${String(index)}` });
  }
  return found;
}

/** A command with its arguments, as in a line of a shell. */
function wordsOf(config: unknown): string {
  if (!isObject(config)) return '';
  return [config['command'], config['args']]
    .flat()
    .filter((one) => typeof one === 'string')
    .join(' ');
}
