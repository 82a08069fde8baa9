import { describe, expect, it, vi } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { lookAhead } from '../../src/audit/look-ahead.ts';
import type { AuditReport } from '../../src/audit/report.ts';
import type { ApiObject } from '../../src/model/api-object.ts';
import type { Job, World } from '../../src/model/world.ts';
import { change, inGroup, inTask } from '../../src/rules/change.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';
import { SeenJob } from '../../src/rules/seen-job.ts';
import { worldOf } from '../rules/example-report.ts';

/** What one job is called in the healthy world, all its own names with it. */
const own = /\bweb\b/g;

const ids = ['shop-1', 'shop-2', 'shop-3', 'till-1', 'shop-10', 'bar-1', 'cashdesk'];

/** The job by another name, run and described in another way. */
function like(reading: Job, id: string, number: number): Job {
  const renamed = { ...reading, id, job: JSON.parse(JSON.stringify(reading.job).replace(own, id)) as ApiObject };
  const meta = { owner: `team ${String(number)}` };
  const varied = inTask(
    inGroup(renamed, (group) => ({ ...group, Count: number, Meta: meta })),
    { Resources: { CPU: 100 * number }, User: `user${String(number)}` },
  );
  return { ...varied, modifyIndex: number, job: { ...varied.job, Version: number, SubmitTime: number, Meta: meta } };
}

/** A world with more jobs like each that it has, and one of those like it that has no identity for Consul. */
function fleet(world: World): World {
  const { jobs = [], allocations = [] } = world.nomad ?? {};
  return change.nomad(world, {
    jobs: jobs.flatMap((job) => [
      job,
      ...ids.map((id, index) => like(job, id, index + 1)),
      inTask(like(job, 'shop-4', 9), { Identities: [] }),
    ]),
    allocations: allocations.flatMap((one) => [one, ...ids.map((id) => ({ ...one, id: `${id}-${one.id}`, job: id }))]),
  });
}

interface Audited {
  readonly report: AuditReport;
  readonly spared: number;
}

/** As the live audit does it: the jobs come when what is around them is known, all but those that are remembered. */
function auditedAhead(world: World, remembered = 0): Audited {
  const ahead = lookAhead(rules);
  const jobs = world.nomad?.jobs ?? [];
  for (const job of jobs.slice(0, remembered)) ahead.onJob(job);
  ahead.onSurroundings(change.nomad(world, { jobs: [] }));
  for (const job of jobs.slice(remembered)) ahead.onJob(job);
  ahead.onWorld(world);
  const { seen, spared, said } = ahead;
  const report = audit(world, lookAt(world, { now: world.takenAt, seen, spared }), rules, new Map(), said);
  return { report, spared: spared.size };
}

const auditedEach = (world: World): AuditReport => audit(world, lookAt(world, { now: world.takenAt }), rules);

describe('what is found when of jobs of a kind one is looked at is what is found when all are', () => {
  const examples = rules.flatMap(({ id, examples }) =>
    (['bad', 'good'] as const).map((sort) => ({ name: `${sort} example of ${id}`, example: examples[sort] })),
  );
  it.each(examples)('$name', ({ example }) => {
    const world = fleet(worldOf(example).world);
    expect(auditedAhead(world).report).toEqual(auditedEach(world));
  });
});

/** Worlds in which jobs differ by their names alone. */
const tellingApart: Readonly<Record<string, (healthy: World) => World>> = {
  'a policy for the keys of one': (healthy) =>
    change.policyRules(healthy, 'policy-nomad-tasks', { key_prefix: { 'shop-1/': { policy: 'read' } } }),
  'a policy for the keys of some': (healthy) =>
    change.policyRules(healthy, 'policy-nomad-tasks', { key_prefix: { shop: { policy: 'read' } } }),
  'a policy for the beginning of a name': (healthy) =>
    change.policyRules(healthy, 'policy-nomad-tasks', { key_prefix: { 'shop-': { policy: 'read' } } }),
  'a selector by the id': (healthy) => withSelector(healthy, 'value.nomad_job_id == "shop-2"'),
  'a selector by what is not the id': (healthy) => withSelector(healthy, 'value.nomad_job_id != "shop-2"'),
  'a selector by a pattern': (healthy) => withSelector(healthy, 'value.nomad_job_id matches "1$"'),
  'a selector by a part of the id': (healthy) => withSelector(healthy, '"op-1" in value.nomad_job_id'),
  'a role of Consul for one job': (healthy) =>
    change.bindingRules(
      change.roles(healthy, (all) => [...all, ...all.map((role) => ({ ...role, Name: 'shop-1-tasks' }))]),
      (all) =>
        all.map((one) => (one['BindType'] === 'role' ? { ...one, BindName: '${value.nomad_job_id}-tasks' } : one)),
    ),
  'claims that one job has': (healthy) => withBoundClaims(healthy, 'string', 'shop-1'),
  'claims that some jobs have': (healthy) => withBoundClaims(healthy, 'glob', 'shop-*'),
  'claims that end alike': (healthy) => withBoundClaims(healthy, 'glob', '*-1'),
  'secrets of one job': (healthy) =>
    change.vault(healthy, {
      policies: Object.fromEntries(
        Object.entries(healthy.vault?.policies ?? {}).map(([name]) => [
          name,
          'path "secret/data/default/shop-2/*" { capabilities = ["read"] }',
        ]),
      ),
    }),
  'an entity that is disabled': (healthy) =>
    change.vault(healthy, {
      aliases: (healthy.vault?.aliases ?? []).map((one) => ({
        ...one,
        name: one.name.replace(own, 'shop-2'),
        entity: { disabled: true, policies: [] },
      })),
    }),
};

function withSelector(healthy: World, selector: string): World {
  return change.bindingRules(healthy, (all) =>
    all.map((one) => (one['BindType'] === 'role' ? { ...one, Selector: selector } : one)),
  );
}

function withBoundClaims(healthy: World, type: string, id: string): World {
  return change.vault(healthy, {
    mounts: (healthy.vault?.mounts ?? []).map((mount) => ({
      ...mount,
      roles: Object.fromEntries(
        Object.entries(mount.roles).map(([name, role]) => [
          name,
          { ...role, bound_claims_type: type, bound_claims: { nomad_job_id: id } },
        ]),
      ),
    })),
  });
}

describe('jobs that differ by their ids alone are told apart by', () => {
  it.each(Object.entries(tellingApart))('%s', (_, made) => {
    const world = fleet(made(healthyWorld()));
    const each = auditedEach(world);
    expect(auditedAhead(world).report).toEqual(each);
    // Something is found of one that is not found of another, or the world would show nothing.
    const about = ids.map((id) => each.findings.filter(({ subject }) => subject.job === id).map(({ rule }) => rule));
    expect(new Set(about.map((found) => JSON.stringify(found))).size).toBeGreaterThan(1);
  });
});

describe('a kind of jobs', () => {
  it('is looked at once when nothing is wrong with it', () => {
    const decoded = vi.spyOn(SeenJob.prototype, 'job', 'get');
    // Which identities allocations run with is told of each job.
    const world = change.nomad(fleet(healthyWorld()), { allocations: [] });
    const { spared } = auditedAhead(world);
    const looked = new Set(decoded.mock.contexts.map((job) => (job as SeenJob).reading.id));
    decoded.mockRestore();
    // The others are looked at too: by an id that is longer, by a plain word, by what it lacks.
    expect([...looked]).toEqual(['web', 'shop-1', 'shop-10', 'cashdesk', 'shop-4']);
    expect(spared).toBe(4);
  });

  it.each([1, 4, 8])('is looked at once when %d jobs come before what is around them', (remembered) => {
    const world = fleet(healthyWorld());
    const { report, spared } = auditedAhead(world, remembered);
    expect(report).toEqual(auditedEach(world));
    expect(spared).toBe(4);
  });
});
