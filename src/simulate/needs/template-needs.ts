import { consulWants, type ConsulSettings, type Wants } from './consul-wants.ts';
import type { AskedWith, From, Need } from './need.ts';
import { nomadWants, type Workload } from './nomad-wants.ts';
import { runTemplate, type TemplateRun } from './run-template.ts';
import { shownCall } from './asking.ts';
import type { Ask, Problem } from './run.ts';
import type { Value } from './value.ts';
import { vaultWants, type VaultSettings } from './vault-wants.ts';

export interface TemplateContext {
  readonly environment: (name: string) => Value;
  readonly workload: Workload;
  readonly askedWith: (product: Need['product']) => AskedWith;
  readonly denied?: readonly string[] | undefined;
  readonly consul?: ConsulSettings | undefined;
  readonly vault?: VaultSettings | undefined;
}

export interface TemplateNeeds {
  readonly needs: readonly Need[];
  readonly problems: readonly Problem[];
}

const VAULT: ReadonlySet<string> = new Set(['secret', 'secrets', 'pkiCert']);

/**
 * What one template asks for, in the order in which it does; the same question is asked once. consul-template goes over
 * it a first time with empty answers, and asks nothing if that fails; then again and again with what it has got.
 */
export function templateNeeds(
  text: string,
  delimiters: { readonly left?: string; readonly right?: string },
  context: TemplateContext,
  from: From,
): TemplateNeeds {
  const over = (first: boolean): TemplateNeeds =>
    gather(runTemplate(text, { ...delimiters, ...context, first }), context, from);
  const start = over(true);
  const failure = start.problems.find(({ when }) => when.length === 0);
  if (failure !== undefined) return { needs: [], problems: [failure] };
  const later = over(false);
  return {
    needs: once([...start.needs, ...later.needs]).toSorted((a, b) => (a.from.start ?? 0) - (b.from.start ?? 0)),
    problems: distinctProblems([...start.problems, ...later.problems]),
  };
}

function gather({ asks, problems }: TemplateRun, context: TemplateContext, from: From): TemplateNeeds {
  const needs: Need[] = [];
  const found: Problem[] = [...problems];
  for (const { name, arguments: values, when, start, end } of asks) {
    if (name === 'file') continue;
    const wants = wantsOf({ name, arguments: values, when, start, end }, context);
    if ('error' in wants) {
      found.push({ message: `error calling ${name}: ${wants.error}`, start, end, when });
      continue;
    }
    const call = shownCall(name, values);
    for (const wanted of wants.wanted) {
      needs.push({ ...wanted, call, askedWith: context.askedWith(wanted.product), from: { ...from, start, end } });
    }
  }
  return { needs, problems: found.toSorted((a, b) => a.start - b.start) };
}

function distinctProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify([problem.message, problem.start]), problem])).values()];
}

function wantsOf(ask: Ask, { workload, consul, vault }: TemplateContext): Wants {
  if (VAULT.has(ask.name)) return vaultWants(ask, vault);
  return ask.name.startsWith('nomad') ? nomadWants(ask, workload) : consulWants(ask, consul);
}

/** Of needs that are the same but for their place and conditions the first, and rather one without conditions. */
function once(needs: readonly Need[]): readonly Need[] {
  const kept = new Map<string, Need>();
  for (const need of needs) {
    const { from: _from, when: _when, call: _call, ...same } = need;
    const key = JSON.stringify(same);
    const earlier = kept.get(key);
    if (earlier === undefined || (earlier.when.length > 0 && need.when.length === 0)) kept.set(key, need);
  }
  return [...kept.values()];
}
