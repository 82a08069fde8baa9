import { signalsOf, vaultsByName } from './by-name.ts';
import type { Constraint, Group, Job, Service, Task } from './job.ts';

const semver = (LTarget: string, RTarget: string): Constraint => ({ LTarget, RTarget, Operand: 'semver' });

/** What a client must have for an injected proxy; a gateway with TLS settings of its own needs a newer Consul. */
export function connectConstraints(cluster: string, customTls: boolean): Constraint[] {
  const version = attribute('consul', cluster, 'version');
  const grpc = { LTarget: attribute('consul', cluster, 'grpc'), RTarget: '0', Operand: '>' };
  return [semver(version, '>= 1.8.0'), grpc, ...(customTls ? [semver(version, '>= 1.11.2')] : [])];
}

/** That the client must know several identities; added each time anew, even to a job that was read back from the server. */
export const identityConstraint = semver('${attr.nomad.version}', '>= 1.7.0-a');

export function addPartitionConstraints(job: Job): void {
  for (const group of job.groups)
    for (const part of [group, ...group.tasks])
      if (part.consul !== undefined && part.consul.partition !== '')
        part.constraints.push({
          LTarget: attribute('consul', part.consul.cluster, 'partition'),
          RTarget: part.consul.partition,
          Operand: '=',
        });
}

/** Constraints that follow from Vault, Consul and Nomad services and from networks. */
export function addImpliedConstraints(job: Job): void {
  const vaults = vaultsByName(job);
  for (const group of job.groups) {
    const blocks = [...(vaults.get(group.name) ?? [])].toSorted(([one], [other]) => (one < other ? -1 : 1));
    for (const [, { cluster }] of blocks) addUnlessNamed(group, vaultConstraint(cluster));
    for (const provider of new Set(
      job.groups.flatMap(({ tasks }) => tasks.flatMap(({ secrets }) => secrets.map((one) => one.provider))),
    ))
      addUnlessNamed(group, {
        LTarget: `\${attr.plugins.secrets.${provider}.version}`,
        RTarget: '',
        Operand: 'is_set',
      });
    const named = job.groups.filter(({ name }) => name === group.name).flatMap(({ tasks }) => tasks);
    if (named.some(({ resources: { numa } }) => numa !== undefined && numa.affinity !== 'none')) {
      addUnlessThere(group, semver('${attr.nomad.version}', '>= 1.6.3-dev'));
      addUnlessThere(group, { LTarget: '${attr.kernel.name}', RTarget: 'linux', Operand: '=' });
    }
    const signals = signalsOf(job, group);
    if (signals.length > 0)
      addUnlessThere(group, {
        LTarget: '${attr.os.signals}',
        RTarget: signals.join(','),
        Operand: 'set_contains',
      });
    const all = [...group.services, ...group.tasks.flatMap(({ services }) => services)];
    const native = all.filter(({ provider }) => provider === 'nomad');
    if (native.length > 0)
      addUnlessThere(group, { LTarget: '${attr.nomad.service_discovery}', RTarget: 'true', Operand: '=' });
    if (native.some(({ checks }) => checks.length > 0))
      addUnlessThere(group, semver('${attr.nomad.version}', '>= 1.4.0'));
    addConsulConstraints(group, group.services);
    for (const task of group.tasks) addConsulConstraints(task, task.services);
    if (group.networks.some(({ mode }) => mode === 'bridge'))
      for (const plugin of ['bridge', 'firewall', 'host-local', 'loopback', 'portmap'])
        addUnlessNamed(group, semver(`\${attr.plugins.cni.version.${plugin}}`, '>= 0.4.0'));
    if (group.services.some(({ connect }) => connect?.sidecar?.transparentProxy !== undefined)) {
      addUnlessNamed(group, semver('${attr.plugins.cni.version.consul-cni}', '>= 1.4.2'));
      addUnlessNamed(group, semver('${attr.nomad.version}', '>= 1.8.0-dev'));
    }
    if (named.some(({ schedule }) => schedule)) addUnlessNamed(group, semver('${attr.nomad.version}', '>= 1.8.0-dev'));
  }
}

function vaultConstraint(cluster: string): Constraint {
  return cluster === 'default'
    ? semver('${attr.vault.version}', '>= 0.6.1')
    : semver(attribute('vault', cluster, 'version'), '>= 1.11.0');
}

function addConsulConstraints(part: Group | Task, services: readonly Service[]): void {
  for (const { provider, cluster } of services)
    if (provider === 'consul') addUnlessNamed(part, semver(attribute('consul', cluster, 'version'), '>= 1.8.0'));
}

function attribute(product: string, cluster: string, name: string): string {
  return cluster === 'default' ? `\${attr.${product}.${name}}` : `\${attr.${product}.${cluster}.${name}}`;
}

/** A constraint of the job's own on the same attribute goes before the implied one. */
function addUnlessNamed(part: Group | Task, constraint: Constraint): void {
  if (!part.constraints.some(({ LTarget }) => LTarget === constraint.LTarget)) part.constraints.push(constraint);
}

function addUnlessThere(part: Group, { LTarget, RTarget, Operand }: Constraint): void {
  const same = (one: Constraint): boolean =>
    one.LTarget === LTarget && one.RTarget === RTarget && one.Operand === Operand;
  if (!part.constraints.some(same)) part.constraints.push({ LTarget, RTarget, Operand });
}
