import { expect, it } from 'vitest';
import { progressLine } from '../../src/report/progress.ts';

it('says how far a reading is, in one line, when it is long, and takes the line away', () => {
  let now = 0;
  let out = '';
  const { tell, end } = progressLine((text) => (out += text), { now: () => now });
  const at = (time: number, done: number): void => {
    now = time;
    tell('jobs', done, 50);
  };
  at(900, 9);
  expect(out).toBe('');
  at(1000, 10);
  at(1050, 11);
  at(1100, 12);
  expect(out).toBe('\r\u001b[2KReading jobs: 10 of 50\r\u001b[2KReading jobs: 12 of 50');
  end();
  end();
  expect(out.endsWith('12 of 50\r\u001b[2K')).toBe(true);
});

it('leaves a terminal alone when there was nothing to say', () => {
  let out = '';
  progressLine((text) => (out += text), { now: () => 0 }).end();
  expect(out).toBe('');
});
