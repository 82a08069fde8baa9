import { describe, expect, it } from 'vitest';
import type { ApplyEvent, ApplyResult } from '../../src/provision/apply.ts';
import type { Action } from '../../src/provision/plan.ts';
import { applyAccount, applyProgress } from '../../src/report/apply-text.ts';
import { WidError } from '../../src/support/errors.ts';

const plain = { colour: false };
const address = 'consul/policy/web';

const nothing: ApplyResult = { done: [], deleted: [], failed: [], skipped: [], manifestError: undefined };

describe('the progress of an apply', () => {
  const line = applyProgress(plain);

  it.each<[Action, string, string]>([
    ['create', 'creating…', 'created'],
    ['update', 'changing…', 'changed'],
    ['replace', 'replacing…', 'replaced'],
    ['delete', 'deleting…', 'deleted'],
    ['adopt', 'taking over…', 'taken over'],
  ])('says what happens on %s and that it has', (action, start, done) => {
    expect(line({ type: 'start', address, action })).toBe(`${address}: ${start}\n`);
    expect(line({ type: 'done', address, action })).toBe(`${address}: ${done}\n`);
  });

  it('says what failed and what was not begun; the reason comes with the account', () => {
    expect(line({ type: 'failed', address, action: 'create', error: new Error('boom') })).toBe(`${address}: failed\n`);
    expect(line({ type: 'skipped', address, action: 'create' })).toBe(`${address}: not begun\n`);
  });

  it('is one line for each event, whatever the name', () => {
    const hostile: ApplyEvent = { type: 'done', address: 'a\u001b[2K\rb\nDone: 9 objects written.', action: 'create' };
    expect(line(hostile)).toBe('a\\x1b[2K\\x0db\\nDone: 9 objects written.: created\n');
  });
});

describe('the account of an apply', () => {
  it.each<[string, Partial<ApplyResult>, string]>([
    ['nothing to do', {}, 'Done: 0 objects written.\n'],
    ['one object', { done: ['a'] }, 'Done: 1 object written.\n'],
    ['some objects', { done: ['a', 'b'] }, 'Done: 2 objects written.\n'],
    ['what went', { deleted: ['a'] }, 'Done: 1 object deleted.\n'],
    ['what came and went', { done: ['a'], deleted: ['b', 'c'] }, 'Done: 1 object written, 2 deleted.\n'],
  ])('is one line for %s', (_title, result, text) => {
    expect(applyAccount({ ...nothing, ...result }, plain)).toBe(text);
  });

  it('names what was done, what failed and why, what was not begun, and what to do', () => {
    const result: ApplyResult = {
      done: ['consul/policy/a', 'consul/policy/b'],
      deleted: [],
      failed: [{ address: 'consul/role/c', error: new WidError('api', 'Consul answered 500: no leader') }],
      skipped: ['consul/binding-rule/m/role/d', 'consul/binding-rule/m/role/e'],
      manifestError: undefined,
    };
    expect(applyAccount(result, plain)).toBe(
      [
        'consul/role/c',
        'error (api): Consul answered 500: no leader',
        '',
        'Not begun:',
        '  consul/binding-rule/m/role/d',
        '  consul/binding-rule/m/role/e',
        '',
        'Stopped: 2 objects written, 1 failed, 2 not begun. Running it again finishes the work.',
        '',
      ].join('\n'),
    );
  });

  it('is not done while the manifest does not tell of it', () => {
    const manifestError = new WidError('network', 'Consul did not answer');
    const text = applyAccount({ ...nothing, done: ['a'], manifestError }, plain);
    expect(text).toContain('The manifest could not be brought up to date:\nerror (network): Consul did not answer\n');
    expect(text).toMatch(/^Stopped: 1 object written, 0 failed/m);
  });

  it('passes no control characters and no JWT of a server’s text on', () => {
    const error = new WidError('api', 'refused \u001b[2J eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln');
    const text = applyAccount({ ...nothing, failed: [{ address: '\u001b[2J', error }], skipped: ['\u0007'] }, plain);
    // oxlint-disable-next-line no-control-regex -- none may be left
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]|eyJ/);
  });

  it('has colours only when asked for', () => {
    expect(applyAccount(nothing, { colour: true })).toContain('\u001b[');
    expect(applyAccount(nothing, plain)).not.toContain('\u001b[');
  });
});
