import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { kinds } from '../kinds/index.ts';
import type { KindId } from '../kinds/kind.ts';
import type { ManifestOptions } from '../spec/resource.ts';
import { WidError } from '../support/errors.ts';
import type { Intent } from './intent.ts';
import type { PlanOptions } from './make-plan.ts';
import type { Plan, Step } from './plan.ts';

const json = z.json();

const intent = z.strictObject({
  address: z.string(),
  kind: z.custom<KindId>((value) => typeof value === 'string' && Object.hasOwn(kinds, value)),
  identity: z.strictObject({
    name: z.string(),
    parent: z.string().exactOptional(),
    namespace: z.string().exactOptional(),
    partition: z.string().exactOptional(),
  }),
  body: z.record(z.string(), json),
  dependsOn: z.array(z.string()),
  place: z.string(),
  origin: z.string(),
});

const planFile = z.strictObject({
  schemaVersion: z.literal(1),
  type: z.literal('wid-plan'),
  spec: z.string(),
  manifest: z.discriminatedUnion('store', [
    z.strictObject({ store: z.literal('consul'), path: z.string() }),
    z.strictObject({
      store: z.literal('vault'),
      mount: z.string(),
      path: z.string(),
      namespace: z.string().exactOptional(),
    }),
    z.strictObject({ store: z.literal('file'), path: z.string() }),
  ]),
  options: z.strictObject({ adopt: z.boolean(), prune: z.boolean(), targets: z.array(z.string()) }),
  intents: z.array(intent),
  steps: z.array(z.record(z.string(), json)),
});

/** A plan that was kept to be applied later: what was wanted, how, and what the difference was then. No secrets. */
export interface PlanFile {
  readonly spec: string;
  readonly manifest: ManifestOptions;
  readonly options: PlanOptions;
  readonly intents: readonly Intent[];
  readonly plan: Plan;
}

export function formatPlanFile({ spec, manifest, options, intents, plan }: PlanFile): string {
  const content = {
    schemaVersion: 1,
    type: 'wid-plan',
    spec,
    manifest,
    options,
    intents,
    steps: plan.steps.map(comparable),
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** @throws WidError `usage` when the text is no plan file of this version */
export function parsePlanFile(
  text: string,
  name: string,
): Omit<PlanFile, 'plan'> & { readonly steps: readonly unknown[] } {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw notAPlan(name, 'it is not JSON');
  }
  const result = planFile.safeParse(data);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw notAPlan(name, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`);
  }
  return result.data;
}

/**
 * Refuses to go on when a plan made now differs from the one that was kept.
 * @throws WidError `moved` naming the objects that moved
 */
export function expectUnmoved(kept: readonly unknown[], now: Plan): void {
  const before = kept.map(asText);
  const after = now.steps.map(comparable).map(asText);
  if (isDeepStrictEqual(before, after)) return;
  const moved = new Set(
    [...before.filter((step) => !after.includes(step)), ...after.filter((step) => !before.includes(step))].map(
      addressIn,
    ),
  );
  const names = moved.size === 0 ? 'the order of the steps' : [...moved].toSorted().join(', ');
  throw new WidError('moved', `the servers moved since the plan was made: ${names}`, {
    hint: 'make a new plan and look at it again',
  });
}

/** The part of a step that must not move. Places in the spec may. */
function comparable({ address, kind, action, changes, owned }: Step): object {
  return JSON.parse(JSON.stringify({ address, kind, action, changes, owned })) as object;
}

const asText = (step: unknown): string => JSON.stringify(step);

const addressIn = (step: string): string => (JSON.parse(step) as { address: string }).address;

function notAPlan(name: string, why: string): WidError {
  return new WidError('usage', `${name} is no plan of this version of wid: ${why}`, {
    hint: 'make one with `wid plan --out FILE`',
  });
}
