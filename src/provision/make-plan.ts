import type { LiveObjects } from '../collect/live.ts';
import { kinds } from '../kinds/index.ts';
import { cascade, hangsOn } from './cascade.ts';
import { diff } from './diff.ts';
import type { Intent } from './intent.ts';
import type { Manifest } from './manifest/manifest.ts';
import { parentChange, replaceMoved } from './moved.ts';
import { followAccessors } from './new-accessors.ts';
import { inOrder } from './order.ts';
import { digestOf, owns } from './ownership.ts';
import { pairUp, type Paired } from './pair.ts';
import type { Action, FieldChange } from './plan.ts';
import type { PlannedStep, WorkPlan } from './planned-step.ts';
import { deletesLast, targeted } from './sequence.ts';

export interface PlanOptions {
  /** Take over objects that exist and are not ours. */
  readonly adopt: boolean;
  /** Delete objects that are ours and have left the spec. */
  readonly prune: boolean;
  /** Only these addresses and what they need; all when empty. */
  readonly targets: readonly string[];
}

export interface PlanInput {
  readonly spec: string;
  readonly intents: readonly Intent[];
  readonly manifest: Manifest;
  readonly live: LiveObjects;
  readonly options: PlanOptions;
  readonly warnings?: readonly string[];
}

/** What would be done to make the servers as the spec says. Pure: the same input gives the same plan. */
export function makePlan({ spec, intents, manifest, live, options, warnings = [] }: PlanInput): WorkPlan {
  const pairs = replaceMoved(pairUp(intents, manifest, live), live);
  const isOurs = ownershipOf(pairs, live);
  const steps = pairs.map((pair) => stepFor(pair, isOurs(pair), live, options)).filter((step) => step !== undefined);
  const inseparable = steps.filter((step) => staysBehind(step, steps));
  const going = steps.filter((step) => !inseparable.includes(step));
  const wanted = targeted(deletesLast(followAccessors(cascade(going), live.accessors)), options.targets);
  const left = inseparable.map(
    ({ address, title }) => `${address} left the spec and stays as it is: a ${title} goes only with what it is set on`,
  );
  return { spec, steps: inOrder(wanted), warnings: [...warnings, ...left], partial: options.targets.length > 0 };
}

/**
 * Tells whether the live object of a pair is ours. What is inside something that somebody else made anew is theirs with
 * it, which counts for objects that have no id of their own to tell.
 */
function ownershipOf(pairs: readonly Paired[], { accessors }: LiveObjects): (pair: Paired) => boolean {
  const ownsIt = ({ kind, entry, live }: Paired): boolean =>
    live !== undefined && owns(entry, kinds[kind], live, accessors);
  const theirs = pairs.filter(
    (pair) =>
      kinds[pair.kind].cascadesTo !== undefined && pair.entry !== undefined && pair.live !== undefined && !ownsIt(pair),
  );
  return (pair) => ownsIt(pair) && !theirs.some((holder) => hangsOn(pair, holder));
}

/** What cannot be deleted apart from its parent, and whose parent is not deleted. */
function staysBehind(step: PlannedStep, steps: readonly PlannedStep[]): boolean {
  const leaves = step.action === 'delete' || step.action === 'orphan';
  if (!leaves || kinds[step.kind].isPartOfParent !== true) return false;
  return !steps.some(({ action, ...parent }) => action === step.action && hangsOn(step, parent));
}

function stepFor(
  pair: Paired,
  owned: boolean,
  { accessors }: LiveObjects,
  { adopt, prune }: PlanOptions,
): PlannedStep | undefined {
  const { kind: kindId, intent, entry, live } = pair;
  const kind = kinds[kindId];
  const step = (action: Action, changes: readonly FieldChange[], because?: string): PlannedStep => ({
    address: pair.address,
    kind: kindId,
    title: kind.title,
    action,
    changes,
    after: intent?.dependsOn ?? [],
    owned,
    origin: intent?.origin,
    place: intent?.place,
    because,
    intent,
    entry,
    live,
  });

  if (intent === undefined) {
    // An entry whose object is gone or somebody else's by now claims nothing any more; applying forgets it.
    if (live === undefined || !owned) return undefined;
    if (!prune) return step('orphan', []);
    const changes = diff(kind, undefined, live.body);
    // Without an id of the server's own, an object that is not as we left it may be somebody else's of the same name.
    const asLeft = kind.idIsName !== true || entry?.digest === digestOf(kind, live.body, accessors);
    if (asLeft || adopt) return step('delete', changes, 'it left the spec');
    return step(
      'conflict',
      changes,
      'it is not as wid left it and may be somebody else’s by now; --adopt deletes it all the same',
    );
  }
  const body = kind.resolve?.(intent.body, intent.identity, accessors) ?? intent.body;
  if (live === undefined) return step('create', diff(kind, body, undefined));

  const parent = parentChange(pair);
  const changes = [...parent, ...diff(kind, body, live.body)];
  if (!owned && changes.length === 0) {
    return adopt ? step('adopt', []) : step('none', [], 'it exists already and is not ours; --adopt takes it over');
  }
  if (!owned && !adopt) {
    const replaced = entry === undefined ? 'exists already and is not ours' : 'was made anew by somebody else';
    const never = entry === undefined && changes.some(({ replaces }) => replaces);
    if (!never) return step('conflict', changes, `it ${replaced}; --adopt takes it over`);
  }
  if (changes.length === 0) return step('none', []);
  if (changes.some(({ replaces }) => replaces)) {
    if (owned || entry !== undefined) return step('replace', changes);
    // Taking over is one thing; deleting what never was ours, with all that hangs on it, is another.
    return step(
      'conflict',
      changes,
      'it never was ours and cannot be changed in place; delete it yourself if it may go',
    );
  }
  return owned ? step('update', changes) : step('adopt', changes);
}
