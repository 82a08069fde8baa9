import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNomad, type EmbeddedNomad } from '../../src/lab/nomad/server.ts';
import { filtered, observedAnswers, register } from './filtered.ts';
import { asked, jobs } from './requests/filters.ts';

describe("the lab's Nomad filters its lists like the real one", () => {
  let nomad: EmbeddedNomad;
  const answers = observedAnswers();

  beforeAll(async () => {
    nomad = await startNomad();
    for (const job of jobs) await register(nomad.address, job);
  });
  afterAll(async () => {
    await nomad.stop();
  });

  it('and there is an answer for every question', () => {
    expect(answers).toHaveLength(asked.length);
  });

  it.each(asked.map(([list, filter], index) => [list, filter, index] as const))(
    '%s %s',
    async (list, filter, index) => {
      expect(await filtered(nomad.address, list, filter)).toEqual(answers[index]);
    },
  );
});
