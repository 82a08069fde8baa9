import { goQuote } from '../../syntax/go-string.ts';
import { withPlaceholders } from './interpolate.ts';
import type { Connect, Group, Service } from './job.ts';
import { listed } from './multierror.ts';
import { checkError } from './validate-check.ts';

/** What is wrong with the services of a group, and between them and those of its tasks. */
export function groupServiceErrors({ tasks, services }: Group): readonly string[] {
  const errors: string[] = [];
  const taskNames = new Set(tasks.map(({ name }) => name));
  const ids = tasks.flatMap((task) => task.services.map((service) => idOf(service, task.name)));
  for (const task of tasks)
    for (const service of task.services) {
      if (service.taskName !== task.name)
        errors.push(
          `Service ${service.name} is invalid: may only specify task the service belongs to, got ${goQuote(service.taskName)}`,
        );
      for (const check of service.checks)
        if (check.taskName !== task.name)
          errors.push(
            `Check ${check.name} is invalid: may only specify task the check belongs to, got ${goQuote(check.taskName)}`,
          );
    }
  for (const [index, service] of services.entries()) {
    ids.push(idOf(service, 'group'));
    const faults = serviceFaults(service);
    if (faults.length > 0) {
      errors.push(`Service[${String(index)}] ${service.name} validation failed: ${listed(faults)}`);
      continue;
    }
    if (service.addressMode === 'driver')
      errors.push(
        `service ${goQuote(service.name)} cannot use address_mode="driver", only services defined in a "task" block can use this mode`,
      );
    for (const check of service.checks.filter(({ taskName }) => taskName !== '')) {
      if (check.addressMode === 'driver')
        errors.push(
          `Check ${goQuote(service.name)} invalid: cannot use address_mode="driver", only checks defined in a "task" service block can use this mode`,
        );
      if (!taskNames.has(check.taskName))
        errors.push(`Check ${check.name} invalid: refers to non-existent task ${check.taskName}`);
    }
  }
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].toSorted();
  if (twice.length > 0) errors.push(`Services are not unique: [${twice.join(' ')}]`);
  const providers = new Set([...services, ...tasks.flatMap((task) => task.services)].map(({ provider }) => provider));
  if (providers.size > 1)
    errors.push('Multiple service providers used: task group services must use the same provider');
  return errors;
}

function idOf({ name, portLabel }: Service, owner: string): string {
  return `${owner}->${name}${portLabel === '' ? '' : `:${portLabel}`}`;
}

const validName = /^(?:[a-z0-9]|[a-z0-9][a-z0-9-]{0,61}[a-z0-9])$/i;
const kinds = ['', 'api-gateway', 'ingress-gateway', 'mesh-gateway', 'terminating-gateway'];

/** What is wrong with a service by itself. */
export function serviceFaults(service: Service): readonly string[] {
  const { name, address, addressMode, onUpdate, provider, identity } = service;
  const faults: string[] = [];
  if (!validName.test(withPlaceholders(name, 'ENV-VAR')))
    faults.push(
      `Service name must be valid per RFC 1123 and can contain only alphanumeric characters or dashes and must be no longer than 63 characters: ${goQuote(name)}`,
    );
  if (['host', 'driver', 'alloc', 'alloc_ipv6'].includes(addressMode)) {
    if (address !== '') faults.push('Service address_mode must be "auto" if address is set');
  } else if (addressMode !== 'auto')
    faults.push(`Service address_mode must be "auto", "host", or "driver"; not ${goQuote(addressMode)}`);
  if (!['ignore', 'require_healthy', 'ignore_warnings'].includes(onUpdate))
    faults.push(
      `Service on_update must be "require_healthy", "ignore_warnings", or "ignore"; not ${goQuote(onUpdate)}`,
    );
  if (provider === 'consul') faults.push(...checkFaults(service), ...consulFaults(service));
  else if (provider === 'nomad') {
    faults.push(...checkFaults(service));
    if (service.connect !== undefined) faults.push('Service with provider nomad cannot include Connect blocks');
  } else faults.push(`Service provider must be "consul", or "nomad"; not ${goQuote(provider)}`);
  if (identity?.audience.length === 0) faults.push('Service identity must provide at least one target aud value');
  return faults;
}

function checkFaults(service: Service): readonly string[] {
  return service.checks.flatMap((check) => {
    if (['grpc', 'http', 'tcp'].includes(check.type) && service.portLabel === '' && check.portLabel === '')
      return [
        `Check ${check.name} invalid: check requires a port but neither check nor service ${goQuote(service.name)} have a port`,
      ];
    if (service.provider === 'consul' && check.type === 'tcp' && service.connect?.sidecar !== undefined)
      return [`Check ${check.name} invalid: tcp checks are not valid for Connect enabled services`];
    const error = checkError(check, service.provider);
    if (error === undefined) return [];
    return [service.provider === 'consul' ? `Check ${check.name} invalid: ${error}` : error];
  });
}

function consulFaults({ name, kind, connect, taskName, portLabel }: Service): readonly string[] {
  const faults: string[] = [];
  if (!kinds.includes(kind)) faults.push(`Service ${name} kind must be one of consul service kind or empty`);
  if (connect === undefined) return faults;
  const error = connectError(connect);
  if (error !== undefined) faults.push(error);
  if (connect.native) {
    if (taskName === '') faults.push(`Service ${name} is Connect Native and requires setting the task`);
    if (portLabel === '') faults.push(`Service ${name} is Connect Native and requires setting the port`);
  }
  return faults;
}

function connectError({ sidecar, native, gateway }: Connect): string | undefined {
  if ([sidecar !== undefined, native, gateway !== undefined].filter(Boolean).length !== 1)
    return 'Consul Connect must be exclusively native, make use of a sidecar, or represent a Gateway';
  if (gateway === undefined) return undefined;
  if (gateway.bindPorts.some((port) => port <= 0 && port !== -1))
    return 'Consul Gateway Bind Address must set valid Port';
  if (gateway.ingress !== undefined) {
    if (gateway.ingress.listeners.length === 0) return 'Consul Ingress Gateway requires at least one listener';
    for (const { port, protocol, services } of gateway.ingress.listeners) {
      if (port <= 0) return 'Consul Ingress Listener requires valid Port';
      if (!['tcp', 'http', 'http2', 'grpc'].includes(protocol))
        return `Consul Ingress Listener requires protocol of tcp, http, http2, grpc, got ${goQuote(protocol)}`;
      if (services.length === 0) return 'Consul Ingress Listener requires one or more services';
      for (const one of services) {
        if (one.name === '') return 'Consul Ingress Service requires a name';
        if (protocol === 'tcp' && one.name === '*')
          return 'Consul Ingress Service doesn\'t support wildcard name for "tcp" protocol';
        if (protocol === 'tcp' && one.hosts.length > 0)
          return 'Consul Ingress Service doesn\'t support associating hosts to a service for the "tcp" protocol';
        if (one.name === '*' && one.hosts.length > 0)
          return 'Consul Ingress Service with a wildcard "*" service name can not also specify hosts';
      }
    }
  }
  if (gateway.terminating?.services.length === 0) return 'Consul Terminating Gateway requires at least one service';
  if (gateway.terminating?.services.includes('') === true) return 'Consul Linked Service requires Name';
  const sorts = [gateway.ingress !== undefined, gateway.terminating !== undefined, gateway.mesh].filter(Boolean);
  return sorts.length === 1 ? undefined : 'One Consul Gateway Configuration must be set';
}
