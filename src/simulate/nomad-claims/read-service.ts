import type { Check, Connect, Gateway, Identity, Logs, Service, Sidecar, SidecarTask } from './job.ts';
import type { Node } from './members.ts';
import { child, children, flag, has, listOf, maybeNumber, nodeAt, number, pathOf, text, texts } from './members.ts';
import { readMounts, readResources } from './read-task-parts.ts';

/** A service with the API's defaults; `unnamed` is what it is called when it has no name. */
export function readService(node: Node, unnamed: string, of: 'group' | 'task'): Service {
  const identity = child(node, 'Identity');
  const onUpdate = text(node, 'OnUpdate') || 'require_healthy';
  return {
    name: text(node, 'Name') || unnamed,
    taskName: text(node, 'TaskName'),
    portLabel: text(node, 'PortLabel'),
    provider: text(node, 'Provider') || 'consul',
    cluster: text(node, 'Cluster') || 'default',
    address: text(node, 'Address'),
    addressMode: text(node, 'AddressMode') || 'auto',
    onUpdate,
    kind: text(node, 'Kind'),
    checks: listOf(node, 'Checks', (check) => readCheck(check, onUpdate, of)),
    connect: readConnect(child(node, 'Connect')),
    identity: identity && readIdentity(identity),
  };
}

export function readIdentity(node: Node): Identity {
  return {
    name: text(node, 'Name'),
    audience: texts(node, 'Audience'),
    changeMode: text(node, 'ChangeMode'),
    changeSignal: text(node, 'ChangeSignal'),
    env: flag(node, 'Env'),
    file: flag(node, 'File'),
    filepath: text(node, 'Filepath'),
    ttl: number(node, 'TTL'),
    extraClaims: texts(node, 'ExtraClaims'),
  };
}

export function readLogs(node: Node | undefined): Logs {
  if (node === undefined) return { files: 10, size: 10 };
  return { files: maybeNumber(node, 'MaxFiles') ?? 10, size: maybeNumber(node, 'MaxFileSizeMB') ?? 10 };
}

function readCheck(node: Node, onUpdate: string, of: 'group' | 'task'): Check {
  return {
    name: text(node, 'Name'),
    type: text(node, 'Type'),
    portLabel: text(node, 'PortLabel'),
    // Checks in a task cannot name one: what they say is dropped.
    taskName: of === 'group' ? text(node, 'TaskName') : '',
    path: text(node, 'Path'),
    command: text(node, 'Command'),
    interval: number(node, 'Interval'),
    timeout: number(node, 'Timeout'),
    addressMode: text(node, 'AddressMode'),
    initialStatus: text(node, 'InitialStatus'),
    onUpdate: text(node, 'OnUpdate') || onUpdate,
    expose: flag(node, 'Expose'),
  };
}

function readConnect(node: Node | undefined): Connect | undefined {
  return (
    node && {
      native: flag(node, 'Native'),
      sidecar: sidecar(child(node, 'SidecarService')),
      sidecarTask: sidecarTask(child(node, 'SidecarTask')),
      gateway: gateway(child(node, 'Gateway')),
    }
  );
}

function sidecar(node: Node | undefined): Sidecar | undefined {
  if (node === undefined) return undefined;
  const proxy = child(node, 'Proxy');
  const transparent = proxy && child(proxy, 'TransparentProxy');
  return {
    port: text(node, 'Port'),
    upstreams: (proxy === undefined ? [] : children(proxy, 'Upstreams')).map(upstreamAddress),
    transparentProxy: transparent && {
      noDns: flag(transparent, 'NoDNS'),
      excludeInboundPorts: texts(transparent, 'ExcludeInboundPorts'),
    },
  };
}

/** As Go's `net.JoinHostPort` writes it. */
function upstreamAddress(node: Node): string {
  const socket = text(node, 'LocalBindSocketPath');
  if (socket !== '') return socket;
  const host = text(node, 'LocalBindAddress');
  return `${host.includes(':') ? `[${host}]` : host}:${String(number(node, 'LocalBindPort'))}`;
}

function sidecarTask(node: Node | undefined): SidecarTask | undefined {
  if (node === undefined) return undefined;
  const identities = listOf(node, 'Identities', readIdentity);
  return {
    name: text(node, 'Name'),
    driver: text(node, 'Driver'),
    logs: readLogs(child(node, 'LogConfig')),
    resources: readResources(child(node, 'Resources')),
    killTimeout: maybeNumber(node, 'KillTimeout') ?? 5e9,
    shutdownDelay: number(node, 'ShutdownDelay'),
    killSignal: text(node, 'KillSignal'),
    mounts: has(node, 'VolumeMounts') ? readMounts(node) : undefined,
    identities: identities.length === 0 ? undefined : identities,
  };
}

function gateway(node: Node | undefined): Gateway | undefined {
  if (node === undefined) return undefined;
  const ingress = child(node, 'Ingress');
  const terminating = child(node, 'Terminating');
  const proxy = child(node, 'Proxy');
  const addresses = proxy && child(proxy, 'EnvoyGatewayBindAddresses');
  const bound = Object.entries(addresses?.value ?? {}).map(([name, value]) =>
    nodeAt(value, addresses === undefined ? '' : pathOf(addresses, name)),
  );
  const tls = ingress && child(ingress, 'TLS');
  return {
    ingress: ingress && {
      customTls:
        tls !== undefined &&
        (text(tls, 'TLSMinVersion') !== '' ||
          text(tls, 'TLSMaxVersion') !== '' ||
          texts(tls, 'CipherSuites').length > 0),
      listeners: listOf(ingress, 'Listeners', (listener) => ({
        port: number(listener, 'Port'),
        protocol: text(listener, 'Protocol') || 'tcp',
        services: listOf(listener, 'Services', (service) => ({
          name: text(service, 'Name'),
          hosts: texts(service, 'Hosts'),
        })),
      })),
    },
    terminating: terminating && {
      services: listOf(terminating, 'Services', (service) => text(service, 'Name')),
    },
    mesh: child(node, 'Mesh') !== undefined,
    bindPorts: bound.map((address) => number(address, 'Port')),
    ownBinding:
      proxy !== undefined &&
      (bound.length > 0 || flag(proxy, 'EnvoyGatewayNoDefaultBind') || flag(proxy, 'EnvoyGatewayBindTaggedAddresses')),
  };
}
