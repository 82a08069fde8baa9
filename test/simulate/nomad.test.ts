import { describe, expect, it } from 'vitest';
import { predictNomad } from '../../src/simulate/nomad.ts';

const nomad = {
  version: '1.11.1',
  region: 'global',
  consul: { serviceIdentity: { Audience: ['consul.io'], TTL: 3.6e12 } },
};
const one = { Name: 't', Driver: 'exec' };

describe('the prediction of a job’s identities', () => {
  it('has exactly the members that it promises', () => {
    const job = { ID: 'j', TaskGroups: [{ Name: 'g', Services: [{ Name: 's' }], Tasks: [one] }] };
    expect(predictNomad({ nomad, job })).toEqual({
      accepted: true,
      error: null,
      warnings: [],
      identities: [
        {
          group: 'g',
          task: 't',
          service: null,
          identity: 'default',
          claims: {
            aud: 'nomadproject.io',
            nomad_job_id: 'j',
            nomad_namespace: 'default',
            nomad_task: 't',
            sub: 'global:default:j:g:t:default',
          },
          unknown: ['iat', 'jti', 'nbf', 'nomad_allocation_id'],
        },
        {
          group: 'g',
          task: null,
          service: 's',
          identity: 'consul-service_s-',
          claims: {
            aud: 'consul.io',
            nomad_job_id: 'j',
            nomad_namespace: 'default',
            nomad_service: 's',
            sub: 'global:default:j:g:s:consul-service_s-',
          },
          unknown: ['exp', 'iat', 'jti', 'nbf', 'nomad_allocation_id'],
        },
      ],
    });
  });

  it('takes the whole body of PUT /v1/jobs too, whose namespace and region go first', () => {
    const job = { ID: 'j', Region: 'r', Namespace: 'n', TaskGroups: [{ Name: 'g', Tasks: [one] }] };
    const answer = predictNomad({ nomad, job: { Job: job, Region: 'q', Namespace: 'm' } });
    expect(answer.identities[0]?.claims['sub']).toBe('q:m:j:g:t:default');
  });

  it('sends a job without a namespace to the one that is asked about', () => {
    const job = { ID: 'j', TaskGroups: [{ Name: 'g', Tasks: [one] }] };
    const answer = predictNomad({ nomad, job, namespace: { Name: 'team' } });
    expect(answer.identities[0]?.claims['nomad_namespace']).toBe('team');
  });

  it('reads members in whatever case, as Go does', () => {
    const job = { id: 'j', taskgroups: [{ name: 'g', tasks: [{ name: 't', driver: 'exec' }] }] };
    expect(predictNomad({ nomad, job }).identities[0]?.claims['nomad_task']).toBe('t');
  });

  it('tells of a refused job with the server’s text and other texts that Go’s maps may give', () => {
    const tasks = ['a', 'b'].map((Cluster) => ({ Name: Cluster, Driver: 'exec', Vault: { Cluster } }));
    const answer = predictNomad({ nomad, job: { ID: 'j', TaskGroups: [{ Name: 'g', Tasks: tasks }] } });
    expect(answer.accepted).toBe(false);
    expect(answer.identities).toEqual([]);
    expect(
      [answer.error, ...(answer.alternatives ?? [])].map((text) => /Vault "(.)" not enabled/.exec(text ?? '')?.[1]),
    ).toEqual(['a', 'b']);
  });

  it('reads a job file with variables', () => {
    const jobHCL = `
      variable "audience" { type = string }
      job "j" {
        group "g" {
          task "t" {
            driver = "exec"
            identity {
              name = "a"
              aud  = [var.audience]
              ttl  = "1h"
            }
          }
        }
      }`;
    const answer = predictNomad({ nomad, jobHCL, variables: { audience: 'given.io' } });
    expect(answer.error).toBe(null);
    expect(answer.identities.map(({ identity, claims }) => [identity, claims['aud']])).toEqual([
      ['default', 'nomadproject.io'],
      ['a', 'given.io'],
    ]);
  });

  it('refuses a job file with the first of its mistakes', () => {
    const answer = predictNomad({ nomad, jobHCL: 'job "j" {\n  nothing = 1\n}' });
    expect(answer).toMatchObject({ accepted: false, identities: [] });
    expect(answer.error).toMatch(/^Failed to parse job: input\.hcl:2,3-10: Unsupported argument; /);
  });

  it.each([
    [{ nomad, job: { ID: 5 } }, 'job.ID must be a string'],
    [{ nomad, job: { TaskGroups: [{ Tasks: {} }] } }, 'job.TaskGroups[0].Tasks must be a list'],
    [{ nomad, job: [] }, 'job must be an object'],
    [{ nomad }, 'job must be given'],
    [{ job: {} }, 'nomad must be an object'],
    [
      { nomad: { version: '1.11.1', consul: { taskIdentity: { TTL: '1 day' } } }, job: {} },
      'nomad.consul.taskIdentity.TTL',
    ],
  ])('names the spot where %j cannot be read', (input, text) => {
    expect(() => predictNomad(input)).toThrow(text);
  });
});
