import { describe, expect, it } from 'vitest';
import { predictNomad } from '../../../src/simulate/nomad.ts';
import { group, job, task } from './parts.ts';

describe('scaling of a job on all nodes', () => {
  it('is refused by the agent before the servers see the job, and nothing else is told', () => {
    const groups = [group('g', [task('', { Driver: '' })], { Scaling: { Max: 1 } })];
    const predicted = predictNomad({ nomad: { version: '1.11.1' }, job: job(groups, { ID: 'j', Type: 'system' }) });
    expect(predicted.error).toBe('Task groups with job type system do not support scaling blocks');
  });
});
