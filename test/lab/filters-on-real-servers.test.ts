import { writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startNomad as startEmbeddedNomad, type EmbeddedNomad } from '../../src/lab/nomad/server.ts';
import type { Kept } from '../../src/lab/nomad/go-types/kept.ts';
import { parseFilter } from '../../src/syntax/selector/filter/parse.ts';
import { answerOf } from '../conformance/oracle/bexpr/compare.ts';
import { filterTexts } from '../conformance/oracle/bexpr/corpus.ts';
import { random } from '../conformance/oracle/hcl2/random.ts';
import { ask, describeWithServers, startNomad, type Server } from '../servers/index.ts';
import { filtered, observedAnswers, observedFilters, register, type Filtered } from './filtered.ts';
import { asked, jobs } from './requests/filters.ts';

const seed = Number(process.env.WID_SEED ?? Date.now() % 1_000_000);

describeWithServers(['nomad'], 'filters of lists', () => {
  let real: Server;
  let lab: EmbeddedNomad;

  beforeAll(async () => {
    [real, lab] = await Promise.all([startNomad(), startEmbeddedNomad()]);
    for (const job of jobs) await register(real.address, job);
    const placed = (): Promise<unknown> => ask(`${real.address}/v1/allocations`);
    await vi.waitFor(async () => expect(await placed()).toMatchObject([{ ClientStatus: 'running' }]), 60_000);
    // The lab keeps what it is given: here the jobs with all that the real server added to them.
    for (const { ID } of jobs as readonly { readonly ID: string }[])
      await register(lab.address, await ask(`${real.address}/v1/job/${ID}`));
  });
  afterAll(async () => {
    await Promise.all([real.stop(), lab.stop()]);
  });

  const answersOf = async (address: string, questions: typeof asked): Promise<readonly Filtered[]> => {
    const answers: Filtered[] = [];
    for (const [list, filter] of questions) answers.push(await filtered(address, list, filter));
    return answers;
  };
  /** Go goes through maps in any order: where an answer differs from ours, the real server is asked until it does not. */
  const likeOurs = async (questions: typeof asked, ours: readonly Filtered[]): Promise<readonly Filtered[]> => {
    const answers = [...(await answersOf(real.address, questions))];
    for (const [index, [list, filter]] of questions.entries())
      for (let times = 40; times > 0 && !isDeepStrictEqual(answers[index], ours[index]); times -= 1)
        answers[index] = await filtered(real.address, list, filter);
    return answers;
  };
  const listed = (questions: typeof asked, answers: readonly Filtered[]): unknown =>
    questions.map(([list, filter], index) => ({ list, filter, answer: answers[index] }));

  it('are what was observed, in the lab as on the real server', async () => {
    const theirs = await answersOf(real.address, asked);
    if (process.env.WID_OBSERVE === '1')
      writeFileSync(observedFilters, `[\n${theirs.map((answer) => JSON.stringify(answer)).join(',\n')}\n]\n`);
    expect(listed(asked, theirs)).toEqual(listed(asked, observedAnswers()));
    expect(listed(asked, await answersOf(lab.address, asked))).toEqual(listed(asked, theirs));
  });

  it(`are answered alike when they are random, with WID_SEED=${String(seed)}`, async () => {
    const chosen = random(seed);
    const stored = await Promise.all(
      (jobs as readonly { readonly ID: string }[]).map(({ ID }) => ask(`${real.address}/v1/job/${ID}`)),
    );
    // When a job was registered, and what became of it, is each server's own.
    const own = /Index|SubmitTime|Status|Version|Stable/;
    const questions = stored
      .flatMap((job) => filterTexts(chosen, job, 300))
      .filter((filter) => !own.test(filter))
      .map((filter) => ['/v1/jobs', filter] as const);
    const ours = await answersOf(lab.address, questions);
    expect(listed(questions, ours)).toEqual(listed(questions, await likeOurs(questions, ours)));
  });

  it(`of nodes and allocations say what ours say of what the API shows, with WID_SEED=${String(seed)}`, async () => {
    const chosen = random(seed);
    const one = async (list: string): Promise<unknown> => {
      const [first] = (await ask(`${real.address}/v1/${list}s`)) as { readonly ID: string }[];
      return await ask(`${real.address}/v1/${list}/${first?.ID ?? ''}`);
    };
    const kept: readonly (readonly [Kept, string])[] = [
      ['Node', 'node'],
      ['Allocation', 'allocation'],
    ];
    for (const [type, list] of kept) {
      let object: unknown;
      let answers: { readonly ours: unknown; readonly theirs: unknown };
      // Either can change on its own: then it is asked about again.
      do {
        object = await one(list);
        // Nanoseconds lose their last digits where JavaScript reads them, and the API does not show what secrets are.
        const filters = filterTexts(chosen, object, 300).filter((filter) => !/Time|SecretID/.test(filter));
        const questions = filters.map((filter) => [`/v1/${list}s`, filter] as const);
        const ours = filters.map((filter) => ourAnswer(type, object, filter));
        answers = { ours: listed(questions, ours), theirs: listed(questions, await likeOurs(questions, ours)) };
      } while (!isDeepStrictEqual(await one(list), object));
      const { ours, theirs } = answers;
      expect(ours).toEqual(theirs);
    }
  });
});

/** What a list of nothing but this object would answer. */
function ourAnswer(kept: Kept, object: unknown, filter: string): Filtered {
  // An empty one is none.
  const answer = filter === '' || answerOf(kept, object, filter);
  if (answer === null) return 'hang up';
  if (typeof answer === 'string') {
    const failed = parseFilter(filter).ok
      ? 'read result page'
      : 'create result paginator: failed to read filter expression';
    return [400, `failed to ${failed}: ${answer}`];
  }
  const shown = kept === 'Node' ? 'a node' : (object as { readonly Name: string }).Name;
  return [answer === true ? [shown] : [], null];
}
