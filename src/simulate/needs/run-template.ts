import type { Templates } from '../../syntax/consul-template/tree.ts';
import { executeTemplate, outputOf } from './execute.ts';
import { ExecutionError, type Ask, type Problem, type Run } from './run.ts';
import { nil, type Reason, type Value } from './value.ts';

export interface TemplateRun {
  readonly asks: readonly Ask[];
  readonly problems: readonly Problem[];
}

export interface TemplateSettings {
  readonly environment: (name: string) => Value;
  /** Functions that the client does not allow; by Nomad's default `plugin` and `writeToFile`. */
  readonly denied?: readonly string[] | undefined;
  /** Whether it is the first time over, when no server has answered; an error then ends all before anything is asked. */
  readonly first?: boolean;
}

const DENIED: ReadonlySet<string> = new Set(['plugin', 'writeToFile']);

/** Goes through a template as consul-template does, down every way whose condition is not known beforehand. */
export function runTemplate(
  templates: Templates,
  { environment, denied, first = false }: TemplateSettings,
): TemplateRun {
  const run: Run = {
    templates,
    environment,
    first,
    denied: denied === undefined ? DENIED : new Set(denied),
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
