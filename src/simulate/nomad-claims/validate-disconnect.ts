import type { Job } from './job.ts';
import type { Disconnect } from './policies.ts';

const reconciled = ['', 'best_score', 'longest_running', 'keep_original', 'keep_replacement'];

export function disconnectErrors(disconnect: Disconnect | undefined, { type }: Job): readonly string[] {
  if (disconnect === undefined) return [];
  const { lostAfter, stopOnClientAfter, reconcile } = disconnect;
  const errors: string[] = [];
  if (stopOnClientAfter !== undefined) {
    if (stopOnClientAfter < 0) errors.push('stop_after cannot be a negative duration');
    if (type !== 'service' && type !== 'batch')
      errors.push('stop_after can only be used with service or batch job types');
  }
  if (lostAfter < 0) errors.push('lost_after cannot be a negative duration');
  if (stopOnClientAfter !== undefined && lostAfter !== 0)
    errors.push('Disconnect cannot be configured with both lost_after and stop_after');
  if (!reconciled.includes(reconcile)) errors.push(`reconcile option is invalid: ${reconcile}`);
  return errors;
}
