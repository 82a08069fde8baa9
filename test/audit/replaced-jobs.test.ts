import { describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { mergeWorlds } from '../../src/collect/files/merge-worlds.ts';
import type { Job, World } from '../../src/model/world.ts';
import { change, inService } from '../../src/rules/change.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';
import { auditReporters } from '../../src/report/audit/index.ts';
import type { AuditReport } from '../../src/audit/report.ts';

const ofFile = (world: World, patch: Partial<Job> = {}, member: object = {}): World => ({
  schemaVersion: 1,
  takenAt: world.takenAt,
  keySets: [],
  notRead: [],
  assumed: [],
  nomad: {
    agents: [],
    jobs: (world.nomad?.jobs ?? []).map((one) => ({
      ...one,
      stored: false,
      job: { ...one.job, Region: undefined, ...member },
      origin: { from: 'file' as const, file: 'web.nomad.hcl', places: {} },
      ...patch,
    })),
  },
});

const report = (world: World): AuditReport => audit(world, lookAt(world, { now: world.takenAt }), rules);

/** As `change.jobs` does, but for what runs only: its services have no identity. */
const registeredBefore = (world: World): World =>
  change.jobs(
    change.nomad(world, {
      allocations: (world.nomad?.allocations ?? []).map((one) => ({
        ...one,
        jobVersion: 0,
        identities: { web: [], server: ['consul_default', 'vault_default'] },
      })),
    }),
    (job) => inService(job, { Identity: null }),
  );

describe('a job of a file beside the one that runs', () => {
  it.each([
    ['takes the place of the one with its id, namespace and region', {}, {}, 1],
    ['without a region is sent to the only one there is', {}, { Region: 'global' }, 1],
    ['of another namespace is another job', { namespace: 'prod' }, {}, 0],
    ['with another id is another job', { id: 'api' }, { ID: 'api' }, 0],
  ])('%s', (_, patch, member, count) => {
    const world = healthyWorld();
    const merged = mergeWorlds(world, ofFile(world, patch, member));
    expect(merged.nomad?.replaced?.length ?? 0).toBe(count);
    expect(merged.nomad?.jobs).toHaveLength(2 * (world.nomad?.jobs.length ?? 0) - count);
  });

  it('of two regions takes the place of the one in its own', () => {
    const world = change.nomad(healthyWorld(), {
      agents: [
        ...(healthyWorld().nomad?.agents ?? []),
        ...(healthyWorld().nomad?.agents ?? []).map((one) => ({ ...one, region: 'eu' })),
      ],
      jobs: [
        ...(healthyWorld().nomad?.jobs ?? []),
        ...(healthyWorld().nomad?.jobs ?? []).map((one) => ({ ...one, job: { ...one.job, Region: 'eu' } })),
      ],
    });
    const regions = (member: object): readonly unknown[] =>
      (mergeWorlds(world, ofFile(healthyWorld(), {}, member)).nomad?.replaced ?? []).map(({ job }) => job['Region']);
    expect(regions({ Region: 'eu' })).toEqual(['eu']);
    expect(regions({})).not.toContain('eu');
  });

  it('mends what is wrong with that one, and what it does until then is a note', () => {
    const old = registeredBefore(healthyWorld());
    expect(report(old).findings[0]).toMatchObject({ rule: 'job/stale-identities', severity: 'error' });
    const { findings, replaced } = report(mergeWorlds(old, ofFile(healthyWorld())));
    expect(replaced).toEqual([{ namespace: 'default', job: 'web' }]);
    expect(findings.map(({ severity }) => severity).filter((one) => one !== 'info')).toEqual([]);
    expect(findings.find(({ rule }) => rule === 'live/agent-token-fallback')?.message).toContain(
      'until the job of the file takes its place',
    );
  });

  it('is told of with its own faults, which are no reason for what befell the other', () => {
    const world = healthyWorld();
    const events = [{ task: 'server', type: 'Setup Failure', message: 'failed to derive Consul token: validation failed, token is expired (exp)', at: world.takenAt - 60 }]; // prettier-ignore
    const failed = change.nomad(world, {
      allocations: (world.nomad?.allocations ?? []).map((one) => ({ ...one, clientStatus: 'failed', events })),
    });
    const refused = ofFile(world, {}, { Type: 'nonsense' });
    const { findings } = report(mergeWorlds(failed, refused));
    const failing = findings.find(({ rule }) => rule === 'live/allocation-failing');
    expect(failing).toMatchObject({
      severity: 'error',
      location: { remote: 'nomad GET /v1/job/web?namespace=default' },
    });
    expect(failing).not.toHaveProperty('causedBy');
  });

  it('with the same fault is blamed for what it goes on to do', () => {
    const broken = change.authMethod(healthyWorld(), { Config: { BoundAudiences: ['nomad'] } });
    const events = [{ task: 'server', type: 'Setup Failure', message: 'failed to derive Consul token: Unexpected response code: 403 (Permission denied)', at: broken.takenAt - 60 }]; // prettier-ignore
    const failed = change.nomad(broken, {
      allocations: (broken.nomad?.allocations ?? []).map((one) => ({ ...one, clientStatus: 'failed', events })),
    });
    const { findings } = report(mergeWorlds(failed, ofFile(healthyWorld())));
    expect(findings.find(({ rule }) => rule === 'live/allocation-failing')).toMatchObject({
      severity: 'error',
      causedBy: expect.any(String) as string,
    });
  });

  it.each(['text', 'json', 'markdown', 'html'] as const)('is named in the report as %s', async (format) => {
    const world = healthyWorld();
    const merged = mergeWorlds(world, ofFile(world));
    const reporter = await auditReporters[format]();
    const context = { colour: false, version: '1.0.0', now: 0, source: () => undefined, explanations: () => [] };
    const told = reporter(report(merged), context);
    if (format === 'json') expect(JSON.parse(told)).toMatchObject({ replaced: [{ namespace: 'default', job: 'web' }] });
    else expect(told).toMatch(/From files, in the place of what runs.*web in default/);
    expect(reporter(report(world), context)).not.toMatch(/From files|replaced"/);
  });
});
