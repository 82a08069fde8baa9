import { goQuote } from '../../syntax/go-string.ts';
import type { Check, Group, Service, Task } from './job.ts';
import { listed } from './multierror.ts';
import { serviceFaults } from './validate-services.ts';

/** What is wrong with the services of a task and the ports that they name. */
export function taskServiceErrors({ services, networks }: Task, group: Group): readonly string[] {
  const errors: string[] = [];
  const wanted = new Map<string, Set<string>>();
  const want = (label: string, service: string): void => {
    wanted.set(label, (wanted.get(label) ?? new Set()).add(service));
  };
  const seen = new Set<string>();
  for (const [index, service] of services.entries()) {
    const { name, portLabel, addressMode } = service;
    const faults = serviceFaults(service);
    if (faults.length > 0)
      errors.push(`service[${String(index)}] ${goQuote(name)} validation failed: ${listed(faults)}`);
    if (addressMode === 'alloc' || addressMode === 'alloc_ipv6')
      errors.push(
        `service ${goQuote(name)} cannot use address_mode="${addressMode}", only services defined in a "group" block can use this mode`,
      );
    if (seen.has(name + portLabel)) errors.push(`service ${goQuote(name)} is duplicate`);
    seen.add(name + portLabel);
    if (portLabel !== '' && !(addressMode === 'driver' && isNumber(portLabel))) want(portLabel, name);
    if (service.connect !== undefined)
      errors.push(`service ${goQuote(name)} cannot have "connect" block, only services defined in a "group" block can`);
    errors.push(...checkErrors(service, want));
  }
  const [first] = group.networks;
  const labels = new Set(
    [...(first === undefined ? [] : [first]), ...networks].flatMap(({ reserved, dynamic }) =>
      [...reserved, ...dynamic].map(({ label }) => label),
    ),
  );
  for (const [label, names] of [...wanted].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    if (!labels.has(label))
      errors.push(
        `port label ${goQuote(label)} referenced by services ${[...names].toSorted().join(', ')} does not exist`,
      );
  return errors;
}

function checkErrors(service: Service, want: (label: string, service: string) => void): readonly string[] {
  const seen = new Set<string>();
  return service.checks.flatMap((check) => {
    const errors: string[] = [];
    if (seen.has(check.name)) errors.push(`check ${goQuote(check.name)} is duplicate`);
    seen.add(check.name);
    if (check.addressMode === 'alloc' || check.addressMode === 'alloc_ipv6')
      errors.push(
        `check ${goQuote(service.name)} cannot use address_mode="${check.addressMode}", only checks defined in a "group" service block can use this mode`,
      );
    if (!['grpc', 'http', 'tcp'].includes(check.type)) return errors;
    const port = check.portLabel || service.portLabel;
    const error = portError(check, port);
    if (error !== undefined) errors.push(error);
    else if (!isNumber(port)) want(port, service.name);
    return errors;
  });
}

function portError({ name, addressMode }: Check, port: string): string | undefined {
  if (port === '') return `check ${goQuote(name)} is missing a port`;
  if (!isNumber(port)) return undefined;
  if (addressMode !== 'driver')
    return `check ${goQuote(name)} cannot use a numeric port ${String(Number(port))} without setting address_mode="driver"`;
  return Number(port) <= 0 ? `check ${goQuote(name)} has invalid numeric port ${String(Number(port))}` : undefined;
}

const isNumber = (text: string): boolean => /^[+-]?\d+$/.test(text);
