import { describe, expect, it } from 'vitest';
import { agreed, type ConsentOptions } from '../../src/commands/consent.ts';
import type { Outlook, WorkloadImpact } from '../../src/provision/impact/impact.ts';
import { WidError } from '../../src/support/errors.ts';
import { contextWith } from './context.ts';

const nothing = { jobs: 3, tokens: [], notRead: [], elsewhere: [], assumed: [] };
const harmless: Outlook = { known: true, ...nothing, workloads: [] };
const unknown: Outlook = { known: false, reason: 'nobody answers' };
const harmful: Outlook = { known: true, ...nothing, workloads: [broken('one'), broken('two')] };

function broken(task: string): WorkloadImpact {
  return {
    workload: { namespace: 'default', job: 'web', group: 'web', task, service: null },
    product: 'consul',
    effect: 'breaks',
    login: { before: { works: true, error: null }, after: { works: false, error: 'Permission denied' } },
    needs: [],
    denied: [],
    revoked: false,
    running: null,
    because: ['consul/auth-method/nomad-workloads'],
    reasons: [],
  };
}

interface Asked {
  readonly answer: boolean | string;
  readonly questions: number;
  readonly out: string;
}

/** Who answers the questions in turn; nobody is there without answers. */
async function ask(
  outlook: Outlook | undefined,
  options: ConsentOptions,
  answers: readonly string[] = [],
  seen = false,
): Promise<Asked> {
  let questions = 0;
  const { context, told } = contextWith({
    interactive: answers.length > 0,
    ask: async () => answers[questions++] ?? '',
  });
  try {
    return { answer: await agreed(context, options, outlook, seen), questions, out: told.out };
  } catch (error) {
    if (error instanceof WidError) return { answer: error.code, questions, out: told.out };
    throw error;
  }
}

describe('whether a plan is carried out', () => {
  it.each<[string, Outlook | undefined, ConsentOptions, readonly string[], boolean | string, number]>([
    ['one yes is enough where nothing breaks', harmless, {}, ['yes'], true, 1],
    ['one no is enough', harmful, {}, ['no', '2'], false, 1],
    ['where something breaks, the number is asked for', harmful, {}, ['yes', '2'], true, 2],
    ['a second yes is no number', harmful, {}, ['yes', 'yes'], false, 2],
    ['another number is another plan', harmful, {}, ['yes', '3'], false, 2],
    ['who allows it is not asked for it', harmful, { allowBreaking: true }, ['yes'], true, 1],
    ['-y goes on where nothing breaks', harmless, { yes: true }, [], true, 0],
    ['-y goes on where nothing is known', unknown, { yes: true }, [], true, 0],
    ['-y goes on where nobody looked', undefined, { yes: true }, [], true, 0],
    ['-y does not break anything', harmful, { yes: true }, [], 'breaks', 0],
    ['-y does not break anything where there is somebody to ask', harmful, { yes: true }, ['2'], 'breaks', 0],
    ['-y breaks what it is allowed to', harmful, { yes: true, allowBreaking: true }, [], true, 0],
    ['without -y there must be somebody to ask', harmful, { allowBreaking: true }, [], 'usage', 0],
  ])('%s', async (_, outlook, options, answers, answer, questions) => {
    expect(await ask(outlook, options, answers)).toMatchObject({ answer, questions });
  });

  it.each<[string, Outlook, ConsentOptions, readonly string[], boolean | string, string]>([
    ['is carried out where nothing breaks', harmless, {}, [], true, ''],
    ['is refused where something breaks and nobody is asked', harmful, {}, [], 'breaks', 'Impact: 2 workloads'],
    ['is asked about where something breaks', harmful, {}, ['2'], true, 'Impact: 2 workloads'],
    ['is carried out where breaking is allowed', harmful, { allowBreaking: true }, [], true, ''],
  ])('a plan that was kept %s', async (_, outlook, options, answers, answer, shown) => {
    const asked = await ask(outlook, options, answers, true);
    expect(asked.answer).toBe(answer);
    expect(asked.out).toContain(shown);
  });
});
