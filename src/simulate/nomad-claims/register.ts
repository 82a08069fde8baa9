import { canonicalizeJob, forgetNewer } from './canonicalize.ts';
import { injectConnect } from './connect.ts';
import { addImpliedConstraints, addPartitionConstraints } from './constraints.ts';
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
 * and regions are taken as existing. Not looked into, and so taken as good: restart, reschedule, update, migration,
 * scaling, disconnect, volume, artifact, device and resource settings, `change_script`, and the syntax of cron lines.
 * Source of the behaviour: Nomad's admission controllers, in their order.
 */
export function registerJob(given: unknown, server: NomadServer): Registration {
  const job = readJob(given);
  canonicalizeJob(job, server.region);
  forgetNewer(job, server.behaviour);
  addPartitionConstraints(job);
  const unfinished = injectConnect(job);
  if (unfinished !== undefined)
    return { accepted: false, error: `error in job mutator connect: ${unfinished}`, alternatives: [], warnings: [] };
  addImpliedConstraints(job);
  job.nodePool ||= 'default';
  addImplicitIdentities(job, server);

  const clusters = clusterErrors(job, server);
  const rest = [...jobErrors(job), ...identityErrors(job, server)];
  const others = editionErrors(job);
  const complete = (vault: readonly string[]): readonly string[] => [
    ...connectErrors(job),
    ...exposeErrors(job),
    ...vault,
    ...clusters.consul,
    ...rest,
    ...others,
  ];
  const [first = [], ...alternatives] = clusters.vault.map((vault) => complete(vault));
  const warnings = [...jobWarnings(job), ...identityWarnings(job, server), ...memoryWarnings(job)];
  if (first.length > 0)
    return { accepted: false, error: listed(first), alternatives: alternatives.map(listed), warnings };
  return { accepted: true, warnings, job };
}

function editionErrors(job: Job): readonly string[] {
  const tasks = job.groups.flatMap((group) => group.tasks);
  return [
    ...(tasks.some(({ numa }) => numa) ? ['numa scheduling requires Nomad Enterprise'] : []),
    ...(tasks.some(({ schedule }) => schedule) ? ['task schedules requires Nomad Enterprise'] : []),
  ];
}

/** As with the scheduler's own default, which is not to let memory be oversubscribed. */
function memoryWarnings(job: Job): readonly string[] {
  return job.groups.flatMap((group) =>
    group.tasks
      .filter(({ memoryMax }) => memoryMax !== 0)
      .map(
        (task) =>
          `Memory oversubscription is not enabled; Task "${group.name}.${task.name}" memory_max value will be ignored. Update the Scheduler Configuration to allow oversubscription.`,
      ),
  );
}
