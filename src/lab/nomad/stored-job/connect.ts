import type { Group, Network, Service, Task } from '../../../simulate/nomad-claims/job.ts';
import { complete, type Part } from './complete.ts';
import { parts } from './identity.ts';

/** The blocks of services that registration fills in for sidecars and gateways. */
export function finishConnect(whole: unknown, group: Group): void {
  const [network] = group.networks;
  if (network === undefined) return;
  for (const [at, part] of parts(whole).entries()) {
    const connect = part['Connect'] as Part | null;
    const service = group.services[at];
    if (connect === null || service === undefined) continue;
    const sidecar = connect['SidecarService'] as Part | null;
    if (sidecar !== null) exposeChecks(sidecar, service, group, parts(part['Checks']));
    const gateway = connect['Gateway'] as Part | null;
    if (gateway !== null && service.connect?.gateway !== undefined) bindGateway(gateway, service, network);
  }
}

function exposeChecks(sidecar: Part, service: Service, { networks }: Group, checks: readonly Part[]): void {
  const exposed = checks.filter(({ Expose, Path }) => Expose === true && String(Path).startsWith('/'));
  if (exposed.length === 0) return;
  const ports = networks.flatMap(({ reserved, dynamic }) => [...reserved, ...dynamic]);
  const named = ports.find(({ label }) => label === service.portLabel)?.value ?? 0;
  const LocalPathPort = named > 0 ? named : Number(service.portLabel);
  const proxy = (sidecar['Proxy'] ??= complete('structs.ConsulProxy', {})) as Part;
  const expose = (proxy['Expose'] ??= { Paths: null }) as Part;
  const paths = exposed.map(({ Path, PortLabel, Protocol }) => ({
    ListenerPort: PortLabel,
    LocalPathPort,
    Path,
    Protocol,
  }));
  const there = parts(expose['Paths']);
  const same = (path: Part): boolean =>
    there.some((one) => one['ListenerPort'] === path['ListenerPort'] && one['Path'] === path['Path']);
  expose['Paths'] = [...there, ...paths.filter((path) => !same(path))];
}

/** In a network of its own a gateway listens on all addresses of it, and nowhere else. */
function bindGateway(gateway: Part, { connect }: Service, { mode }: Network): void {
  const proxy = (gateway['Proxy'] ??= complete('structs.ConsulGatewayProxy', {})) as Part;
  if (connect?.gateway?.ownBinding === true || (mode !== 'bridge' && !mode.startsWith('cni/'))) return;
  const { ingress, mesh } = connect?.gateway ?? {};
  const listeners = (ingress?.listeners ?? []).flatMap(({ port, services }) =>
    services.map(({ name }) => [name, port] as const),
  );
  const bound = ingress !== undefined ? listeners : mesh === true ? [['wan', -1], ['lan', -1]] as const : [['default', -1]] as const; // prettier-ignore
  const addresses = bound.map(([name, Port]) => [name, { Address: '0.0.0.0', Port }] as const);
  Object.assign(proxy, {
    EnvoyGatewayNoDefaultBind: true,
    EnvoyGatewayBindTaggedAddresses: false,
    EnvoyGatewayBindAddresses: addresses.length === 0 ? null : Object.fromEntries(addresses),
  });
}

const proxyDelay = 5_000_000_000;
const proxyArguments = [
  '-c', '${NOMAD_SECRETS_DIR}/envoy_bootstrap.json', '-l', '${meta.connect.log_level}', '--concurrency',
  '${meta.connect.proxy_concurrency}', '--disable-hot-restart',
]; // prettier-ignore

/** The `SidecarTask` of the service that a proxy stands before; `whole` are the services of its group. */
export function sidecarTaskOf({ kind }: Task, { services }: Group, whole: unknown): Part | undefined {
  const [, name] = kind.split(/:(.*)/s);
  const at = services.findIndex((service) => service.name === name && service.connect !== undefined);
  const connect = parts(whole)[at]?.['Connect'] as Part | null | undefined;
  return (connect?.['SidecarTask'] ?? undefined) as Part | undefined;
}

/** The task of a proxy that registration added, as a job would say it. */
export function proxyTask(task: Task, { tasks, networks: [network] }: Group, said: Part | undefined): Part {
  const sidecar = task.kind.startsWith('connect-proxy:');
  const { resources, logs } = task;
  const usual = {
    image: sidecar ? '${meta.connect.sidecar_image}' : '${meta.connect.gateway_image}',
    args: proxyArguments,
    ...(!sidecar && network?.mode === 'host' ? { network_mode: 'host' } : {}),
  };
  // What is meant for one driver says nothing to another.
  const drivers = new Set(tasks.filter(({ kind }) => !kind.startsWith('connect-')).map(({ driver }) => driver));
  const usualDriver = drivers.has('podman') && !drivers.has('docker') ? 'podman' : 'docker';
  const ownDriver = task.driver !== usualDriver;
  return {
    Name: task.name,
    Driver: task.driver,
    Kind: task.kind,
    User: said?.['User'],
    Env: said?.['Env'],
    Meta: said?.['Meta'],
    KillSignal: said?.['KillSignal'],
    VolumeMounts: said?.['VolumeMounts'],
    Identities: said?.['Identities'],
    Config: {
      ...(ownDriver ? {} : usual),
      ...(said?.['Config'] as Part | null | undefined),
    },
    Lifecycle: sidecar ? { Hook: 'prestart', Sidecar: true } : undefined,
    KillTimeout: task.killTimeout,
    ShutdownDelay: said === undefined ? proxyDelay : task.shutdownDelay,
    LogConfig: { MaxFiles: logs.files, MaxFileSizeMB: logs.size },
    Resources: {
      CPU: resources.cpu, Cores: resources.cores, MemoryMB: resources.memory, MemoryMaxMB: resources.memoryMax,
      SecretsMB: resources.secrets, Devices: (said?.['Resources'] as Part | null | undefined)?.['Devices'],
    }, // prettier-ignore
  };
}
