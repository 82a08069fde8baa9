import type { Command as Commander } from 'commander';
import type { Clients } from '../clients/api.ts';
import type { Connection } from '../clients/connect.ts';
import type { ManifestOptions } from '../spec/resource.ts';
import { systemClock } from '../support/clock.ts';
import { applyPlan, type ApplyResult } from '../provision/apply.ts';
import { expectKeysReachable } from '../provision/key-sources.ts';
import type { Outlook } from '../provision/impact/impact.ts';
import type { WorkPlan } from '../provision/planned-step.ts';
import { openStore } from '../provision/manifest/open-store.ts';
import type { ManifestStore } from '../provision/manifest/store.ts';
import { changesSomething } from '../provision/plan.ts';
import type { Survey } from '../provision/survey.ts';
import { WidError } from '../support/errors.ts';
import type { Context, ExitCode } from './command.ts';
import { agreed, consentOptions, type ConsentOptions } from './consent.ts';
import { planReport } from './plan-output.ts';

export interface CarryOutOptions extends ConsentOptions {
  readonly parallelism?: string;
  /** `false` by --skip-issuer-check. */
  readonly skipIssuerCheck?: boolean;
}

const defaultParallelism = 8;

export function carryOutOptions(command: Commander): Commander {
  return consentOptions(command)
    .option('--parallelism <n>', `how many writes may be under way at once (default: ${String(defaultParallelism)})`)
    .option(
      '--skip-issuer-check',
      'do not fetch JWKS and discovery documents from here first; the servers fetch them all the same',
    );
}

/** What writes. Ctrl-C stops what has not begun; a write, its record in the manifest and the lock's release come to their end. */
export interface Hands {
  readonly clients: Clients;
  readonly store: ManifestStore;
}

export async function handsFor({ steady }: Connection, manifest: ManifestOptions, spec: string): Promise<Hands> {
  return { clients: steady, store: await openStore(manifest, spec, steady, systemClock) };
}

/** What looks before anything is written. */
export interface Eyes {
  readonly look: () => Promise<Survey>;
  /** What the plan does to workloads; `undefined` when nobody wants to know. */
  readonly outlookOf: (plan: WorkPlan) => Promise<Outlook | undefined>;
}

/**
 * What `apply` and `destroy` have in common: under the lock, look, show, ask, write, give an account.
 * @param seen whether the user has seen this very plan already and said yes by handing it over
 * @returns 0 when all is as wanted; 1 when conflicts or the user's no stopped it before the first write; 2 when a write failed
 */
export async function carryOut(
  context: Context,
  { clients, store }: Hands,
  options: CarryOutOptions,
  { look, outlookOf }: Eyes,
  seen = false,
): Promise<ExitCode> {
  const limit = parallelism(options);
  const lock = await store.lock();
  try {
    const { plan, stored, manifest, reach } = await look();
    const outlook = await outlookOf(plan);
    if (!seen) context.out(await planReport(plan, context, 'text', outlook));
    if (plan.steps.some(({ action }) => action === 'conflict')) return 1;
    if (changesSomething(plan)) {
      if (!(await agreed(context, options, outlook, seen))) return 1;
      if (options.skipIssuerCheck !== true) await checkIssuers(context, plan);
    }
    const { applyProgress, applyAccount } = await import('../report/apply-text.ts');
    const progress = applyProgress(context);
    const { signal } = context;
    const stopping = (): void =>
      context.err('Stopping: what is under way comes to its end. Ctrl-C again ends it at once.\n');
    signal.addEventListener('abort', stopping, { once: true });
    const input = { plan, reach: { ...reach, clients }, store, stored, manifest, lock, limit, signal };
    const result = await applyPlan({ ...input, onEvent: (event) => context.err(progress(event)) });
    signal.removeEventListener('abort', stopping);
    if (seen || !isIdle(result)) context.out(applyAccount(result, context));
    return exitOf(result);
  } finally {
    await lock.release().catch((error: unknown) => {
      context.log.warn('the lock could not be released; it frees itself', {
        reason: error instanceof Error ? error.message : '',
      });
    });
  }
}

async function checkIssuers(context: Context, plan: WorkPlan): Promise<void> {
  const { fetchKeys } = await import('../clients/issuer.ts');
  await expectKeysReachable(plan, (source) => fetchKeys(source, { signal: context.signal }));
}

function parallelism({ parallelism: text }: CarryOutOptions): number {
  if (text === undefined) return defaultParallelism;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 64) return limit;
  throw new WidError('usage', `--parallelism ${text}: not a whole number from 1 to 64`);
}

/** Nothing was to be done, which the plan said already. */
function isIdle({ done, deleted, failed, skipped, manifestError }: ApplyResult): boolean {
  return [done, deleted, failed, skipped].every(({ length }) => length === 0) && manifestError === undefined;
}

function exitOf({ failed, skipped, manifestError }: ApplyResult): ExitCode {
  return failed.length > 0 || skipped.length > 0 || manifestError !== undefined ? 2 : 0;
}
