import { countWorkloads, type Effect, type Outlook } from '../provision/impact/impact.ts';
import { summarize, type Plan, type Step } from '../provision/plan.ts';
import { jsonText } from './json-text.ts';

/** A plan as data for programs: `schemaVersion` 1. Objects without a change are listed too, with action `none`. */
export function planJson(plan: Plan, outlook?: Outlook): string {
  const { spec, steps, warnings } = plan;
  const impact = outlook === undefined ? {} : { impact: impactData(outlook) };
  const data = { schemaVersion: 1, spec, steps: steps.map(stepData), summary: summarize(plan), warnings, ...impact };
  return jsonText(data);
}

/** With the counts of workloads that a program would have to make itself. */
function impactData(outlook: Outlook): object {
  if (!outlook.known) return outlook;
  const { known, ...impact } = outlook;
  const count = (effect: Effect): number => countWorkloads(impact, effect);
  return { known, breaks: count('breaks'), heals: count('heals'), unknown: count('unknown'), ...impact };
}

/** The members of the contract and no others: a step may carry more for its own use. */
function stepData({ address, kind, title, action, owned, changes, after, origin, place, because }: Step): Step {
  return { address, kind, title, action, owned, changes, after, origin, place, because };
}
