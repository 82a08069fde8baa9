import { describe, expect, it } from 'vitest';
import { jobKindsIn } from '../../src/audit/job-kinds.ts';
import type { ApiObject } from '../../src/model/api-object.ts';
import type { Job, World } from '../../src/model/world.ts';
import { change, inGroup, inTask, type Patch } from '../../src/rules/change.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';

const healthy = healthyWorld();

/** The job of the healthy world under another id, which its service and its template name too. */
function job(id: string, make: (job: Job) => Job = (one) => one): Job {
  const [web] = healthy.nomad?.jobs ?? [];
  if (web === undefined) throw new Error('the healthy world has a job');
  return make({ ...web, id, job: JSON.parse(JSON.stringify(web.job).replace(/\bweb\b/g, id)) as ApiObject });
}

const task =
  (patch: Patch) =>
  (one: Job): Job =>
    inTask(one, patch);
const service =
  (patch: Patch) =>
  (one: Job): Job =>
    inGroup(one, (group) => ({
      ...group,
      Services: (group['Services'] as readonly ApiObject[]).map((each) => ({ ...each, ...patch })),
    }));
const whole =
  (patch: Patch) =>
  (one: Job): Job => ({ ...one, job: { ...one.job, ...patch } });
const template = (text: string): ((one: Job) => Job) =>
  task({ Templates: [{ DestPath: 'local/a', EmbeddedTmpl: text }] });

const kindOf = jobKindsIn(healthy);

describe('jobs are of one kind', () => {
  it.each<[what: string, make: (job: Job) => Job]>([
    ['when they differ in their ids', (one) => one],
    ['when one runs more often', (one) => inGroup(one, (group) => ({ ...group, Count: 7 }))],
    ['when one has other tags', service({ Tags: ['v7'], Meta: { team: 'seven' } })],
    ['when one runs another image', task({ Config: { image: 'registry.example/seven:7' } })],
    ['when one has another environment', task({ Env: { LOG_LEVEL: 'debug' } })],
    ['when one has other notes', whole({ Meta: { owner: 'seven' } })],
    ['when one was registered at another time', whole({ SubmitTime: 7, Version: 7, JobModifyIndex: 7 })],
  ])('%s', (_, make) => {
    expect(kindOf(job('shop-7', make))).toBe(kindOf(job('till-1')));
  });
});

describe('jobs are of different kinds', () => {
  it.each<[what: string, one: Job, other: Job]>([
    ['by their namespaces', job('shop-7'), { ...job('shop-1'), namespace: 'prod' }],
    ['by their templates', job('shop-7'), job('shop-1', template('{{ key "till" }}'))],
    ['by their blocks', job('shop-7'), job('shop-1', task({ Vault: null }))],
    ['by names that only one of them has its id in', job('shop-7'), job('shop-1', service({ Name: 'shop-7' }))],
    ['by a token in the environment', job('shop-7'), job('shop-1', task({ Env: { VAULT_TOKEN: 'x' } }))],
    ['by what a program is called with', job('shop-7'), job('shop-1', task({ Config: { args: ['-gateway', 'api'] } }))],
    [
      'by notes that a service is called by',
      job('shop-7', (one) => service({ Name: 'a-${NOMAD_META_x}' })(whole({ Meta: { x: '1' } })(one))),
      job('shop-1', (one) => service({ Name: 'a-${NOMAD_META_x}' })(whole({ Meta: { x: '2' } })(one))),
    ],
    [
      'by an environment that a template reads',
      job('shop-7', (one) => template('{{ key (env "KEY") }}')(task({ Env: { KEY: 'a' } })(one))),
      job('shop-1', (one) => template('{{ key (env "KEY") }}')(task({ Env: { KEY: 'b' } })(one))),
    ],
  ])('%s', (_, one, other) => {
    expect(kindOf(one)).toBeDefined();
    expect(kindOf(one)).not.toBe(kindOf(other));
  });

  it('by a prefix that only one of them begins with', () => {
    const world = change.policyRules(healthy, 'policy-nomad-tasks', { key_prefix: { sho: { policy: 'read' } } });
    const kind = jobKindsIn(world);
    expect(kind(job('shop-7'))).not.toBe(kind(job('till-7')));
    expect(kind(job('shop-7'))).toBe(kind(job('shot-7')));
  });

  it('by metadata that claims are made of', () => {
    const world = change.servers(healthy, {
      Vaults: [{ Name: 'default', DefaultIdentity: { ExtraClaims: { owner: '${job.meta.owner}' } } }],
    });
    const kind = jobKindsIn(world);
    const owned = (id: string, owner: string): Job => job(id, whole({ Meta: { owner } }));
    expect(kind(owned('shop-7', 'a'))).not.toBe(kind(owned('shop-1', 'b')));
    expect(kind(owned('shop-7', 'a'))).toBe(kind(owned('shop-1', 'a')));
  });
});

describe('a job is like no other', () => {
  it.each<[what: string, one: Job]>([
    ['while it is not registered', { ...job('shop-7'), stored: false }],
    ['when its id may mean something else', job('docker')],
    ['when its id has letters that are not taken everywhere', job('Shop.7')],
    ['when its id is in the middle of a word', job('shop-7', service({ Name: 'myshop-7' }))],
  ])('%s', (_, one) => {
    expect(kindOf(one)).toBeUndefined();
  });

  it.each<[what: string, world: World]>([
    [
      'named by a policy',
      change.policyRules(healthy, 'policy-nomad-tasks', { key: { 'a/shop-7/b': { policy: 'read' } } }),
    ],
    [
      'named by a role, with more before it',
      change.roles(healthy, (all) => [...all, { ID: 'r', Name: 'nomad-shop-7-tasks', Policies: [] }]),
    ],
    [
      'one of which an end is asked',
      change.bindingRules(healthy, (all) =>
        all.map((one) => ({ ...one, Selector: 'value.nomad_job_id matches "7$"' })),
      ),
    ],
    [
      'one of which a name is made without a mark',
      change.bindingRules(healthy, (all) => all.map((one) => ({ ...one, BindName: 'my${value.nomad_job_id}' }))),
    ],
    [
      'one with a claim that ends so',
      change.jwtRole(healthy, { bound_claims_type: 'glob', bound_claims: { a: ['*-7'] } }),
    ],
  ])('when it is %s', (_, world) => {
    expect(jobKindsIn(world)(job('shop-7'))).toBeUndefined();
  });
});
