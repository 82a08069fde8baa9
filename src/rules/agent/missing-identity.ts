import type { Severity } from '../../model/finding.ts';
import type { AgentSettings } from '../../model/agent.ts';
import type { ApiObject } from '../../model/api-object.ts';
import { about, type AgentIdentity } from '../about.ts';
import type { Look, WorkloadLook } from '../look.ts';
import type { Sighting } from '../rule.ts';

/** Where each identity stands in an agent's configuration, as the API names it and as people write it. */
export const identities: Readonly<
  Record<AgentIdentity, { member: string; block: 'consul' | 'vault'; name: string; path: string }>
> = {
  'consul-service': { member: 'ServiceIdentity', block: 'consul', name: 'service_identity', path: 'Consuls/0' },
  'consul-task': { member: 'TaskIdentity', block: 'consul', name: 'task_identity', path: 'Consuls/0' },
  'vault-default': { member: 'DefaultIdentity', block: 'vault', name: 'default_identity', path: 'Vaults/0' },
};

export function identityOf({ consul, vault }: AgentSettings, which: AgentIdentity): ApiObject | undefined {
  if (which === 'vault-default') return vault.defaultIdentity;
  return which === 'consul-service' ? consul.serviceIdentity : consul.taskIdentity;
}

/** No server gives the identity. Where only some do, they differ, which is another finding. */
export function* missingIdentity(look: Look, which: AgentIdentity): Iterable<Sighting> {
  const [first] = look.servers;
  if (first === undefined || look.servers.some((server) => identityOf(look.settingsOf(server), which) !== undefined))
    return;
  const { block, name, path } = identities[which];
  const waiting = look.workloads.filter((one) => wants(one, which));
  const names = look.servers.map((server) => server.name).join(', ');
  yield {
    message: `the ${block} block of ${look.servers.length === 1 ? 'server' : 'servers'} ${names} has no ${name}`,
    about: about.agentIdentity(which),
    subject: { agent: first.name },
    origin: first.origin,
    path,
    severity: severityFor(look, waiting),
    evidence: { workloadsThatNeedIt: waiting.length },
  };
}

/** What nobody uses breaks nothing yet. */
function severityFor(look: Look, waiting: readonly WorkloadLook[]): Severity {
  if (waiting.length > 0) return 'error';
  return look.jobs.length === 0 ? 'warning' : 'info';
}

function wants({ service, task, group }: WorkloadLook, which: AgentIdentity): boolean {
  if (which === 'consul-service') return service?.provider === 'consul';
  if (service !== undefined || task === undefined) return false;
  return which === 'vault-default' ? task.vault !== undefined : (task.consul ?? group.consul) !== undefined;
}
