import { about } from '../about.ts';
import { change } from '../change.ts';
import { addressOf, subjectOf } from '../subject.ts';
import { defineRule } from '../rule.ts';
import { allocationsOf, jobsWith } from './allocation-groups.ts';
import { hasIdentity, inSuccessor, runningJobs, successorOf } from './running-jobs.ts';

export default defineRule({
  id: 'live/agent-token-fallback',
  title: "a service is registered with the client's own token",
  cases: ['NS-01', 'JS-17', 'NC-09', 'NC-04', 'UP-02'],
  severity: 'warning',
  reads: ['nomad/jobs', 'nomad/allocations'],
  why: "An allocation runs a version of its job in which the service has no identity. Nomad then registers it with the token of the client's agent, and nobody is told. It works as long as that token may write every service; the sidecar of such a service has no token of its own either.",
  fix: 'Give the service an identity (`service_identity` on the servers) and register the job again, so that its allocations are replaced: identities are added at registration only.',
  references: [
    'https://github.com/hashicorp/nomad/pull/28066',
    'https://developer.hashicorp.com/nomad/docs/secure/acl/consul',
  ],
  examples: {
    bad: {
      says: 'The allocation runs a version of the job from before services had identities.',
      world: (healthy) =>
        change.nomad(healthy, {
          allocations: (healthy.nomad?.allocations ?? []).map((one) => ({
            ...one,
            jobVersion: 0,
            identities: { web: [], server: ['consul_default', 'vault_default'] },
          })),
        }),
    },
    good: { says: 'The allocation runs a version with identities.', world: (healthy) => healthy },
  },

  *check(look) {
    const { consul } = look.world;
    const running = jobsWith(look, runningJobs(look), ({ clientStatus }) => clientStatus === 'running');
    for (const one of running.flatMap(({ workloads }) => workloads)) {
      const { service, of } = one;
      // A file is not what the allocations run.
      if (service?.provider !== 'consul' || !of.reading.stored) continue;
      const without = allocationsOf(look, one).filter(
        ({ clientStatus, identities }) =>
          clientStatus === 'running' &&
          // What its version does not have, another one registers.
          identities?.[service.name]?.some((name) => name.startsWith('consul-service_')) === false,
      );
      const [first] = without;
      if (first === undefined) continue;
      const successor = successorOf(look, of);
      const next = successor && inSuccessor(successor, one);
      const goesAway = successor !== undefined && (next === undefined || hasIdentity(next));
      const registered = consul?.services?.includes(service.name);
      yield {
        message: `service ${service.name} of job ${of.job.id} has no identity in ${String(without.length)} running ${without.length === 1 ? 'allocation' : 'allocations'}: ${registered === true ? "it is registered with the client's own token" : "the client's own token would have to register it"}${goesAway ? ', until the job of the file takes its place' : ''}`,
        about: goesAway ? about.runningWorkload(of.reading.namespace, of.job.id, one.path) : addressOf(next ?? one),
        blames: goesAway
          ? []
          : [about.agentIdentity('consul-service'), about.job(of.reading.namespace, of.job.id), addressOf(next ?? one)],
        ...(goesAway && { severity: 'info' as const }),
        subject: subjectOf(one),
        origin: of.reading.origin,
        path: one.path,
        evidence: { allocations: without.slice(0, 20).map(({ id }) => id), jobVersion: first.jobVersion, registered },
      };
    }
  },
});
