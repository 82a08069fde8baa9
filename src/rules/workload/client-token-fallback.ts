import { about } from '../about.ts';
import { change, inTask, merged } from '../change.ts';
import { clusterOf } from '../cluster-of.ts';
import { linkOf, needsOf } from '../link-of.ts';
import type { Look, WorkloadLook } from '../look.ts';
import { defineRule } from '../rule.ts';
import { addressOf, subjectOf } from '../subject.ts';
import { atLeast } from '../version.ts';
import { workloadInWords } from './denied-needs.ts';
import { takenInstead } from './taken-instead.ts';

export default defineRule({
  id: 'workload/client-token-fallback',
  title: "a workload without an identity uses the client's token",
  cases: ['NS-01', 'NC-04', 'NC-05', 'NC-08', 'UP-03'],
  severity: 'warning',
  reads: ['nomad/jobs'],
  why: "Nomad says nothing when a workload has no identity for Consul. Its services are registered with the token of the client's agent. Its templates ask with that token too before Nomad 1.10; from 1.10 on with the one in `CONSUL_HTTP_TOKEN` of the agent's environment, or as anonymous; and since 2.0.4, 1.11.8 and 1.10.14 they fail with `ACL not found`. A 403 then names the accessor of the agent's token, and while there is none, every job may do what the agent may.",
  fix: 'Give the workload an identity: `consul {}` in the task for templates, `service_identity` and `task_identity` with `aud` on the servers; then register the job again.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul',
    'https://developer.hashicorp.com/nomad/docs/job-specification/consul',
  ],
  examples: {
    bad: {
      says: 'A job from before the servers gave identities, on Nomad 1.9.7.',
      world: (healthy) =>
        change.jobs(
          change.agents(healthy, (agent) => ({
            ...agent,
            version: '1.9.7',
            config: merged(agent.config, { Version: { Version: '1.9.7' } }),
          })),
          (job) => inTask(job, { Identities: [] }),
        ),
    },
    good: { says: 'The task has an identity of its own.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const one of look.sampledWorkloads) {
      const instead = takenInstead(look, one) ?? (isLeftFromBefore(look, one) ? 'before' : undefined);
      if (instead === undefined) continue;
      const { version } = look.settings;
      const of = `${workloadInWords(one)} of job ${one.of.job.id}`;
      yield {
        message:
          instead === 'before'
            ? `${of} gets no identity that is taken, and what runs of it from before asks Consul with the client's own token (Nomad ${version})`
            : `${of} has no identity, and ${one.service === undefined ? 'its templates ask Consul' : 'is registered'} with ${instead === 'agent' ? "the client's own token" : "the token in the environment of the client's agent"}${one.service === undefined ? ` (Nomad ${version})` : ''}`,
        about: addressOf(one),
        blames: blamesOf(look, one),
        subject: subjectOf(one),
        origin: one.of.reading.origin,
        path: one.path,
        evidence: { nomad: version, instead },
      };
    }
  },
});

/** With a block that is missing, the job is at fault, whatever the servers give. */
function blamesOf({ settings }: Look, one: WorkloadLook): readonly string[] {
  if (linkOf(one.chainIfTaken('consul'), 'identity')?.why === 'no consul block') return [addressOf(one)];
  const which = one.service === undefined ? 'consul-task' : 'consul-service';
  const cluster = clusterOf(one, 'consul', settings);
  return [addressOf(one), about.agentIdentity(which, cluster), about.job(one.of.reading.namespace, one.of.job.id)];
}

/**
 * A task that is given an identity which nobody takes, or none because its job is refused: what runs of it has none yet,
 * and older versions are silent about that.
 */
function isLeftFromBefore(look: Look, one: WorkloadLook): boolean {
  const { reading, explanation } = one.of;
  if (one.service !== undefined || one.task === undefined || reading.stored) return false;
  if (atLeast(look.settings.version, '1.10.0') || one.task.identities.some(({ name }) => name.startsWith('consul_')))
    return false;
  const chain = one.chainIfTaken('consul');
  const useless = !explanation.registration.accepted || linkOf(chain, 'claims')?.claims['aud'] === undefined;
  return useless && needsOf(chain).some(({ origin }) => origin !== '');
}
