import type { Consul, Group, Identity, Task } from '../../../simulate/nomad-claims/job.ts';
import { complete, type Part } from './complete.ts';
import { proxyTask, sidecarTaskOf } from './connect.ts';
import { parts, settled, shownConstraints, shownIdentity } from './identity.ts';
import { restartOfTask } from './policies.ts';
import { finishServices } from './services.ts';

/** The tasks of a group: those of the job, `given`, and those of its proxies. `whole` is the group. */
export function finishTasks(whole: Part, given: Part, group: Group, namespace: string): readonly Part[] {
  const own = parts(whole['Tasks']);
  return group.tasks.map((task, at) => {
    const said = own[at] === undefined ? sidecarTaskOf(task, group, whole['Services']) : undefined;
    const part = own[at] ?? complete('structs.Task', proxyTask(task, group, said));
    const sent = parts(given['Tasks'])[at] ?? {};
    part['RestartPolicy'] = restartOfTask(sent['RestartPolicy'], whole['RestartPolicy'] as Part | null);
    finishServices(part['Services'], sent['Services'], task.services, namespace);
    finishTask(part, task);
    if (said !== undefined) said['Identities'] = overwritten(said['Identities'], part['Identities']);
    return part;
  });
}

function finishTask(part: Part, { name, kind, identity, identities, constraints, consul, vault, ...task }: Task): void {
  const { resources, artifacts, templates } = task;
  Object.assign(part, {
    Name: settled(name),
    Kind: kind,
    Identity: identity === undefined ? null : shownIdentity(identity, ''),
    Identities: shownIdentities(part['Identities'], identities),
    Constraints: shownConstraints(constraints),
    Consul: shownConsul(consul),
  });
  const block = part['Vault'] as Part | null;
  if (block !== null && vault !== undefined) {
    const { namespace, cluster, changeMode, changeSignal } = vault;
    Object.assign(block, {
      Namespace: namespace,
      Cluster: cluster,
      ChangeMode: changeMode,
      ChangeSignal: changeSignal,
    });
  }
  // A task with cores of its own asks for no share of the others.
  (part['Resources'] as Part)['CPU'] = resources.cpu;
  for (const [at, artifact] of parts(part['Artifacts']).entries())
    artifact['RelativeDest'] = artifacts[at]?.destination;
  for (const [at, template] of parts(part['Templates']).entries())
    template['ChangeSignal'] = templates[at]?.changeSignal;
}

/** The list of a `SidecarTask` is the one that the task's own is worked on in: as long as it was, with what that left in it. */
function overwritten(sent: unknown, kept: unknown): readonly (Part | null)[] | null {
  const list = parts(sent).map((_, at) => parts(kept)[at] ?? null);
  return list.length === 0 ? null : list;
}

function shownIdentities(given: unknown, identities: readonly Identity[]): readonly Part[] | null {
  const sent = parts(given);
  // The default identity was taken out of the list.
  if (identities.length === 0) return sent.length === 0 ? null : [];
  return identities.map((one) =>
    shownIdentity(
      one,
      '',
      sent.find(({ Name }) => Name === one.name),
    ),
  );
}

export function shownConsul(consul: Consul | undefined): Part | null {
  if (consul === undefined) return null;
  return { Cluster: consul.cluster, Namespace: consul.namespace, Partition: consul.partition };
}
