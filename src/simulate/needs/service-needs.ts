import { clientEnvironment, interpolated } from '../nomad-claims/interpolate.ts';
import type { Group, Job, Service, Task } from '../nomad-claims/job.ts';
import type { ConsulPermission, From, Lack, Need } from './need.ts';
import { serviceTokenOf } from './tokens.ts';
import { NONE, type Reason } from './value.ts';

/** The names of a service's upstreams, which the model of registration does not keep. */
export type UpstreamsOf = (service: Service) => readonly string[];

/** What comes of the services that a group and its tasks register in Consul. */
export function serviceNeeds(job: Job, group: Group, upstreamsOf: UpstreamsOf): readonly Need[] {
  const ofGroup = group.services.map((service) => {
    const owner = group.tasks.find(({ name }) => name === service.taskName);
    return needsOf({ job, group, task: owner, service }, upstreamsOf(service));
  });
  const ofTasks = group.tasks.flatMap((task) =>
    task.services.map((service) => needsOf({ job, group, task, service }, upstreamsOf(service))),
  );
  return [...ofGroup, ...ofTasks].flat();
}

interface Registered {
  readonly job: Job;
  readonly group: Group;
  readonly task: Task | undefined;
  readonly service: Service;
}

function needsOf(registered: Registered, upstreams: readonly string[]): readonly Need[] {
  const { job, group, task, service } = registered;
  if (service.provider !== 'consul') return [];
  const { name: written } = service;
  const name = written.includes('${') ? interpolated(written, () => clientEnvironment(job, group, task)) : written;
  const reasons: readonly Reason[] = name === undefined ? [{ because: 'environment', name: written }] : NONE;
  const need = (call: string, access: 'read' | 'write', segment: string | undefined, lack: Lack, request?: string) =>
    consulNeed(registered, { call, reasons, lack, request }, { resource: 'service', segment, access });
  const { connect } = service;
  const needs = [need('register service', 'write', name, 'denied', 'PUT /v1/agent/service/register')];
  if (connect?.sidecar !== undefined) {
    const sidecar = name && `${name}-sidecar-proxy`;
    needs.push(need('register sidecar proxy', 'write', sidecar, 'denied', 'PUT /v1/agent/service/register'));
  }
  if (connect !== undefined && (connect.sidecar !== undefined || connect.native || connect.gateway !== undefined)) {
    needs.push(need('Connect leaf certificate', 'write', name, 'denied'));
  }
  for (const upstream of upstreams) {
    const call = `Connect upstream ${upstream}`;
    const placed: readonly Reason[] = [{ because: 'placement', of: `nodes of service ${upstream}` }];
    needs.push(
      consulNeed(
        registered,
        { call, reasons: [], lack: 'filtered' },
        { resource: 'service', segment: upstream, access: 'read' },
      ),
      consulNeed(
        registered,
        { call, reasons: placed, lack: 'filtered' },
        { resource: 'node', segment: undefined, access: 'read' },
      ),
    );
  }
  for (const linked of connect?.gateway?.terminating?.services ?? []) {
    const call = `terminating gateway for ${linked}`;
    needs.push(
      consulNeed(
        registered,
        { call, reasons: [], lack: 'denied' },
        { resource: 'service', segment: linked, access: 'write' },
      ),
    );
  }
  return needs;
}

interface Said {
  readonly call: string;
  readonly reasons: readonly Reason[];
  readonly lack: Lack;
  readonly request?: string | undefined;
}

function consulNeed(
  { group, task, service }: Registered,
  { call, reasons, lack, request }: Said,
  permission: Omit<ConsulPermission, 'product'>,
): Need {
  const from: From = { group: group.name, ...(task === undefined ? {} : { task: task.name }), service: service.name };
  return {
    product: 'consul',
    permission: { product: 'consul', ...permission },
    unknown: permission.segment === undefined ? reasons : NONE,
    lack,
    request,
    when: NONE,
    call,
    askedWith: serviceTokenOf(service),
    from,
  };
}
