import type { Live } from '../kinds/kind.ts';
import type { Intent } from './intent.ts';
import type { Entry } from './manifest/manifest.ts';
import type { Plan, Step } from './plan.ts';

/** A step together with what it was made from: what `apply` works on. A plan for reading is these steps alone. */
export interface PlannedStep extends Step {
  readonly intent: Intent | undefined;
  readonly entry: Entry | undefined;
  readonly live: Live | undefined;
}

export interface WorkPlan extends Plan {
  readonly steps: readonly PlannedStep[];
  /** Made for some targets only: says nothing about all other objects. */
  readonly partial: boolean;
}
