import { change } from '../change.ts';
import { linkOf, needsOf } from '../link-of.ts';
import { addressOf, subjectOf } from '../subject.ts';
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
    bad: {
      says: 'The service of the job is called Web.',
      world: (healthy) =>
        change.jobs(healthy, (one) => ({
          ...one,
          job: JSON.parse(
            JSON.stringify(one.job)
              .replace('"Name":"web","PortLabel"', '"Name":"Web","PortLabel"')
              .replace('"consul-service_web-http"', '"consul-service_Web-http"'),
          ) as typeof one.job,
        })),
    },
    good: { says: 'The service of the job is called web.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const one of look.workloads) {
      const { service } = one;
      if (service === undefined || service.name === service.name.toLowerCase()) continue;
      const chain = one.chain('consul');
      const lowered = linkOf(chain, 'rules')?.tried.find(({ name }) => name === service.name.toLowerCase());
      const denied = needsOf(chain).find(
        ({ state, request }) => state === 'broken' && request?.product === 'consul' && request.segment === service.name,
      );
      if (lowered === undefined || denied === undefined) continue;
      const { id } = one.of.job;
      yield {
        message: `service ${service.name} of job ${id} gets a token for ${lowered.name ?? ''}, with which it cannot register`,
        about: addressOf(one),
        subject: subjectOf(one),
        origin: one.of.reading.origin,
        path: `${one.path}/Name`,
        evidence: { name: service.name, boundTo: lowered.name, bindName: lowered.bindName },
      };
    }
  },
});
