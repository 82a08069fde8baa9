import type { JobFile } from './jobs.ts';

/** Members that decide nothing about identities, and for which Nomad takes anything or its own default. */
const indifferent =
  /(?:^|\/)(?:Config|Env|Meta|Resources|Count|Datacenters|Priority|Tags|CanaryTags|Logs|LogConfig|Networks|Constraints|Affinities)(?:\/|$)/;

/** A template with holes is judged by what is known of it. */
const template = /\/EmbeddedTmpl$/;

const workload = /^TaskGroups\/\d+\/(?:Tasks\/\d+\/Services\/\d+|Tasks\/\d+|Services\/\d+)(?=\/)/;

/** The parts of a job that are not known and matter. */
export function openParts({ unknown }: Pick<JobFile, 'unknown'>): readonly string[] {
  return unknown.filter((path) => !indifferent.test(path));
}

/** Addresses of workloads, as rules name them, that cannot be judged as something that decides about them is not known. */
export function doubtfulWorkloads(file: Pick<JobFile, 'unknown' | 'job'>): readonly string[] {
  const { namespace, id } = file.job;
  const open = openParts(file).filter((path) => !template.test(path));
  if (open.length === 0) return [];
  const of = `nomad/workload/${namespace}/${id}/`;
  // Whether Nomad takes the job depends on each of them.
  return [`nomad/job/${namespace}/${id}`, ...new Set(open.map((path) => of + (workload.exec(path)?.[0] ?? '')))];
}
