import { about } from '../about.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'job/file-refused',
  title: 'Nomad refuses a job file',
  cases: [],
  severity: 'error',
  reads: [],
  why: 'Nomad cannot read the file, so that the job in it cannot be registered; nothing else of it was looked at.',
  fix: 'Mend the file at the place that is named; `nomad job validate` says the same.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification'],
  examples: {
    bad: {
      files: {
        'web.nomad.hcl': 'job "web" {\n  group "web" {\n    tasks "server" {\n      driver = "docker"\n    }\n  }\n}\n',
      },
    },
    good: {
      files: {
        'web.nomad.hcl': 'job "web" {\n  group "web" {\n    task "server" {\n      driver = "docker"\n    }\n  }\n}\n',
      },
    },
  },

  *check(look) {
    for (const { part, what, reason, refused } of look.world.notRead) {
      if (part !== 'nomad/jobs' || refused === undefined) continue;
      yield {
        message: `Nomad refuses ${what}: ${reason}`,
        about: about.job('', what),
        subject: { job: what },
        origin: refused.origin,
        ...(refused.hint === undefined ? {} : { fix: { text: refused.hint } }),
      };
    }
  },
});
