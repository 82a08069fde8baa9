import type { Group, Job, Task } from './nomad-claims/job.ts';
import { nodeAt } from './nomad-claims/members.ts';
import { readJob } from './nomad-claims/read-job.ts';
import { registerJob } from './nomad-claims/register.ts';
import { readServer } from './nomad-claims/server.ts';
import { applicationNeeds, type Passage } from './needs/application-needs.ts';
import type { ConsulSettings } from './needs/consul-wants.ts';
import { environmentOf } from './needs/environment.ts';
import type { AskedWith, From, Need } from './needs/need.ts';
import { rawGroups, type RawTask } from './needs/raw-task.ts';
import type { Problem } from './needs/run.ts';
import { serviceNeeds } from './needs/service-needs.ts';
import { templateNeeds } from './needs/template-needs.ts';
import { consulTokenOf, parentOf, vaultTokenOf, type ClientSettings } from './needs/tokens.ts';
import type { VaultSettings } from './needs/vault-wants.ts';

export interface NeedsSettings {
  /** As `wid predict nomad` takes it: version, region, and the identities that the servers add. */
  readonly nomad: { readonly version: string };
  readonly client?: Omit<ClientSettings, 'version'> & {
    /** `client.template.function_denylist`; by default `plugin` and `writeToFile`. */
    readonly functionDenylist?: readonly string[];
  };
  readonly consul?: ConsulSettings;
  readonly vault?: VaultSettings;
}

export interface WorkloadNeeds {
  readonly needs: readonly Need[];
  /** What makes a template fail, or would under a condition, and what could not be looked at. */
  readonly problems: readonly TemplateProblem[];
}

export interface TemplateProblem extends Problem {
  readonly from: From;
}

/**
 * What the workloads of a job will ask Consul, Vault and Nomad for: their templates, the services that they register,
 * Connect, and that a program may ask by itself. A job that Nomad would refuse is looked at as it stands.
 * @param given the job as `PUT /v1/jobs` takes it, or as the API shows it
 * @param job the same as it is registered, if somebody has worked that out already
 */
export function workloadNeeds(
  given: unknown,
  settings: NeedsSettings,
  job: Job = registered(given, settings),
): WorkloadNeeds {
  const raw = rawGroups(nodeAt(given, 'job').value);
  const needs: Need[] = [];
  const problems: TemplateProblem[] = [];
  for (const [index, group] of job.groups.entries()) {
    const services = raw[index]?.services ?? [];
    needs.push(...serviceNeeds(job, group, (service) => services[group.services.indexOf(service)]?.upstreams ?? []));
    for (const [place, task] of group.tasks.entries()) {
      const found = taskNeeds({ job, group, task }, raw[index]?.tasks[place], settings);
      needs.push(...found.needs);
      problems.push(...found.problems);
    }
  }
  return { needs, problems };
}

function registered(given: unknown, settings: NeedsSettings): Job {
  const server = readServer(settings.nomad);
  const stored = readJob(given);
  const registration = stored.parentId === '' ? registerJob(given, server) : undefined;
  return registration?.accepted === true ? registration.job : stored;
}

interface Placed {
  readonly job: Job;
  readonly group: Group;
  readonly task: Task;
}

function taskNeeds({ job, group, task }: Placed, raw: RawTask | undefined, settings: NeedsSettings): WorkloadNeeds {
  const from: From = { group: group.name, task: task.name };
  const askedWith = tokensOf(task, group, settings);
  let environment: ReturnType<typeof environmentOf> | undefined;
  const context = {
    // Few templates look at it.
    environment: (name: string) => (environment ??= environmentOf(job, group, task))(name),
    workload: { namespace: job.namespace || 'default', job: parentOf(job), group: group.name, task: task.name },
    askedWith,
    denied: settings.client?.functionDenylist,
    consul: settings.consul,
    vault: settings.vault,
  };
  const needs: Need[] = [];
  const problems: TemplateProblem[] = [];
  const passages: Passage[] = [];
  for (const [template, { text, source, left, right }] of (raw?.templates ?? []).entries()) {
    const here = { ...from, template };
    if (source !== '') {
      const message = `the template ${source} is a file on the client`;
      problems.push({ message, start: 0, end: 0, when: [], from: here });
      continue;
    }
    const found = templateNeeds(text, { left, right }, context, here);
    needs.push(...found.needs);
    for (const problem of found.problems) problems.push({ ...problem, from: here });
    passages.push({ text, from: here });
  }
  passages.push({ text: raw?.configuration ?? '', from }, { text: raw?.environment ?? '', from });
  return { needs: [...needs, ...applicationNeeds(passages, askedWith)], problems };
}

/** Whose token a task's templates ask with, worked out once for each product. */
function tokensOf(task: Task, group: Group, settings: NeedsSettings): (product: Need['product']) => AskedWith {
  const client: ClientSettings = { ...settings.client, version: settings.nomad.version };
  const known: { [product in Need['product']]?: AskedWith } = {};
  return (product) => (known[product] ??= tokenOf(product));

  function tokenOf(product: Need['product']): AskedWith {
    if (product === 'consul') return consulTokenOf(task, group, client);
    return product === 'vault' ? vaultTokenOf(task, client) : { token: 'nomad identity' };
  }
}
