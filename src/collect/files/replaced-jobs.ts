import type { Job, NomadWorld } from '../../model/world.ts';

/**
 * The jobs of a cluster that will be gone when those of files are registered: those with the same id, namespace and region.
 * A job that names no region, or `global`, goes to the region of the agent that it is sent to, as Nomad has it. Of several
 * regions that is taken to be `global`, or else the first.
 */
export function replacedJobs(live: NomadWorld, files: readonly Job[]): ReadonlySet<Job> {
  const regions = new Set(live.agents.map(({ region }) => region));
  const home = regions.size < 2 || regions.has('global') ? undefined : [...regions][0];
  const replaced = new Set<Job>();
  for (const written of files) {
    const region = namedRegion(written) ?? home;
    for (const one of live.jobs) {
      if (one.id !== written.id || one.namespace !== written.namespace) continue;
      // Where all is one region, its name in a job decides nothing.
      if (regions.size < 2 || namedRegion(one) === region) replaced.add(one);
    }
  }
  return replaced;
}

function namedRegion({ job: { Region } }: Job): string | undefined {
  return typeof Region === 'string' && Region !== '' && Region !== 'global' ? Region : undefined;
}
