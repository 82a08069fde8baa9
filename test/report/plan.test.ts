import { describe, expect, it } from 'vitest';
import type { Action, FieldChange, Plan, Step } from '../../src/provision/plan.ts';
import { planJson } from '../../src/report/plan-json.ts';
import { planText } from '../../src/report/plan-text.ts';

function step(action: Action, rest: Partial<Step> = {}): Step {
  return {
    address: `consul/policy/${action}`,
    kind: 'consul/policy',
    title: 'Consul ACL policy',
    action,
    changes: [],
    after: [],
    owned: action !== 'conflict' && action !== 'create',
    origin: undefined,
    place: undefined,
    because: undefined,
    ...rest,
  };
}

function change(
  field: string,
  before: FieldChange['before'],
  after: FieldChange['after'],
  rest: Partial<FieldChange> = {},
): FieldChange {
  return { field, before, after, display: 'value', replaces: false, ...rest };
}

function textOf(steps: readonly Step[], warnings: readonly string[] = []): string {
  return planText({ spec: 'prod', steps, warnings }, { colour: false });
}

describe('a plan as text', () => {
  it.each<[Action, string]>([
    ['create', '  + consul/policy/create will be created'],
    ['update', '  ~ consul/policy/update will be changed in place'],
    ['replace', '-/+ consul/policy/replace must be replaced'],
    ['delete', '  - consul/policy/delete will be deleted'],
    ['adopt', '  > consul/policy/adopt will be taken over'],
    ['conflict', '  ! consul/policy/conflict is in the way'],
    ['orphan', '  ? consul/policy/orphan has left the spec; --prune deletes it'],
  ])('shows %s with its own sign', (action, line) => {
    expect(textOf([step(action)]).split('\n')[0]).toBe(line);
  });

  it('shows each field with both values, where the spec asks for it, and why', () => {
    const changes = [
      change('ttl', '1h', '2h'),
      change('aud', ['a'], ['b'], { replaces: true }),
      change('old', 'x', undefined),
      change('new', undefined, 1),
    ];
    const text = textOf([
      step('update', { changes, origin: 'the spec', place: 'wid.yaml:3:5', because: 'it is Monday' }),
    ]);
    expect(text).toBe(
      [
        '  ~ consul/policy/update will be changed in place',
        '      # it is Monday',
        '      # wid.yaml:3:5',
        '      ~ ttl = "1h" -> "2h"',
        '      ~ aud = ["a"] -> ["b"]  # forces replacement',
        '      - old = "x"',
        '      + new = 1',
        '',
        'Plan: 1 to change.',
        '',
      ].join('\n'),
    );
  });

  it('shows a policy as a text diff and a long list by what came and went', () => {
    const policy = change('rules', 'a\nb\nc', 'a\nB\nc', { display: 'policy' });
    const list = change('keys', ['a', 'b', 'c'], ['a', 'b', 'd']);
    const lines = textOf([step('update', { changes: [policy, list] })]).split('\n');
    expect(lines.slice(1, 11)).toEqual([
      '      ~ rules:',
      '           a',
      '          -b',
      '          +B',
      '           c',
      '      ~ keys:',
      '          - "c"',
      '          + "d"',
      '          2 unchanged',
      '',
    ]);
  });

  it.each<[string, readonly Step[], string]>([
    ['nothing at all', [], 'No changes: there are no objects to work on.\n'],
    ['one object that is right', [step('none')], 'No changes: the one object is as the spec says.\n'],
    ['objects that are right', [step('none'), step('none')], 'No changes: all 2 objects are as the spec says.\n'],
    ['objects that are right but not owned', [step('none', { owned: false })], '--adopt takes it over.\n'],
    ['objects to take over as they are', [step('adopt')], 'No changes to any object; 1 object will be taken over.\n'],
    [
      'conflicts',
      [step('conflict')],
      'Plan: 1 in conflict.\n1 object is in the way; nothing can be applied until that is settled.\n',
    ],
    ['orphans', [step('orphan')], '1 owned object has left the spec; --prune deletes it.\n'],
    ['all sorts', [step('create'), step('create'), step('delete')], 'Plan: 2 to create, 1 to delete.\n'],
  ])('ends with one line for %s', (_title, steps, ending) => {
    expect(textOf(steps).endsWith(ending)).toBe(true);
  });

  it('makes everything visible that would drive a terminal', () => {
    const hostile = '\u001b[2J\u0007\u202eevil\r';
    const text = textOf(
      [step('create', { address: hostile, changes: [change(hostile, undefined, hostile)], because: hostile })],
      [hostile],
    );
    // oxlint-disable-next-line no-control-regex -- none may be left
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).toContain('\\x1b[2J\\x07\\u202eevil\\x0d');
  });

  it('keeps a name on its line, so that none can forge a line of the plan', () => {
    const forging = 'a\nNo changes: all 9 objects are as the spec says.\n';
    const claims = { [forging]: forging, b: 'b', c: 'c' };
    const changes = [change(forging, undefined, forging), change('claims', claims, { b: 'c', c: 'b' })];
    const text = textOf([step('create', { address: forging, changes, because: forging, origin: forging })], [forging]);
    expect(text).not.toMatch(/^\s*No changes/m);
  });

  it('has colours only when asked for', () => {
    const plan: Plan = { spec: 'prod', steps: [step('create')], warnings: ['careful'] };
    expect(planText(plan, { colour: true })).toContain('\u001b[');
    expect(planText(plan, { colour: false })).not.toContain('\u001b[');
  });
});

describe('a plan as JSON', () => {
  it('holds the members of the contract and nothing that a step carries besides', () => {
    const extra = { ...step('none'), live: { body: 'not for output' } };
    const data = JSON.parse(planJson({ spec: 'prod', steps: [extra], warnings: [] })) as { steps: object[] };
    expect(Object.keys(data)).toEqual(['schemaVersion', 'spec', 'steps', 'summary', 'warnings']);
    expect(Object.keys(data.steps[0] ?? {})).toEqual([
      'address',
      'kind',
      'title',
      'action',
      'owned',
      'changes',
      'after',
    ]);
  });
});
