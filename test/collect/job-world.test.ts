import { describe, expect, it } from 'vitest';
import { jobIn, jobWorldOf } from '../../src/collect/job-world.ts';
import type { Job, World } from '../../src/model/world.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';
import { explain } from '../../src/simulate/explain.ts';

const world = healthyWorld();
const now = world.takenAt;
const web = jobIn(world, 'web', undefined);

function withJobs(jobs: readonly Job[]): World {
  return { ...world, nomad: { agents: [], ...world.nomad, jobs } };
}

describe('a job of the world', () => {
  it('is found by its id, and by its namespace when there are several', () => {
    const prod: Job = { ...web, namespace: 'prod' };
    expect(jobIn(withJobs([web, prod]), 'web', 'prod')).toBe(prod);
    expect(() => jobIn(withJobs([web, prod]), 'web', undefined)).toThrow('in several namespaces: default, prod');
    expect(() => jobIn(world, 'api', undefined)).toThrow('Nomad has no job api');
    expect(() => jobIn(world, 'web', 'prod')).toThrow('Nomad has no job web in namespace prod');
  });

  it('that could not be read is not said to be none', () => {
    const gap = { part: 'nomad/jobs', what: 'jobs', reason: '403 Permission denied', permission: 'list-jobs' } as const;
    const denied: World = { ...withJobs([]), notRead: [gap] };
    expect(() => jobIn(denied, 'web', undefined)).toThrow('could not be read: 403 Permission denied');
  });
});

describe('what decides about a job', () => {
  it('are the identities that servers give and the methods that clients log in with', () => {
    const agents = (world.nomad?.agents ?? []).map((agent) =>
      agent.client
        ? { ...agent, config: { ...agent.config, Consuls: [{ Name: 'default', TaskIdentityAuthMethod: 'elsewhere' }] } }
        : agent,
    );
    const changed: World = { ...world, nomad: { jobs: [], ...world.nomad, agents } };
    const { agent } = jobWorldOf(changed, web).nomad;
    expect(agent.logins.taskAuthMethod).toBe('elsewhere');
    expect(agent.consul.taskIdentity).toMatchObject({ Audience: ['consul.io'] });
  });

  it('leads to an explanation without a broken link where all is well', () => {
    const { chains } = explain(jobWorldOf(world, web), { now });
    expect(chains.map(({ broken }) => broken)).toEqual([null, null, null]);
  });

  it('says what is not known of the servers because it could not be read', () => {
    const gap = { part: 'consul/objects', what: 'roles', reason: '403', permission: 'acl:read' } as const;
    const { assumed } = jobWorldOf({ ...world, notRead: [gap] }, web);
    expect(assumed).toContain('nothing is known of roles, which could not be read: 403; the token needs acl:read');
  });
});
