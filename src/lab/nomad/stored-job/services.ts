import type { Service } from '../../../simulate/nomad-claims/job.ts';
import { complete, type Part } from './complete.ts';
import { parts, settled, shownIdentity } from './identity.ts';

/** Services with the names and identities that registration gave them, and their checks; `given` is as they were sent. */
export function finishServices(whole: unknown, given: unknown, services: readonly Service[], namespace: string): void {
  for (const [at, part] of parts(whole).entries()) {
    const service = services[at];
    if (service === undefined) continue;
    const { name, portLabel, taskName, provider, identity, cluster } = service;
    Object.assign(part, { Name: name, PortLabel: portLabel, TaskName: taskName, Provider: provider, Cluster: cluster });
    part['Identity'] =
      identity === undefined
        ? null
        : shownIdentity(identity, provider === 'consul' ? name : '', part['Identity'] as Part);
    // Services of Nomad's own are in the namespace of their job.
    if (provider === 'nomad') part['Namespace'] = namespace;
    const ofService = parts(given)[at] ?? {};
    finishChecks(part, ofService, service);
  }
}

function finishChecks(whole: Part, given: Part, { checks, onUpdate }: Service): void {
  for (const [at, part] of parts(whole['Checks']).entries()) {
    const check = checks[at];
    if (check === undefined) continue;
    const { name, portLabel, taskName } = check;
    Object.assign(part, { Name: name, PortLabel: settled(portLabel), TaskName: taskName });
    part['OnUpdate'] ||= onUpdate;
    const blocks = [given['CheckRestart'], parts(given['Checks'])[at]?.['CheckRestart']];
    const said = blocks.filter((block) => (block ?? null) !== null) as Part[];
    if (said.length > 0) part['CheckRestart'] = complete('structs.CheckRestart', Object.assign({}, ...said));
  }
}
