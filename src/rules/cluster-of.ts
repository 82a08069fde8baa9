import type { Agent, AgentSettings } from '../model/agent.ts';
import { consulClusterOf, serviceClusterOf, vaultClusterOf } from '../simulate/nomad-claims/clusters.ts';
import { isEnterprise } from '../simulate/nomad-claims/version.ts';
import { isObject } from '../validation/object.ts';
import type { WorkloadLook } from './look.ts';

type Product = 'consul' | 'vault';

/** Which Consul or Vault a workload is for. */
export function clusterOf(
  { service, task, group }: WorkloadLook,
  product: Product,
  { version }: Pick<AgentSettings, 'version'>,
): string {
  const edition = { enterprise: isEnterprise(version) };
  if (service !== undefined) return product === 'consul' ? serviceClusterOf(service, group, edition) : 'default';
  if (task === undefined) return 'default';
  return product === 'consul' ? consulClusterOf(task, group, edition) : vaultClusterOf(task);
}

/** The clusters that jobs can name; of the community edition there is one each. */
export function clustersOf(settings: AgentSettings, product: Product): readonly string[] {
  if (!isEnterprise(settings.version)) return ['default'];
  return ['default', ...Object.keys(settings[product].clusters ?? {})];
}

/** Where the block of a cluster stands in an agent's configuration; `undefined` when there is none. */
export function blockPathOf({ config }: Agent, product: Product, cluster: string): string | undefined {
  const member = product === 'consul' ? 'Consuls' : 'Vaults';
  const blocks: readonly unknown[] = Array.isArray(config[member]) ? config[member] : [];
  const at = blocks.findIndex((one) => isObject(one) && one['Name'] === cluster);
  return at === -1 ? undefined : `${member}/${String(at)}`;
}

/** As in a sentence: `the consul block`, `the consul block of cluster east`. */
export function blockInWords(product: Product, cluster: string): string {
  return `the ${product} block${cluster === 'default' ? '' : ` of cluster ${cluster}`}`;
}
