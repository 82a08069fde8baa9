import { canonicalizeJob, forgetNewer } from './canonicalize.ts';
import { injectConnect } from './connect.ts';
import { addImpliedConstraints, addPartitionConstraints } from './constraints.ts';
import { exposeChecks } from './expose-checks.ts';
import { addImplicitIdentities } from './implicit-identities.ts';
import type { Job } from './job.ts';
import { listed } from './multierror.ts';
import { readJob } from './read-job.ts';
import type { NomadServer } from './server.ts';
import { connectErrors } from './validate-connect.ts';
import { clusterErrors } from './validate-clusters.ts';
import { jobErrors } from './validate-job.ts';
import { jobWarnings } from './warnings.ts';
import { exposeErrors } from './validate-expose.ts';
import { identityErrors, identityWarnings } from './validate-identities.ts';
import { volumeOrders } from './validate-volumes.ts';

export type Registration =
  | { readonly accepted: true; readonly warnings: readonly string[]; readonly job: Job }
  | {
      readonly accepted: false;
      readonly error: string;
      readonly alternatives: readonly string[];
      /** Told by `/v1/validate/job` only. */
      readonly warnings: readonly string[];
    };

/**
 * What comes of `PUT /v1/jobs`: the job as it is kept, or the servers' text. The names of Nomad's namespaces, node pools
 * and regions are taken as existing, and whoever registers it as allowed to. Not looked into, and so taken as good: what
 * drivers say of their configuration, the scaling of single tasks, `check_restart`, networks of a `sidecar_task`, and
 * numbers that do not fit into Go's types.
 * Source of the behaviour: Nomad's admission controllers, in their order.
 */
export function registerJob(given: unknown, server: NomadServer): Registration {
  const job = readJob(given);
  // The agent that is asked says this itself; `/v1/validate/job` does not.
  if (job.type === 'system' && job.groups.some(({ scaling }) => scaling !== undefined))
    return refused('Task groups with job type system do not support scaling blocks');
  canonicalizeJob(job, server.region);
  forgetNewer(job, server.behaviour);
  addPartitionConstraints(job);
  const unfinished = injectConnect(job, server);
  if (unfinished !== undefined) return refused(`error in job mutator connect: ${unfinished}`);
  const unexposed = exposeChecks(job);
  if (unexposed !== undefined) return refused(`error in job mutator expose-check: ${unexposed}`);
  addImpliedConstraints(job);
  job.nodePool ||= 'default';
  addImplicitIdentities(job, server);

  const clusters = clusterErrors(job, server);
  const others = server.behaviour.enterprise ? [] : editionErrors(job);
  const bodies = volumeOrders(job).map((order) => {
    for (const [index, group] of job.groups.entries()) group.volumes = order[index] ?? group.volumes;
    return [...jobErrors(job), ...identityErrors(job, server)];
  });
  const complete = (vault: readonly string[], rest: readonly string[]): readonly string[] => [
    ...connectErrors(job),
    ...exposeErrors(job),
    ...vault,
    ...clusters.consul,
    ...rest,
    ...others,
  ];
  const [first = [], ...alternatives] = clusters.vault.flatMap((vault) => bodies.map((rest) => complete(vault, rest)));
  const warnings = [...jobWarnings(job), ...identityWarnings(job, server), ...memoryWarnings(job)];
  if (first.length > 0)
    return { accepted: false, error: listed(first), alternatives: alternatives.map(listed), warnings };
  return { accepted: true, warnings, job };
}

function refused(error: string): Registration {
  return { accepted: false, error, alternatives: [], warnings: [] };
}

function editionErrors(job: Job): readonly string[] {
  const tasks = job.groups.flatMap((group) => group.tasks);
  return [
    ...(tasks.some(({ resources: { numa } }) => numa !== undefined && numa.affinity !== 'none')
      ? ['numa scheduling requires Nomad Enterprise']
      : []),
    ...(tasks.some(({ schedule }) => schedule) ? ['task schedules requires Nomad Enterprise'] : []),
  ];
}

/** As with the scheduler's own default, which is not to let memory be oversubscribed. */
function memoryWarnings(job: Job): readonly string[] {
  return job.groups.flatMap((group) =>
    group.tasks
      .filter(({ resources }) => resources.memoryMax !== 0)
      .map(
        (task) =>
          `Memory oversubscription is not enabled; Task "${group.name}.${task.name}" memory_max value will be ignored. Update the Scheduler Configuration to allow oversubscription.`,
      ),
  );
}
