import { parseTemplate } from '../../syntax/consul-template/parse.ts';
import type { Delimiters } from '../../syntax/consul-template/scan.ts';
import { executeTemplate, outputOf } from './execute.ts';
import { ExecutionError, type Ask, type Problem, type Run } from './run.ts';
import { nil, type Reason, type Value } from './value.ts';

export interface TemplateRun {
  readonly asks: readonly Ask[];
  readonly problems: readonly Problem[];
}

export interface TemplateSettings extends Delimiters {
  readonly environment: (name: string) => Value;
  /** Functions that the client does not allow; by Nomad's default `plugin` and `writeToFile`. */
  readonly denied?: readonly string[] | undefined;
  /** Whether it is the first time over, when no server has answered; an error then ends all before anything is asked. */
  readonly first?: boolean;
}

/** Goes through a template as consul-template does, down every way whose condition is not known beforehand. */
export function runTemplate(
  text: string,
  { environment, denied, first = false, ...delimiters }: TemplateSettings,
): TemplateRun {
  const parsed = parseTemplate(text, delimiters);
  if (!parsed.ok) {
    const { message, start, end } = parsed.error;
    return { asks: [], problems: [{ message: `parse: ${message}`, start, end, when: [] }] };
  }
  const run: Run = {
    templates: parsed.templates,
    environment,
    first,
    denied: new Set(denied ?? ['plugin', 'writeToFile']),
    asks: [],
    problems: [],
    scratch: new Map(),
    written: (name, dot, spot) => outputOf(run, name, dot, spot),
    when: [],
    output: [],
    budget: 50_000,
    depth: 0,
  };
  try {
    executeTemplate(run, '', nil, { start: 0, end: 0 });
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    const when: readonly Reason[] = error.unfollowed ? [...run.when, { because: 'loop' }] : run.when;
    run.problems.push({ message: error.message, ...error.spot, when });
  }
  return run;
}
