import type { Check, Group, Job, Service } from './job.ts';
import { networkError } from './validate-connect.ts';

/**
 * Gives the checks that a sidecar exposes the port that they need, before anything is validated; answers why the first
 * one cannot be exposed. Source of the behaviour: Nomad's expose-check mutator, on the real server.
 */
export function exposeChecks(job: Job): string | undefined {
  for (const group of job.groups)
    for (const service of group.services) {
      if (service.connect?.sidecar === undefined) continue;
      for (const [index, check] of service.checks.entries()) {
        if (!check.expose || !isExposable(check)) continue;
        const error = networkError(group, 'connect expose check', false);
        if (error !== undefined) return error;
        givePort(group, service, check, index);
        if (localPort(group, service) <= 0)
          return `unable to determine local service port for service check ${group.name}->${service.name}->${check.name}`;
      }
    }
  return undefined;
}

function isExposable({ type, path }: Check): boolean {
  return ['grpc', 'http'].includes(type.toLowerCase()) && path.startsWith('/');
}

/** Nomad's label ends in a hash of the check, which stands as question marks here. */
function givePort({ networks: [network] }: Group, { name }: Service, check: Check, index: number): void {
  if (check.portLabel !== '') return;
  check.portLabel = `svc_${name}_ck_??????${String(index)}`;
  network?.dynamic.push({
    label: check.portLabel,
    value: 0,
    to: -1,
    hostNetwork: 'default',
    ignoreCollision: false,
  });
}

/** The port that the service listens on: that of a label which says one, or a number. */
function localPort({ networks }: Group, { portLabel }: Service): number {
  const named = networks.flatMap(({ reserved, dynamic }) => [...reserved, ...dynamic]);
  const value = named.find(({ label }) => label === portLabel)?.value ?? 0;
  if (value > 0) return value;
  return /^[+-]?\d+$/.test(portLabel) ? Number(portLabel) : 0;
}
