import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change, merged } from '../change.ts';
import { atLeast } from '../version.ts';

export default defineRule({
  id: 'job/child-id-in-claims',
  title: 'the id of a child job is written into a claim',
  cases: ['JS-13'],
  severity: 'warning',
  reads: ['nomad/jobs', 'nomad/agents'],
  why: 'Before Nomad 1.8.4, `${job.id}` in extra claims of a periodic or dispatched job is the id of the child, with `/periodic-…` at its end: each run is another entity to Vault, and no policy fits twice.',
  fix: 'Use Nomad 1.8.4 or later.',
  references: ['https://developer.hashicorp.com/nomad/docs/upgrade/upgrade-specific'],
  examples: {
    bad: {
      says: 'Nomad 1.8.2 with an extra claim of the job id, and a periodic job.',
      world: (healthy) =>
        change.jobs(
          change.agents(healthy, (agent) => ({
            ...agent,
            version: '1.8.2',
            config: merged(agent.config, {
              Version: { Version: '1.8.2' },
              Vaults: [
                {
                  Name: 'default',
                  Enabled: true,
                  DefaultIdentity: { Audience: ['vault.io'], ExtraClaims: { unique_id: '${job.namespace}:${job.id}' } },
                },
              ],
            }),
          })),
          (job) => ({ ...job, job: { ...job.job, Type: 'batch', Periodic: { Enabled: true, Spec: '@hourly' } } }),
        ),
    },
    good: { says: 'No extra claims.', world: (healthy) => healthy },
  },

  *check(look) {
    const { version, vault } = look.settings;
    const extra = vault.defaultIdentity?.['ExtraClaims'];
    if (atLeast(version, '1.8.4') || extra === undefined || !JSON.stringify(extra).includes('${job.id}')) return;
    for (const { job, reading } of look.jobs) {
      if (job.periodic === undefined && job.parameterized === undefined) continue;
      yield {
        message: `each run of job ${job.id} has another id in its claims with Nomad ${version}`,
        about: about.job(reading.namespace, job.id),
        subject: { namespace: reading.namespace, job: job.id },
        origin: reading.origin,
        evidence: { extraClaims: extra },
      };
    }
  },
});
