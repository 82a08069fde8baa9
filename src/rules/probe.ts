import type { Severity } from '../model/finding.ts';
import { explain } from '../simulate/explain.ts';
import type { Chain } from '../simulate/explain/explanation.ts';
import { jobWorldWith } from './seen-job.ts';
import type { Look } from './look.ts';

/** Services and tasks: the two sorts of workloads that log in at Consul. */
export type Sort = 'service' | 'task';

/** The chains of a service and of a task that ask for nothing unusual: what breaks them, breaks all. */
export type Probe = Readonly<Record<Sort, Chain | undefined>>;

export const sorts: readonly Sort[] = ['service', 'task'];

/** The name that the service and the task of the probe have. */
export const probeName = 'probe';

/** What a probe is called where rules are for workloads by their names. */
export interface ProbeNames {
  readonly job?: string | undefined;
  /** Of the service and of the task. */
  readonly workload?: string | undefined;
}

const known = new WeakMap<Look, Map<string, Probe>>();

/**
 * What a plain service and a plain task meet at Consul with the identities that the servers give. It tells faults of the
 * configuration from those of single jobs.
 */
export function probe(look: Look, namespace = 'default', names: ProbeNames = {}): Probe {
  const ofLook = known.get(look) ?? new Map<string, Probe>();
  known.set(look, ofLook);
  const key = JSON.stringify([namespace, names.job, names.workload]);
  let made = ofLook.get(key);
  if (made === undefined) ofLook.set(key, (made = makeProbe(look, namespace, names)));
  return made;
}

function makeProbe(look: Look, namespace: string, { job: id = 'probing', workload = probeName }: ProbeNames): Probe {
  const job = {
    // Not called like its service, so that what is made of the one is told from the other.
    ID: id,
    Name: id,
    Namespace: namespace,
    Region: look.settings.region,
    Type: 'service',
    Datacenters: ['*'],
    TaskGroups: [
      {
        Name: probeName,
        Count: 1,
        Networks: [{ Mode: 'host', DynamicPorts: [{ Label: probeName }] }],
        Services: [{ Name: workload, PortLabel: probeName, Provider: 'consul' }],
        Tasks: [{ Name: workload, Driver: 'raw_exec', Config: { command: 'true' }, Consul: {} }],
      },
    ],
  };
  const reading = { job, stored: false, id, namespace, modifyIndex: 0 };
  const { chains } = explain(
    jobWorldWith({ ...reading, origin: { from: 'server', request: '' } }, look.world, look.settings),
    { now: look.now, product: 'consul' },
  );
  return {
    service: chains.find(({ workload }) => workload.service !== null),
    task: chains.find(({ workload }) => workload.service === null),
  };
}

/** Whether any workload of a sort has an identity for Consul. */
function isUsed(look: Look, sort: Sort): boolean {
  return look.sampledWorkloads.some(
    (one) => (one.service !== undefined) === (sort === 'service') && hasIdentity(one.chain('consul')),
  );
}

function hasIdentity(chain: Chain | undefined): boolean {
  return chain?.links[0]?.link === 'identity' && chain.links[0].identity !== null;
}

/** Chains of those who ask Consul in a namespace, one of each kind, by namespaces; of nobody in `default` when there are none. */
export function chainsByNamespace(look: Look, sort: Sort): ReadonlyMap<string, readonly Chain[]> {
  const all = new Map<string, Chain[]>();
  for (const one of look.sampledWorkloads) {
    const chain = one.chain('consul');
    if ((one.service !== undefined) !== (sort === 'service') || chain === undefined || !hasIdentity(chain)) continue;
    const { namespace } = one.of.reading;
    const chains = all.get(namespace);
    if (chains === undefined) all.set(namespace, [chain]);
    else chains.push(chain);
  }
  return all.size === 0 ? new Map([['default', []]]) : all;
}

/** How bad it is that workloads of some sorts are refused: what nobody uses breaks nothing yet. */
export function severityFor(look: Look, affected: readonly Sort[]): Severity {
  if (look.jobs.length === 0) return 'warning';
  return affected.some((sort) => isUsed(look, sort)) ? 'error' : 'info';
}

/** Namespaces of Nomad in which jobs are; `default` when nothing is known of jobs. */
export function namespacesInUse(look: Look): readonly string[] {
  const all = new Set(look.jobs.map(({ reading }) => reading.namespace));
  return all.size === 0 ? ['default'] : [...all];
}
