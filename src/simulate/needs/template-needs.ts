import { parseTemplate } from '../../syntax/consul-template/parse.ts';
import { shownCall } from './asking.ts';
import { consulWants, type ConsulSettings, type Wants } from './consul-wants.ts';
import type { AskedWith, From, Need, Wanted } from './need.ts';
import { nomadWants, type Workload } from './nomad-wants.ts';
import { once } from './once.ts';
import { runTemplate, type TemplateRun } from './run-template.ts';
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

const NOTHING: TemplateNeeds = { needs: [], problems: [] };

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
  // Most files that templates write are copied as they stand.
  if (!text.includes(delimiters.left || '{{')) return NOTHING;
  const parsed = parseTemplate(text, delimiters);
  if (!parsed.ok) {
    const { message, start, end } = parsed.error;
    return { needs: [], problems: [{ message: `parse: ${message}`, start, end, when: [] }] };
  }
  const first = runTemplate(parsed.templates, { ...context, first: true });
  const start = gather(first, context, from);
  const failure = start.problems.find(({ when }) => when.length === 0);
  if (failure !== undefined) return { needs: [], problems: [failure] };
  // Only by answers do the times over differ.
  if (first.asks.length === 0) return { needs: start.needs, problems: distinctProblems(start.problems) };
  const later = gather(runTemplate(parsed.templates, context), context, from, askedAnyway(first.asks));
  return {
    needs: once([...start.needs, ...later.needs]).toSorted((a, b) => (a.from.start ?? 0) - (b.from.start ?? 0)),
    problems: distinctProblems([...start.problems, ...later.problems]),
  };
}

/** @param known questions that need not be looked at again */
function gather(
  { asks, problems }: TemplateRun,
  context: TemplateContext,
  from: From,
  known?: ReadonlySet<string>,
): TemplateNeeds {
  const needs: Need[] = [];
  const found: Problem[] = [...problems];
  for (const ask of asks) {
    if (ask.name === 'file' || (known !== undefined && isKnown(ask, known))) continue;
    const { start, end, when } = ask;
    const wants = wantsOf(ask, context);
    if ('error' in wants) {
      found.push({ message: `error calling ${ask.name}: ${wants.error}`, start, end, when });
      continue;
    }
    const call = shownCall(ask.name, ask.arguments);
    const here: From = { ...from, start, end };
    for (const wanted of wants.wanted) {
      needs.push(needOf(wanted, call, context.askedWith(wanted.product), here));
    }
  }
  return { needs, problems: found.length < 2 ? found : found.toSorted((a, b) => a.start - b.start) };
}

/** Written out, as copying all members of thousands of objects takes its time. */
function needOf(wanted: Wanted, call: string, askedWith: AskedWith, from: From): Need {
  const { product, permission, unknown, lack, request, when, shape, candidates, preflight, elsewhere } = wanted;
  const plain = { product, permission, unknown, lack, request, when, call, askedWith, from };
  if (shape !== undefined || candidates !== undefined || elsewhere !== undefined) return { ...wanted, ...plain };
  if (preflight === undefined) return plain;
  return { product, permission, unknown, lack, request, preflight, when, call, askedWith, from };
}

/** Questions that are asked without conditions. Asked again at the same place, they add nothing. */
function askedAnyway(asks: readonly Ask[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const ask of asks) {
    const key = ask.when.length === 0 ? keyOf(ask) : undefined;
    if (key !== undefined) keys.add(key);
  }
  return keys;
}

function isKnown(ask: Ask, known: ReadonlySet<string>): boolean {
  const key = keyOf(ask);
  return key !== undefined && known.has(key);
}

/** What tells a question from all others; `undefined` when not all of it is known. */
function keyOf({ name, start, end, arguments: values }: Ask): string | undefined {
  let key = `${String(start)}-${String(end)} ${name}`;
  for (const value of values) {
    if (value.kind !== 'string') return undefined;
    // With its length, as a text may hold anything.
    key += ` ${String(value.value.length)} ${value.value}`;
  }
  return key;
}

function distinctProblems(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length < 2) return problems;
  return [...new Map(problems.map((problem) => [JSON.stringify([problem.message, problem.start]), problem])).values()];
}

function wantsOf(ask: Ask, { workload, consul, vault }: TemplateContext): Wants {
  if (VAULT.has(ask.name)) return vaultWants(ask, vault);
  return ask.name.startsWith('nomad') ? nomadWants(ask, workload) : consulWants(ask, consul);
}
