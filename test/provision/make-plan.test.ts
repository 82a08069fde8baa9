import { describe, expect, it } from 'vitest';
import type { LiveObjects } from '../../src/collect/live.ts';
import { kinds } from '../../src/kinds/index.ts';
import { addressOf, complete, type Identity, type KindId, type Live } from '../../src/kinds/kind.ts';
import type { Intent } from '../../src/provision/intent.ts';
import { makePlan, type PlanOptions } from '../../src/provision/make-plan.ts';
import { emptyManifest, type Entry } from '../../src/provision/manifest/manifest.ts';
import { digestOf } from '../../src/provision/ownership.ts';

type Given = Readonly<Record<string, unknown>>;

function bodyOf(kind: KindId, given: Given): Intent['body'] {
  return complete(kinds[kind].fields, given as Intent['body']);
}

function intent(kind: KindId, identity: Identity, given: Given = {}, dependsOn: readonly string[] = []): Intent {
  const address = addressOf(kind, identity);
  return { kind, identity, address, body: bodyOf(kind, given), dependsOn, place: 'wid.yaml:1:1', origin: 'the spec' };
}

function live(kind: KindId, identity: Identity, given: Given = {}, id = 'its-id'): readonly [KindId, Live] {
  return [kind, { identity, id, body: bodyOf(kind, given) }];
}

function entry(kind: KindId, identity: Identity, given: Given = {}, rest: Partial<Entry> = {}): Entry {
  const digest = digestOf(kinds[kind], bodyOf(kind, given), new Map());
  return {
    address: addressOf(kind, identity),
    kind,
    identity,
    id: 'its-id',
    digest,
    pending: false,
    dependsOn: [],
    ...rest,
  };
}

interface World {
  readonly wanted?: readonly Intent[];
  readonly live?: readonly (readonly [KindId, Live])[];
  readonly owned?: readonly Entry[];
  readonly options?: Partial<PlanOptions>;
}

function stepsOf({
  wanted = [],
  live: objects = [],
  owned = [],
  options = {},
}: World): ReturnType<typeof makePlan>['steps'] {
  const byKind = new Map<KindId, Live[]>();
  for (const [kind, object] of objects) byKind.set(kind, [...(byKind.get(kind) ?? []), object]);
  const found: LiveObjects = { byKind, accessors: new Map() };
  return makePlan({
    spec: 'prod',
    intents: wanted,
    manifest: { ...emptyManifest('prod'), entries: [...owned] },
    live: found,
    options: { adopt: false, prune: false, targets: [], ...options },
  }).steps;
}

const reader: Identity = { name: 'reader' };
const rules = { rules: 'key "a" { policy = "read" }' };
const wider = { rules: 'key "a" { policy = "write" }' };

describe('what a plan does with one object', () => {
  const wanted = [intent('consul/policy', reader, rules)];
  const same = [live('consul/policy', reader, rules)];
  const other = [live('consul/policy', reader, wider)];
  const ours = [entry('consul/policy', reader, rules)];
  const mountAsWanted = [live('vault/policy', reader, { policy: 'path "a" {}' }, 'reader')];
  const mountOwned = [entry('vault/policy', reader, { policy: 'path "b" {}' }, { id: 'reader' })];

  it.each<[string, World, readonly string[]]>([
    ['makes what is not there', { wanted }, ['create']],
    ['makes again what is ours and gone', { wanted, owned: ours }, ['create']],
    ['leaves alone what is ours and right', { wanted, live: same, owned: ours }, ['none']],
    ['mends what is ours and differs', { wanted, live: other, owned: ours }, ['update']],
    ['changes nothing that is not ours', { wanted, live: other }, ['conflict']],
    ['leaves alone what is not ours and right', { wanted, live: same }, ['none']],
    ['takes over what differs when told to', { wanted, live: other, options: { adopt: true } }, ['adopt']],
    ['takes over what is right when told to', { wanted, live: same, options: { adopt: true } }, ['adopt']],
    [
      'knows an object that was made anew by somebody else as theirs',
      { wanted, live: other, owned: [entry('consul/policy', reader, rules, { id: 'an-older-id' })] },
      ['conflict'],
    ],
    [
      'knows what a killed apply made as ours',
      {
        wanted: [intent('consul/policy', reader, wider)],
        live: same,
        owned: [entry('consul/policy', reader, rules, { id: null, pending: true })],
      },
      ['update'],
    ],
    [
      'does not take for ours what only has the name of what a killed apply was to make',
      { wanted, live: other, owned: [entry('consul/policy', reader, rules, { id: null, pending: true })] },
      ['conflict'],
    ],
    ['keeps what left the spec until told to prune', { live: same, owned: ours }, ['orphan']],
    [
      'deletes what left the spec when told to prune',
      { live: same, owned: ours, options: { prune: true } },
      ['delete'],
    ],
    ['forgets what left the spec and is gone', { owned: ours, options: { prune: true } }, []],
    [
      'never deletes what a stale manifest claims and somebody else made anew',
      { live: same, owned: [entry('consul/policy', reader, rules, { id: 'an-older-id' })], options: { prune: true } },
      [],
    ],
    [
      'does not delete what has no id and is not as it was left',
      { live: mountAsWanted, owned: mountOwned, options: { prune: true } },
      ['conflict'],
    ],
    [
      'deletes it when told that it is ours all the same',
      { live: mountAsWanted, owned: mountOwned, options: { prune: true, adopt: true } },
      ['delete'],
    ],
  ])('%s', (_title, world, expected) => {
    expect(stepsOf(world).map(({ action }) => action)).toEqual(expected);
  });

  it('names every field that differs, in the spec’s own form, and no other', () => {
    const [step] = stepsOf({
      wanted: [intent('consul/policy', reader, { ...rules, description: 'new' })],
      live: other,
      owned: ours,
    });
    expect(step?.changes).toEqual([
      { field: 'description', before: '', after: 'new', display: 'value', replaces: false },
      { field: 'rules', before: wider.rules, after: rules.rules, display: 'policy', replaces: false },
    ]);
  });
});

describe('what a plan does with objects that hang together', () => {
  const method: Identity = { name: 'jwt' };
  const rule: Identity = { name: 'service/web', parent: 'jwt' };
  const bound = { bind_type: 'service', bind_name: 'web' };
  const onMethod = ['consul/auth-method/jwt'];

  it('makes an auth method of another type anew, and the rules that Consul deletes with it', () => {
    const steps = stepsOf({
      wanted: [
        intent('consul/binding-rule', rule, bound, onMethod),
        intent('consul/auth-method', method, { type: 'jwt' }),
      ],
      live: [live('consul/auth-method', method, { type: 'kubernetes' }), live('consul/binding-rule', rule, bound)],
      owned: [entry('consul/auth-method', method), entry('consul/binding-rule', rule, bound)],
    });
    expect(steps.map(({ address, action }) => `${address} ${action}`)).toEqual([
      'consul/auth-method/jwt replace',
      'consul/binding-rule/jwt/service/web replace',
    ]);
    expect(steps[1]?.because).toBe('consul/auth-method/jwt is replaced');
  });

  it('never replaces what never was ours, --adopt or not', () => {
    const wanted = [intent('vault/auth-mount', { name: 'jwt' }, { type: 'jwt' })];
    const userpass = [live('vault/auth-mount', { name: 'jwt' }, { type: 'userpass' })];
    for (const adopt of [false, true]) {
      const [step] = stepsOf({ wanted, live: userpass, options: { adopt } });
      expect(step).toMatchObject({ action: 'conflict', because: expect.stringContaining('delete it yourself') });
    }
  });

  it('knows what is in a mount that somebody else made anew as theirs', () => {
    const mount: Identity = { name: 'jwt' };
    const role: Identity = { name: 'web', parent: 'jwt' };
    const owned = [
      entry('vault/auth-mount', mount, {}, { id: 'an-older-accessor' }),
      entry('vault/jwt-config', mount, {}, { id: 'jwt' }),
      entry('vault/jwt-role', role, {}, { id: 'web' }),
    ];
    const there = [
      live('vault/auth-mount', mount, {}, 'their-accessor'),
      live('vault/jwt-config', mount, {}, 'jwt'),
      live('vault/jwt-role', role, {}, 'web'),
    ];
    expect(stepsOf({ live: there, owned, options: { prune: true } })).toEqual([]);
  });

  it('does not claim to delete a config whose mount stays', () => {
    const mount: Identity = { name: 'jwt' };
    const both = [live('vault/auth-mount', mount), live('vault/jwt-config', mount, {}, 'jwt')];
    const owned = [entry('vault/auth-mount', mount), entry('vault/jwt-config', mount, {}, { id: 'jwt' })];
    const actions = (wanted: readonly Intent[], prune: boolean): readonly string[] =>
      stepsOf({ wanted, live: both, owned, options: { prune } }).map(({ kind, action }) => `${kind} ${action}`);
    expect(actions([intent('vault/auth-mount', mount)], true)).toEqual(['vault/auth-mount none']);
    expect(actions([intent('vault/auth-mount', mount)], false)).toEqual(['vault/auth-mount none']);
    expect(actions([], true)).toEqual(['vault/auth-mount delete', 'vault/jwt-config delete']);
  });

  it('shows a binding rule that moves to another auth method as one replacement', () => {
    const moved: Identity = { name: 'service/web', parent: 'other' };
    const steps = stepsOf({
      wanted: [intent('consul/binding-rule', moved, bound)],
      live: [live('consul/binding-rule', rule, bound)],
      owned: [entry('consul/binding-rule', rule, bound)],
    });
    expect(steps.map(({ action }) => action)).toEqual(['replace']);
    expect(steps[0]?.changes).toMatchObject([{ field: 'auth_method', before: 'jwt', after: 'other', replaces: true }]);
  });

  it('takes an edited selector for the same rule', () => {
    const edited = { ...bound, selector: 'value.nomad_job_id == "web"' };
    const steps = stepsOf({
      wanted: [intent('consul/binding-rule', rule, edited)],
      live: [live('consul/binding-rule', rule, bound)],
      owned: [entry('consul/binding-rule', rule, bound)],
    });
    expect(steps.map(({ action, changes }) => [action, changes.map(({ field }) => field)])).toEqual([
      ['update', ['selector']],
    ]);
  });

  it('deletes what stands on others before them', () => {
    const steps = stepsOf({
      live: [live('consul/auth-method', method), live('consul/binding-rule', rule, bound)],
      owned: [entry('consul/auth-method', method), entry('consul/binding-rule', rule, bound, { dependsOn: onMethod })],
      options: { prune: true },
    });
    expect(steps.map(({ kind }) => kind)).toEqual(['consul/binding-rule', 'consul/auth-method']);
  });

  it('plans for a target what it needs and nothing else', () => {
    const steps = stepsOf({
      wanted: [
        intent('consul/policy', reader, rules),
        intent('consul/auth-method', method),
        intent('consul/binding-rule', rule, bound, onMethod),
      ],
      options: { targets: ['consul/binding-rule/jwt/service/web'] },
    });
    expect(steps.map(({ kind }) => kind)).toEqual(['consul/auth-method', 'consul/binding-rule']);
  });
});
