import { goQuote } from '../../syntax/go-string.ts';
import { nativeTask } from './connect.ts';
import type { Group, Job, Service } from './job.ts';

/** The first thing that does not fit between a Connect service and its group; at most one. */
export function connectErrors(job: Job): readonly string[] {
  for (const group of job.groups) {
    for (const service of group.services) {
      const error = serviceError(group, service);
      if (error !== undefined) return [error];
    }
    const error = upstreamsError(group);
    if (error !== undefined) return [error];
  }
  return [];
}

function serviceError(group: Group, service: Service): string | undefined {
  const { connect, name } = service;
  if (connect?.sidecar !== undefined) {
    const error = networkError(group, 'connect sidecar', false);
    if (error !== undefined) return error;
    if (name !== name.toLowerCase())
      return `Consul Connect service name ${goQuote(name)} in group ${goQuote(group.name)} must not contain uppercase characters`;
    if (group.name !== group.name.toLowerCase())
      return `Consul Connect group ${goQuote(group.name)} with service ${goQuote(name)} must not contain uppercase characters`;
    return undefined;
  }
  if (connect?.native === true) {
    const task = nativeTask(group, service);
    return typeof task === 'string' ? task : undefined;
  }
  return connect?.gateway === undefined ? undefined : networkError(group, 'connect gateway', true);
}

export function networkError(group: Group, prefix: string, allowHost: boolean): string | undefined {
  const { networks, name } = group;
  const [network] = networks;
  if (network === undefined || networks.length !== 1)
    return `${prefix}: must have exactly one network for Consul Connect: group ${goQuote(name)} has ${String(networks.length)} networks`;
  const { mode } = network;
  if (mode === 'bridge' || (allowHost && mode === 'host') || mode.startsWith('cni/')) return undefined;
  const allowed = allowHost ? '"bridge", "host", or "cni/*"' : '"bridge" or "cni/*"';
  return `${prefix}: invalid network mode for Consul Connect: group ${goQuote(name)} uses network mode ${goQuote(mode)}; must be ${allowed}`;
}

function upstreamsError({ name, services, networks }: Group): string | undefined {
  const listeners = new Map<string, string>();
  for (const service of services) {
    for (const address of service.connect?.sidecar?.upstreams ?? []) {
      const other = listeners.get(address);
      if (other !== undefined)
        return `Consul Connect services ${goQuote(service.name)} and ${goQuote(other)} in group ${goQuote(name)} using same address for upstreams (${address})`;
      listeners.set(address, service.name);
    }
    const transparent = service.connect?.sidecar?.transparentProxy;
    if (transparent === undefined) continue;
    if (!transparent.noDns && networks.some(({ hasDns }) => hasDns))
      return 'Consul Connect transparent proxy cannot be used with network.dns unless no_dns=true';
    const labels = new Set(networks.flatMap(({ reserved }) => reserved.map(({ label }) => label)));
    const unknown = transparent.excludeInboundPorts.find((port) => !isPort(port) && !labels.has(port));
    if (unknown !== undefined)
      return `Consul Connect transparent proxy port ${goQuote(unknown)} must be numeric or one of network.port labels`;
  }
  const withConnect = services.filter(({ connect }) => connect !== undefined);
  const transparent = withConnect.some(({ connect }) => connect?.sidecar?.transparentProxy !== undefined);
  return transparent && withConnect.length > 1
    ? 'Consul Connect transparent proxy requires there is only one connect block'
    : undefined;
}

const isPort = (text: string): boolean => /^\d+$/.test(text) && Number(text) < 65_536;
