import { replaceReferences } from './interpolate.ts';
import type { Group, Identity, Job, Service, Task } from './job.ts';
import type { Behaviour } from './version.ts';

/** What every identity for Nomad itself has as its audience. */
export const nomadAudience = 'nomadproject.io';
const nomadAudiences: readonly string[] = Object.freeze([nomadAudience]);

/** Fills in what the servers add to every job before anything else looks at it. */
export function canonicalizeJob(job: Job, region: string): void {
  // The API knows no region better than "global", so this name stands for that of the agent.
  job.region = job.region === '' || job.region === 'global' ? region : job.region;
  if (job.multiregion) job.region = 'global';
  job.namespace ||= 'default';
  job.priority ||= 50;
  if (job.datacenters.length === 0) job.datacenters = ['*'];
  for (const group of job.groups) {
    for (const service of group.services) canonicalizeService(service, job, group, undefined);
    for (const task of group.tasks) canonicalizeTask(task, job, group);
  }
}

export function canonicalizeTask(task: Task, job: Job, group: Group): void {
  for (const service of task.services) canonicalizeService(service, job, group, task);
  if (task.vault !== undefined) task.vault.changeMode ||= 'restart';
  for (const identity of task.identities) canonicalizeIdentity(identity);
  // Of several default identities in the list the last takes the place of the task's own; the others stay and are refused later.
  const last = task.identities.findLastIndex(({ name }) => name === 'default');
  if (last !== -1) task.identity = task.identities.splice(last, 1)[0];
  task.identity ??= defaultIdentity();
  canonicalizeIdentity(task.identity);
}

function canonicalizeIdentity(identity: Identity): void {
  identity.name ||= 'default';
  if (identity.name === 'default') identity.audience = nomadAudiences;
  identity.changeSignal = identity.changeSignal.toUpperCase();
}

function defaultIdentity(): Identity {
  return { ...emptyIdentity, name: 'default', audience: nomadAudiences };
}

export const emptyIdentity: Identity = {
  name: '',
  audience: [],
  changeMode: '',
  changeSignal: '',
  env: false,
  file: false,
  filepath: '',
  ttl: 0,
  extraClaims: [],
};

function canonicalizeService(service: Service, job: Job, group: Group, task: Task | undefined): void {
  const taskName = task?.name ?? 'group';
  if (service.taskName === '' && taskName !== 'group') service.taskName = taskName;
  if (service.name.includes('${')) service.name = replaceReferences(service.name, serviceNames(job, group, taskName));
  for (const check of service.checks) {
    check.name ||= `service: ${JSON.stringify(service.name)} check`;
    if (check.taskName === '' && service.taskName !== 'group') check.taskName = service.taskName;
  }
}

function serviceNames(job: Job, group: Group, taskName: string): ReadonlyMap<string, string> {
  return new Map([
    ['JOB', job.name],
    ['TASKGROUP', group.name],
    ['TASK', taskName],
    ['BASE', `${job.name}-${group.name}-${taskName}`],
  ]);
}

/** What older versions do not know of a job, taken away. */
export function forgetNewer(job: Job, { filepath }: Behaviour): void {
  if (filepath) return;
  const plain = (identity: Identity): Identity => ({ ...identity, filepath: '' });
  for (const task of job.groups.flatMap(({ tasks }) => tasks)) {
    if (task.identity !== undefined) task.identity = plain(task.identity);
    task.identities = task.identities.map(plain);
  }
}
