import { clientEnvironment } from '../nomad-claims/interpolate.ts';
import type { Group, Job, Task } from '../nomad-claims/job.ts';
import { text, unknown, type Value } from './value.ts';

/** What `env` gives in the templates of a task, as far as it can be known before the job is placed. */
export function environmentOf(job: Job, group: Group, task: Task): (name: string) => Value {
  const { known } = clientEnvironment(job, group, task);
  const [datacenter = '', ...others] = job.datacenters;
  const single = others.length === 0 && datacenter !== '' && !/[*?[\]]/.test(datacenter) ? datacenter : undefined;
  return (name) => {
    const value = known.get(name);
    if (value !== undefined) return text(value);
    if (name === 'NOMAD_REGION' && job.region !== '') return text(job.region);
    if (name === 'NOMAD_DC' && single !== undefined) return text(single);
    return unknown({ because: 'environment', name });
  };
}
