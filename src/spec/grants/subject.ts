import { createHash } from 'node:crypto';
import type { GrantEntry } from '../sections/grants.ts';

/** Whom a grant is for: a job, or one task or service of it. */
export type Subject = Pick<GrantEntry, 'job' | 'namespace' | 'task' | 'service'>;

/** `job web`, `task api of job web in namespace prod`. */
export function describeSubject({ job, namespace, task, service }: Subject): string {
  const part = task === undefined ? (service === undefined ? '' : `service ${service} of `) : `task ${task} of `;
  return `${part}job ${job}${namespace === 'default' ? '' : ` in namespace ${namespace}`}`;
}

/** Consul allows 128 characters in the name of a policy; Vault allows more. */
const longest = 128;

/**
 * The name of the subject's role and policy, in both products: `nomad_default_web`, `nomad_default_web_task_api`.
 * It depends on the subject alone, so that another grant never renames it, and no two subjects share it: the parts are
 * joined by "_", which is in none of them, and a part that had to be changed to fit (or a name that had to be cut) brings
 * a hash of the true names with it.
 */
export function nameOfSubject(subject: Subject): string {
  const { job, namespace, task, service } = subject;
  const parts = [
    namespace,
    job,
    ...(task === undefined ? [] : ['task', task]),
    ...(service === undefined ? [] : ['service', service]),
  ];
  const clean = parts.map((part) => part.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-'));
  const name = ['nomad', ...clean].join('_');
  if (clean.every((part, index) => part === parts[index]) && name.length <= longest) return name;
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 10);
  return `${name.slice(0, longest - hash.length - 1)}_${hash}`;
}
