import { isDeepStrictEqual } from 'node:util';
import { kinds } from '../../kinds/index.ts';
import { accessorKey, toApi, type Identity, type KindId, type Live } from '../../kinds/kind.ts';
import type { ApiObject } from '../../model/api-object.ts';
import type { PlannedStep } from '../planned-step.ts';

/** What a plan finds and leaves of one object. */
export interface Effect {
  readonly address: string;
  readonly kind: KindId;
  /** Whether the object that is there now goes, even if one of the same name comes after it. */
  readonly removes: boolean;
  /** Whether the servers decide about logins or permissions with something else afterwards. */
  readonly counts: boolean;
  readonly before: Held | undefined;
  readonly after: Held | undefined;
}

export interface Held {
  readonly identity: Identity;
  /** The server's id, where the object has one already. */
  readonly id: string | undefined;
  readonly api: ApiObject;
}

/** What stands for the accessor of a mount that is made only when the plan is applied. */
const laterAccessor = (mount: string): string => `accessor-of-the-new-${mount.replaceAll('/', '-')}`;

/** The effects of a plan's steps, those that change nothing included: they say what is there. */
export function effectsOf(steps: readonly PlannedStep[]): readonly Effect[] {
  const accessors = accessorsAfter(steps);
  return steps.map((step): Effect => {
    const { address, kind, action, live } = step;
    const before = live === undefined ? undefined : { identity: live.identity, id: live.id, api: apiOf(kind, live) };
    const removes = live !== undefined && (action === 'delete' || action === 'replace');
    const after = acts(step) ? wantedOf(step, removes ? undefined : live, accessors) : before;
    const counts = acts(step) && (removes || !isDeepStrictEqual(deciding(before), deciding(after)));
    return { address, kind, removes, counts, before, after };
  });
}

/** Whether applying the plan writes to the object. */
function acts({ action, changes }: PlannedStep): boolean {
  if (action === 'adopt') return changes.length > 0;
  return action === 'create' || action === 'update' || action === 'replace' || action === 'delete';
}

function wantedOf(
  { kind, action, intent }: PlannedStep,
  live: Live | undefined,
  accessors: ReadonlyMap<string, string>,
): Held | undefined {
  if (intent === undefined || action === 'delete') return undefined;
  const { identity } = intent;
  const body = kinds[kind].resolve?.(intent.body, identity, accessors) ?? intent.body;
  const isNewMount = kind === 'vault/auth-mount' && live === undefined;
  return { identity, id: isNewMount ? laterAccessor(identity.name) : live?.id, api: apiOf(kind, { body }) };
}

function accessorsAfter(steps: readonly PlannedStep[]): ReadonlyMap<string, string> {
  const mounts = steps.filter(({ kind, action }) => kind === 'vault/auth-mount' && action !== 'delete');
  return new Map(
    mounts.flatMap(({ action, live, intent }): readonly (readonly [string, string])[] => {
      const identity = intent?.identity ?? live?.identity;
      if (identity === undefined) return [];
      const { name, namespace } = identity;
      const stays = live !== undefined && action !== 'replace';
      return [[accessorKey(name, namespace), stays ? live.id : laterAccessor(name)]];
    }),
  );
}

function apiOf(kind: KindId, { body }: Pick<Live, 'body'>): ApiObject {
  return toApi(kinds[kind].fields, body);
}

/** Texts for people decide about nothing. */
const forPeople: ReadonlySet<string> = new Set(['Description', 'DisplayName', 'description']);

function deciding(held: Held | undefined): unknown {
  if (held === undefined) return undefined;
  const api = Object.fromEntries(Object.entries(held.api).filter(([name]) => !forPeople.has(name)));
  return { identity: held.identity, api };
}
