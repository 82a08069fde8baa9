import type { KindId } from '../kinds/kind.ts';
import type { Value } from '../kinds/field.ts';

/**
 * What happens to one object.
 * `conflict`: it exists, differs and is not ours; `adopt`: it becomes ours, with its differences mended;
 * `orphan`: it is ours and has left the spec, and `--prune` was not given.
 */
export type Action = 'create' | 'update' | 'replace' | 'delete' | 'adopt' | 'conflict' | 'orphan' | 'none';

export interface FieldChange {
  readonly field: string;
  /** In the spec's own form; `undefined` for an object that does not exist on that side. */
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly display: 'value' | 'policy';
  /** This difference is why the object cannot be changed in place. */
  readonly replaces: boolean;
}

export interface Step {
  readonly address: string;
  readonly kind: KindId;
  /** `Consul ACL policy`. */
  readonly title: string;
  readonly action: Action;
  readonly changes: readonly FieldChange[];
  /** Addresses of steps that must be done first. */
  readonly after: readonly string[];
  /** Whether the manifest says that the object is ours. */
  readonly owned: boolean;
  /** As in a sentence: `preset nomad-consul`. */
  readonly origin: string | undefined;
  /** `wid.yaml:12:3`, where the spec asks for it. */
  readonly place: string | undefined;
  /** Why a step is what it is, where the changes do not say so. */
  readonly because: string | undefined;
}

export interface Plan {
  readonly spec: string;
  /** Every object that the spec concerns, in the order in which it would be worked on; `none` included. */
  readonly steps: readonly Step[];
  readonly warnings: readonly string[];
}

export interface Summary {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly adopt: number;
  readonly conflict: number;
  readonly orphan: number;
  readonly none: number;
}

export function summarize({ steps }: Plan): Summary {
  const count = (action: Action): number => steps.filter((step) => step.action === action).length;
  return {
    create: count('create'),
    update: count('update'),
    replace: count('replace'),
    delete: count('delete'),
    adopt: count('adopt'),
    conflict: count('conflict'),
    orphan: count('orphan'),
    none: count('none'),
  };
}

/** Whether applying the plan would write to any object; taking over an object that is right already would not. */
export function changesSomething({ steps }: Plan): boolean {
  return steps.some(
    ({ action, changes }) =>
      action === 'create' ||
      action === 'update' ||
      action === 'replace' ||
      action === 'delete' ||
      action === 'conflict' ||
      (action === 'adopt' && changes.length > 0),
  );
}
