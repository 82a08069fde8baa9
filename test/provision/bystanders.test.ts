import { describe, expect, it } from 'vitest';
import type { Api } from '../../src/clients/api.ts';
import { kinds } from '../../src/kinds/index.ts';
import { addressOf, complete, type Identity, type KindId, type Live } from '../../src/kinds/kind.ts';
import { readHanging, spareBystanders } from '../../src/provision/bystanders.ts';
import type { PlannedStep } from '../../src/provision/planned-step.ts';
import type { Action } from '../../src/provision/plan.ts';

function live(kind: KindId, identity: Identity): Live {
  return { identity, id: `${kind} ${JSON.stringify(identity)}`, body: complete(kinds[kind].fields, {}) };
}

function step(kind: KindId, identity: Identity, action: Action): PlannedStep {
  const rest = { changes: [], after: [], owned: true, origin: undefined, place: undefined, because: undefined };
  const address = addressOf(kind, identity);
  return {
    address,
    kind,
    title: kinds[kind].title,
    action,
    ...rest,
    intent: undefined,
    entry: undefined,
    live: live(kind, identity),
  };
}

describe('deleting what others’ objects hang on', () => {
  const method: Identity = { name: 'jwt' };
  const mount: Identity = { name: 'jwt-nomad', namespace: 'team' };

  it.each<[string, KindId, Identity, KindId, Identity, Action]>([
    [
      'an auth method with somebody’s rule',
      'consul/auth-method',
      method,
      'consul/binding-rule',
      { name: 'service/a', parent: 'jwt' },
      'conflict',
    ],
    [
      'an auth method beside a rule of another',
      'consul/auth-method',
      method,
      'consul/binding-rule',
      { name: 'service/a', parent: 'other' },
      'delete',
    ],
    [
      'an auth method beside the same one in another namespace',
      'consul/auth-method',
      method,
      'consul/binding-rule',
      { name: 'service/a', parent: 'jwt', namespace: 'b' },
      'delete',
    ],
    [
      'a mount with somebody’s role',
      'vault/auth-mount',
      mount,
      'vault/jwt-role',
      { name: 'web', parent: 'jwt-nomad', namespace: 'team' },
      'conflict',
    ],
    ['a mount with a config, which is part of it', 'vault/auth-mount', mount, 'vault/jwt-config', mount, 'delete'],
    [
      'a Consul namespace with somebody’s policy',
      'consul/namespace',
      { name: 'b' },
      'consul/policy',
      { name: 'p', namespace: 'b' },
      'conflict',
    ],
    [
      'a partition with somebody’s namespace',
      'consul/partition',
      { name: 'p1' },
      'consul/namespace',
      { name: 'b', partition: 'p1' },
      'conflict',
    ],
    [
      'a Vault namespace with somebody’s mount below it',
      'vault/namespace',
      { name: 'b', namespace: 'a' },
      'vault/auth-mount',
      { name: 'm', namespace: 'a/b/c' },
      'conflict',
    ],
    [
      'a Vault namespace beside one whose name only begins alike',
      'vault/namespace',
      { name: 'b' },
      'vault/auth-mount',
      { name: 'm', namespace: 'bb' },
      'delete',
    ],
  ])('%s', (_title, kind, identity, innerKind, inner, expected) => {
    const plan = { spec: 'prod', steps: [step(kind, identity, 'delete')], warnings: [], partial: false };
    const [first] = spareBystanders(plan, new Map([[innerKind, [live(innerKind, inner)]]])).steps;
    expect(first?.action).toBe(expected);
    if (expected === 'conflict') expect(first?.because).toContain(`${kinds[innerKind].title} ${inner.name}`);
  });

  it('is no conflict when they go too', () => {
    const rule: Identity = { name: 'service/a', parent: 'jwt' };
    const steps = [step('consul/binding-rule', rule, 'delete'), step('consul/auth-method', method, 'delete')];
    const plan = { spec: 'prod', steps, warnings: [], partial: false };
    const after = spareBystanders(plan, new Map([['consul/binding-rule', [live('consul/binding-rule', rule)]]]));
    expect(after.steps.map(({ action }) => action)).toEqual(['delete', 'delete']);
  });

  it('is a conflict when only a role of the same name in another mount goes', () => {
    const named = (holder: string, kind: KindId, identity: Identity): PlannedStep => ({
      ...step(kind, identity, 'delete'),
      live: { ...live(kind, identity), id: kind === 'vault/jwt-role' ? 'web' : holder },
    });
    const [a, b] = [
      { name: 'web', parent: 'a' },
      { name: 'web', parent: 'b' },
    ];
    const steps = [
      named('a', 'vault/jwt-role', a),
      named('a', 'vault/auth-mount', { name: 'a' }),
      named('b', 'vault/auth-mount', { name: 'b' }),
    ];
    const held = [a, b].map((identity) => ({ identity, id: 'web' }));
    const plan = { spec: 'prod', steps, warnings: [], partial: false };
    const after = spareBystanders(plan, new Map([['vault/jwt-role', held]])).steps;
    expect(after.map(({ action }) => action)).toEqual(['delete', 'delete', 'conflict']);
  });

  it('asks Vault for the names in the mount and for nothing else', async () => {
    const asked: string[] = [];
    const refuse = (): never => expect.fail('not asked for');
    const vault: Api = {
      product: 'vault',
      address: 'http://vault',
      get: refuse,
      put: refuse,
      post: refuse,
      delete: refuse,
      list: async (path, schema) => {
        asked.push(path.join('/'));
        return schema.parse({ data: { keys: ['Web'] } });
      },
    };
    const clients = { vault, consul: vault, nomad: vault };
    const reach = { clients, accessors: new Map<string, string>(), secret: refuse };
    const plan = { spec: 'prod', steps: [step('vault/auth-mount', mount, 'delete')], warnings: [], partial: false };
    const hanging = await readHanging(reach, plan);
    expect(asked).toEqual(['auth/jwt-nomad/role']);
    expect(spareBystanders(plan, hanging).steps[0]?.because).toContain('Vault JWT role Web');
  });
});
