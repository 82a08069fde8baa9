import { linkOf, needsOf } from '../link-of.ts';
import { seenAt } from '../subject.ts';
import { jobFile } from '../healthy/job-file.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'job/service-name-upper-case',
  title: 'a service has capital letters in its name, and its token has not',
  cases: ['BR-05'],
  severity: 'error',
  reads: ['nomad/jobs'],
  why: "Consul lower-cases the values that it puts into bind names. The token of a service `Web` may write `web`, while Nomad registers `Web`: the allocation is healthy, the service never appears, and the client's log repeats `lacks permission 'service:write' on \"Web\"`.",
  fix: 'Write the name of the service in lower case. Where it has to stay, bind such services to a role whose policy has a `service_prefix` for them.',
  references: ['https://github.com/hashicorp/nomad/issues/25704', 'https://github.com/hashicorp/consul/issues/20373'],
  examples: {
    bad: jobFile({ serviceName: 'Web' }),
    good: jobFile({}),
  },

  *checkWorkload(one) {
    const { service } = one;
    if (service === undefined || service.name === service.name.toLowerCase()) return;
    const chain = one.chain('consul');
    const tried = linkOf(chain, 'rules')?.tried ?? [];
    // The name may be filled in: what counts is what the client will register.
    for (const { state, request } of needsOf(chain)) {
      if (state !== 'broken' || request?.product !== 'consul' || request.resource !== 'service') continue;
      const name = request.segment;
      const lowered = name === name.toLowerCase() ? undefined : tried.find((rule) => rule.name === name.toLowerCase());
      if (lowered === undefined) continue;
      yield {
        message: `service ${name} of job ${one.of.job.id} gets a token for ${lowered.name ?? ''}, with which it cannot register`,
        ...seenAt(one, `${one.path}/Name`),
        evidence: { name, boundTo: lowered.name, bindName: lowered.bindName },
      };
      return;
    }
  },
});
