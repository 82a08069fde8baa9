import type { Severity, TextEdit } from '../../model/finding.ts';
import type { Agent, AgentSettings } from '../../model/agent.ts';
import type { ApiObject } from '../../model/api-object.ts';
import { about, type AgentIdentity } from '../about.ts';
import { blockInWords, blockPathOf, clusterOf, clustersOf } from '../cluster-of.ts';
import { appendingEdits, insideEdits } from '../edit.ts';
import type { Look, WorkloadLook } from '../look.ts';
import type { Sighting } from '../rule.ts';
import { audienceFor } from './usual-audience.ts';

/** Where each identity stands in an agent's configuration, as the API names it and as people write it. */
export const identities: Readonly<
  Record<AgentIdentity, { member: string; block: 'consul' | 'vault'; name: string; path: string }>
> = {
  'consul-service': { member: 'ServiceIdentity', block: 'consul', name: 'service_identity', path: 'Consuls/0' },
  'consul-task': { member: 'TaskIdentity', block: 'consul', name: 'task_identity', path: 'Consuls/0' },
  'vault-default': { member: 'DefaultIdentity', block: 'vault', name: 'default_identity', path: 'Vaults/0' },
};

export function identityOf(
  { consul, vault }: AgentSettings,
  which: AgentIdentity,
  cluster = 'default',
): ApiObject | undefined {
  if (which === 'vault-default') return (cluster === 'default' ? vault : vault.clusters?.[cluster])?.defaultIdentity;
  const block = cluster === 'default' ? consul : consul.clusters?.[cluster];
  return which === 'consul-service' ? block?.serviceIdentity : block?.taskIdentity;
}

/** Whether a server gives the identity without an audience, with which nobody takes it. */
export function lacksAudience(look: Look, server: Agent, which: AgentIdentity): boolean {
  const identity = identityOf(look.settingsOf(server), which);
  const audience = identity?.['Audience'];
  return identity !== undefined && !(Array.isArray(audience) && audience.some((one) => one !== ''));
}

/** No server gives the identity. Where only some do, they differ, which is another finding. */
export function* missingIdentity(look: Look, which: AgentIdentity): Iterable<Sighting> {
  for (const cluster of clustersOf(look.settings, identities[which].block)) yield* missingIn(look, which, cluster);
}

function* missingIn(look: Look, which: AgentIdentity, cluster: string): Iterable<Sighting> {
  const { block, name, path: usual } = identities[which];
  // Not every server need know every cluster.
  const servers = look.servers.filter((one) => cluster === 'default' || blockPathOf(one, block, cluster) !== undefined);
  const [first] = servers;
  if (first === undefined || servers.some((one) => identityOf(look.settingsOf(one), which, cluster) !== undefined))
    return;
  const waiting = look.workloads.filter((one) => wants(one, which) && clusterOf(one, block, look.settings) === cluster);
  // Its jobs may well bring identities of their own.
  if (cluster !== 'default' && !waiting.some((one) => lacks(one, which, cluster))) return;
  const path = blockPathOf(first, block, cluster) ?? usual;
  // Where Vault is not used at all, nothing is missing.
  if (which === 'vault-default' && waiting.length === 0 && !servers.some((one) => look.settingsOf(one).vault.enabled))
    return;
  const elsewhere = look.clients.filter(
    (one) => !one.server && identityOf(look.settingsOf(one), which, cluster) !== undefined,
  );
  const names = servers.map((server) => server.name).join(', ');
  // Which audience another cluster takes is not known.
  const edits = cluster === 'default' ? servers.flatMap((server) => editsFor(look, server, which)) : [];
  yield {
    message: `${blockInWords(block, cluster)} of ${servers.length === 1 ? 'server' : 'servers'} ${names} has no ${name}${elsewhere.length === 0 ? '' : `; that of ${elsewhere.length === 1 ? 'client' : 'clients'} ${elsewhere.map((one) => one.name).join(', ')} has one, where it does nothing`}`,
    about: about.agentIdentity(which, cluster),
    // It may be written and lost all the same.
    blames: [about.agentIdentity(which)],
    subject: { agent: first.name },
    origin: first.origin,
    path,
    severity: severityFor(look, waiting),
    evidence: { workloadsThatNeedIt: waiting.length },
    ...(edits.length === 0 ? {} : { fix: { edits } }),
    ...(cluster === 'default' ? {} : { fix: { text: namedFix(which, cluster) } }),
  };
}

function namedFix(which: AgentIdentity, cluster: string): string {
  const { block, name } = identities[which];
  const product = block === 'consul' ? 'Consul' : 'Vault';
  return `Add \`${name}\`, with \`ttl\` and the \`aud\` that the cluster ${cluster} of ${product} takes, to its \`${block}\` block on every server, restart them, and register the jobs again.`;
}

function editsFor(look: Look, { origin }: Agent, which: AgentIdentity): readonly TextEdit[] {
  if (origin.from !== 'file') return [];
  const { block, name, path } = identities[which];
  const lines = [`${name} {`, `  aud = ["${audienceFor(look, which)}"]`, '  ttl = "1h"', '}'];
  if (Object.hasOwn(origin.places, path)) return insideEdits(look, origin, path, [...lines, '']);
  return appendingEdits(look, origin.file, [`${block} {`, ...lines.map((line) => `  ${line}`), '}']);
}

/** What nobody uses breaks nothing yet. */
function severityFor(look: Look, waiting: readonly WorkloadLook[]): Severity {
  if (waiting.length > 0) return 'error';
  return look.jobs.length === 0 ? 'warning' : 'info';
}

/** Whether it brings none of its own. */
function lacks({ service, task }: WorkloadLook, which: AgentIdentity, cluster: string): boolean {
  if (which === 'consul-service') return service?.identity === undefined;
  const name = `${identities[which].block}_${cluster}`;
  return task?.identities.some((one) => one.name === name) !== true;
}

function wants({ service, task, group }: WorkloadLook, which: AgentIdentity): boolean {
  if (which === 'consul-service') return service?.provider === 'consul';
  if (service !== undefined || task === undefined) return false;
  return which === 'vault-default' ? task.vault !== undefined : (task.consul ?? group.consul) !== undefined;
}
