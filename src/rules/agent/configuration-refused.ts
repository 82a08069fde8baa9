import { about } from '../about.ts';
import { serverFile } from '../healthy/server-file.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'agent/configuration-refused',
  title: "Nomad refuses an agent's configuration",
  cases: ['NS-12'],
  severity: 'error',
  reads: [],
  why: 'An agent does not start with a configuration that it cannot read. In JSON, Nomad before 1.11.3 does not read a `consul` or `vault` block that holds nothing but blocks, such as identities alone: it takes their names for labels and ends with `extra keys`.',
  fix: 'Mend the file at the place that is named.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration'],
  examples: {
    bad: serverFile({ serviceIdentity: 'service_identity = "consul.io"' }),
    good: serverFile(),
  },

  *check(look) {
    for (const { part, what, reason, refused } of look.world.notRead) {
      if (part !== 'nomad/agents' || refused === undefined) continue;
      yield {
        message: `Nomad refuses ${what}: ${reason}`,
        about: about.agent(what),
        subject: { agent: what },
        origin: refused.origin,
        ...(refused.hint === undefined ? {} : { fix: { text: refused.hint } }),
      };
    }
  },
});
