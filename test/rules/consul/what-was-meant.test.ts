import { expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import type { World } from '../../../src/model/world.ts';
import { change } from '../../../src/rules/change.ts';
import { rules } from '../../../src/rules/index.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { lookAt } from '../../../src/rules/look-at.ts';

const audiences = (BoundAudiences: readonly string[]) => (world: World) =>
  change.authMethod(world, { Config: { BoundAudiences } });
const looksFor = (name: string) => (world: World) =>
  change.clients(world, {
    Consuls: [{ Name: 'default', ServiceIdentityAuthMethod: name, TaskIdentityAuthMethod: name }],
  });
const renamedRole = (Name: string) => (world: World) =>
  change.roles(world, (roles) => roles.map((role) => ({ ...role, Name })));

/** What the first finding says besides, so that a slip that is hardly seen is seen. */
it.each<readonly [string, string, (world: World) => World]>([
  ['a slash', 'they differ in a slash at the end only', audiences(['consul.io/'])],
  ['a capital', 'they differ in the case of letters only', audiences(['Consul.io'])],
  ['a space', '"consul.io ", and Nomad', audiences(['consul.io '])],
  ['a list in one text', '"consul.io,vault.io" is one audience, not several', audiences(['consul.io,vault.io'])],
  ['a method of nearly that name', 'did you mean "nomad-workloads"?', looksFor('nomad-workload')],
  ['a method of another name', '; there is nomad-workloads', looksFor('jwt')],
  ['a method with a space', '"nomad-workloads "', looksFor('nomad-workloads ')],
  ['a role without its last letter', '; there is nomad-default-task', renamedRole('nomad-default-task')],
  ['a role in other words', '; there is nomad-tasks-default', renamedRole('nomad-tasks-default')],
])('%s is told apart: %s', (_, said, make) => {
  const world = make(healthyWorld());
  const [first] = audit(world, lookAt(world, { now: world.takenAt }), rules).findings;
  expect(first?.message).toContain(said);
});

it('names another method that takes what Nomad signs', () => {
  const world = change.consul(audiences(['other'])(healthyWorld()), {
    authMethods: [
      ...(audiences(['other'])(healthyWorld()).consul?.authMethods ?? []),
      ...(healthyWorld().consul?.authMethods ?? []).map((one) => ({ ...one, Name: 'second' })),
    ],
  });
  const [first] = audit(world, lookAt(world, { now: world.takenAt }), rules).findings;
  expect(first).toMatchObject({
    rule: 'consul/audience-mismatch',
    message: expect.stringContaining('auth method second takes that') as string,
    fix: { text: expect.stringContaining('`service_auth_method`') as string },
  });
});

it('names all roles that one rule gives in vain, in one finding', () => {
  const world = change.bindingRules(
    change.nomad(
      change.jobs(healthyWorld(), (one) => [
        one,
        { ...one, namespace: 'shop', job: { ...one.job, Namespace: 'shop' } },
      ]),
      { namespaces: [{ Name: 'default' }, { Name: 'shop' }] },
    ),
    (all) =>
      all.map((one) => (one['BindType'] === 'role' ? { ...one, BindName: 'tasks-${value.nomad_namespace}' } : one)),
  );
  const { findings } = audit(world, lookAt(world, { now: world.takenAt }), rules);
  const said = findings.filter(({ rule }) => rule === 'consul/role-missing').map(({ message }) => message);
  expect(said).toEqual([expect.stringContaining('there are no roles tasks-default, tasks-shop') as string]);
});
