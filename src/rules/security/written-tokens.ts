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

/** Tokens that stand in the job itself, in the environment of a task or in a template that becomes its environment. */
export function writtenTokens({ env, templates }: Task): readonly WrittenToken[] {
  const found: WrittenToken[] = [];
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
