import { expect, it } from 'vitest';
import { recent } from '../../src/support/recent.ts';

/** One that remembers at least two answers, and what it had to make. */
function counted(): { readonly ask: (question: string) => string; readonly made: string[] } {
  const made: string[] = [];
  const ask = recent(
    2,
    (question: string) => question.toLowerCase(),
    (question: string) => {
      made.push(question);
      return question;
    },
  );
  return { ask, made };
}

it('answers a question of the same key with what was made for the first', () => {
  const { ask, made } = counted();
  expect([ask('A'), ask('a'), ask('b')]).toEqual(['A', 'A', 'b']);
  expect(made).toEqual(['A', 'b']);
});

it('remembers an answer that is nothing', () => {
  let times = 0;
  const ask = recent(
    2,
    () => '',
    () => {
      times += 1;
    },
  );
  ask(undefined);
  ask(undefined);
  expect(times).toBe(1);
});

it('forgets what was asked for once, and keeps what is asked for again and again', () => {
  const { ask, made } = counted();
  for (const other of ['b', 'c', 'd', 'e', 'f']) {
    ask('a');
    ask(other);
  }
  ask('a');
  ask('b');
  expect(made).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'b']);
});
