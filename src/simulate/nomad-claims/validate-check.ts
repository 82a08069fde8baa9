import { formatGoDuration } from '../../syntax/go-duration.ts';
import { goQuote } from '../../syntax/go-string.ts';
import type { Check } from './job.ts';

const second = 1e9;

/** The first thing that is wrong with a check; what only some providers look at beyond that is left out. */
export function checkError(check: Check, provider: string): string | undefined {
  const { path, command, interval, timeout, initialStatus, addressMode, onUpdate, expose } = check;
  const types = provider === 'consul' ? ['grpc', 'tcp', 'http', 'script'] : ['tcp', 'http'];
  const type = check.type.toLowerCase();
  if (!types.includes(type)) return `invalid check type (${goQuote(type)}), must be one of ${types.join(', ')}`;
  if (type === 'http' && path === '') return 'http type must have http path';
  if (type === 'http' && /^[a-z][a-z0-9+.-]*:/i.test(path)) return 'http type must have relative http path';
  if (type === 'script' && command === '') return 'script type must have a valid script path';
  if (interval === 0) return 'missing required value interval. Interval cannot be less than 1s';
  if (interval < second) return `interval (${shown(interval)}) cannot be lower than 1s`;
  if (timeout === 0) return 'missing required value timeout. Timeout cannot be less than 1s';
  if (timeout < second) return `timeout (${shown(timeout)}) is lower than required minimum timeout 1s`;
  if (!['', 'passing', 'warning', 'critical'].includes(initialStatus))
    return `invalid initial check state (${initialStatus}), must be one of "passing", "warning", "critical" or empty`;
  if (addressMode === 'auto') return 'invalid address_mode "auto" - auto only valid for services';
  if (!['', 'host', 'driver', 'alloc', 'alloc_ipv6'].includes(addressMode))
    return `invalid address_mode ${goQuote(addressMode)}`;
  if (!['', 'ignore', 'require_healthy', 'ignore_warnings'].includes(onUpdate))
    return `on_update must be "require_healthy", "ignore_warnings", or "ignore"; got ${goQuote(onUpdate)}`;
  if (provider === 'consul')
    return expose && type !== 'grpc' && type !== 'http' ? 'expose may only be set on HTTP or gRPC checks' : undefined;
  if (expose) return 'expose may only be set for Consul service checks';
  if (onUpdate === 'ignore_warnings') return 'on_update may only be set to ignore_warnings for Consul service checks';
  return addressMode === 'driver' ? 'address_mode = driver may only be set for Consul service checks' : undefined;
}

const shown = (nanoseconds: number): string => formatGoDuration(BigInt(nanoseconds));
