import { summarize, type Plan, type Step } from '../provision/plan.ts';

/** A plan as data for programs: `schemaVersion` 1. Objects without a change are listed too, with action `none`. */
export function planJson(plan: Plan): string {
  const { spec, steps, warnings } = plan;
  return `${JSON.stringify({ schemaVersion: 1, spec, steps: steps.map(stepData), summary: summarize(plan), warnings }, undefined, 2)}\n`;
}

/** The members of the contract and no others: a step may carry more for its own use. */
function stepData({ address, kind, title, action, owned, changes, after, origin, place, because }: Step): Step {
  return { address, kind, title, action, owned, changes, after, origin, place, because };
}
