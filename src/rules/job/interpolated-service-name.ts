import { defineRule } from '../rule.ts';
import { change, inService, merged } from '../change.ts';
import { seenAt } from '../subject.ts';
import { atLeast } from '../version.ts';

export default defineRule({
  id: 'job/interpolated-service-name',
  title: 'a service name is filled in on the client, which this Nomad does not do for identities',
  cases: ['JS-08'],
  severity: 'error',
  reads: ['nomad/jobs', 'nomad/agents'],
  why: 'Before Nomad 1.7.7 the identity of a service was looked up under its name as it is written. With variables in the name or port it is not found: `error getting signed identity for service …: unable to find token`.',
  fix: 'Use Nomad 1.7.7 or later, or write the name out.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/service'],
  examples: {
    bad: {
      says: 'Nomad 1.7.5, and a service name with a variable.',
      world: (healthy) =>
        change.jobs(
          change.agents(healthy, (agent) => ({
            ...agent,
            version: '1.7.5',
            config: merged(agent.config, { Version: { Version: '1.7.5' } }),
          })),
          (job) => inService(job, { Name: '${NOMAD_META_name}-web' }),
        ),
    },
    good: { says: 'A service name without variables.', world: (healthy) => healthy },
  },

  *check(look) {
    if (atLeast(look.settings.version, '1.7.7')) return;
    for (const one of look.workloads) {
      if (one.service === undefined || !/\$\{/.test(one.service.name + one.service.portLabel)) continue;
      yield {
        message: `service ${one.service.name} of job ${one.of.job.id} is filled in on the client, where Nomad ${look.settings.version} does not find its identity`,
        ...seenAt(one, `${one.path}/Name`),
      };
    }
  },
});
