import type { Job, NotRead, World } from '../model/world.ts';
import { decodedJob } from '../simulate/nomad-claims/decoded-job.ts';
import { WidError } from '../support/errors.ts';

/**
 * A world of files without the jobs that Nomad could not decode, such as JSON with a number where a text belongs: what is
 * wrong with them stands in `notRead`, and the rest can be audited.
 */
export function withReadableJobs(world: World): World {
  const { nomad } = world;
  if (nomad === undefined) return world;
  const refused = new Map<Job, NotRead>();
  for (const one of nomad.jobs) {
    const mistake = mistakeIn(one);
    if (mistake !== undefined) refused.set(one, mistake);
  }
  if (refused.size === 0) return world;
  const jobs = nomad.jobs.filter((one) => !refused.has(one));
  return { ...world, nomad: { ...nomad, jobs }, notRead: [...world.notRead, ...refused.values()] };
}

function mistakeIn({ job, id, origin }: Job): NotRead | undefined {
  try {
    decodedJob(job);
    return undefined;
  } catch (error) {
    if (!(error instanceof WidError)) throw error;
    const { message, hint } = error;
    const path = placeOf(message);
    const places = origin.from === 'file' ? origin.places : {};
    const at = path.findLast((one) => Object.hasOwn(places, one)) ?? '';
    const place = places[at] ?? [0, 0];
    const refused =
      origin.from === 'file' ? { origin: { ...origin, places: { '': place } }, ...(hint && { hint }) } : undefined;
    return {
      part: 'nomad/jobs',
      what: origin.from === 'file' ? origin.file : `job ${id}`,
      reason: message,
      ...(refused && { refused }),
    };
  }
}

/** `job.TaskGroups[0].Name must be …` as `['TaskGroups', 'TaskGroups/0', 'TaskGroups/0/Name']`. */
function placeOf(message: string): readonly string[] {
  const steps = (/^job\.?(\S*)/.exec(message)?.[1] ?? '').split(/[.[\]]+/).filter((step) => step !== '');
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}
