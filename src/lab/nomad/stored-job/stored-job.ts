import { randomUUID } from 'node:crypto';
import type { Group, Job as Registered, Network } from '../../../simulate/nomad-claims/job.ts';
import type { TaskGroup } from '../objects.ts';
import { complete, type Part } from './complete.ts';
import { finishConnect } from './connect.ts';
import { parts, settled, shownConstraints } from './identity.ts';
import { policiesOf, updateOfJob } from './policies.ts';
import { finishServices } from './services.ts';
import { finishTasks, shownConsul } from './tasks.ts';

/**
 * A job as Nomad's servers keep it and show it, every member by name: with the defaults of all that it does not say, and
 * what registration added. `given` is as it was sent; `registered` is what the engine of the claims made of it.
 */
export function storedJob(
  given: Part,
  registered: Registered,
  index: number,
): Part & { TaskGroups: readonly TaskGroup[] } {
  const whole = complete('structs.Job', given);
  const groups = parts(whole['TaskGroups']);
  const sent = parts(given['TaskGroups']);
  for (const [at, group] of registered.groups.entries()) {
    const part = groups[at];
    if (part !== undefined) finishGroup(part, sent[at] ?? {}, group, registered, index);
  }
  return Object.assign(whole, {
    Datacenters: registered.datacenters,
    Constraints: shownConstraints(registered.constraints),
    Update: updateOfJob(given['Update'], registered.type),
    TaskGroups: groups as unknown as readonly TaskGroup[],
  });
}

function finishGroup(whole: Part, given: Part, group: Group, job: Registered, index: number): void {
  Object.assign(whole, {
    Count: group.count,
    ...policiesOf(group, given),
    Constraints: shownConstraints(group.constraints),
    Consul: shownConsul(group.consul),
  });
  const { scaling } = group;
  if (scaling !== undefined)
    Object.assign(whole['Scaling'] as Part, {
      ID: randomUUID(),
      CreateIndex: index,
      ModifyIndex: index,
      Max: scaling.max,
      Min: scaling.min,
      Target: { Namespace: job.namespace, Job: job.id, Group: group.name },
    });
  for (const [at, network] of parts(whole['Networks']).entries()) {
    const ports = group.networks[at]?.dynamic;
    if (ports !== undefined && ports.length > 0) network['DynamicPorts'] = ports.map(shownPort);
  }
  finishServices(whole['Services'], given['Services'], group.services, job.namespace);
  finishConnect(whole['Services'], group);
  whole['Tasks'] = finishTasks(whole, given, group, job.namespace);
}

function shownPort({ label, value, to, hostNetwork, ignoreCollision }: Network['dynamic'][number]): Part {
  const Label = settled(label);
  return complete('structs.Port', {
    Label,
    Value: value,
    To: to,
    HostNetwork: hostNetwork,
    IgnoreCollision: ignoreCollision,
  });
}
