import type { Json } from './parts.ts';
import { randomPolicies } from './random-policies.ts';

/** Numbers from 0 to 1 that are the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A job that is likely to be wrong in a place or two; never one that runs. */
export function randomJob(seed: number): Json {
  const next = randomNumbers(seed);
  /** Every other job says more about itself than identities and services need. */
  const varied = seed % 2 === 0;
  const one = <T>(...choices: readonly T[]): T => choices[Math.floor(next() * choices.length)] as T;
  const some = <T>(most: number, make: (index: number) => T): T[] =>
    Array.from({ length: Math.floor(next() * (most + 1)) }, (_, index) => make(index));
  const maybe = (chance: number, members: () => Json): Json => (next() < chance ? members() : {});

  const { ofJob, ofGroup, ofTask, ofSidecar: sidecarSettings } = randomPolicies({ one, some, maybe });
  // And every fourth one nothing but that, so that most of these are accepted.
  if (seed % 4 === 0) {
    const type = one('batch', 'service', 'service', 'system', 'sysbatch');
    return {
      ID: `plain-${String(seed)}`,
      Type: type,
      TaskGroups: ['g', 'h'].slice(0, one(1, 1, 2)).map((name) => ({
        Name: name,
        Constraints: [{ LTarget: '${attr.none}', RTarget: 'x', Operand: '=' }],
        Tasks: ['t', 'u'].slice(0, one(1, 1, 2)).map((of) => ({ Name: of, Driver: 'exec', ...ofTask() })),
        ...maybe(0.2, () => ({ Count: one(0, 2, 3) })),
        ...ofGroup(type),
      })),
      ...ofJob(),
    };
  }
  const identity = (): Json => ({
    ...maybe(0.9, () => ({
      Name: one('a', 'b', 'default', 'consul_default', 'vault_default', 'vault_x', 'a b', '', 'consulx'),
    })),
    ...maybe(0.8, () => ({ Audience: one<unknown>(['x'], ['x', 'y'], [], [''], null) })),
    ...maybe(0.6, () => ({ TTL: one(3_600_000_000_000, 0, -1, 1) })),
    ...maybe(0.3, () => ({ Env: one(true, false) })),
    ...maybe(0.3, () => ({ File: one(true, false) })),
    ...maybe(0.1, () => ({ Filepath: 'x' })),
    ...maybe(0.2, () => ({ ChangeMode: one('noop', 'signal', 'restart', 'odd', '') })),
    ...maybe(0.1, () => ({ ChangeSignal: one('sighup', 'SIGUSR1') })),
  });
  const check = (): Json => ({
    ...maybe(0.5, () => ({ Name: one('c', 'd') })),
    Type: one('tcp', 'http', 'script', 'grpc', 'odd', 'TCP'),
    ...maybe(0.8, () => ({ Interval: one(1e10, 1e9, 5e8) })),
    ...maybe(0.8, () => ({ Timeout: one(1e9, 1e8) })),
    ...maybe(0.6, () => ({ Path: one('/', 'x', 'http://x/') })),
    ...maybe(0.6, () => ({ Command: 'x' })),
    ...maybe(0.3, () => ({ PortLabel: one('http', 'none', '80') })),
    ...maybe(0.2, () => ({ TaskName: one('t', 'u', 'none') })),
    ...maybe(0.1, () => ({ AddressMode: one('host', 'driver', 'auto', 'alloc', 'odd') })),
    ...maybe(0.1, () => ({ OnUpdate: one('ignore', 'ignore_warnings', 'odd') })),
    ...maybe(0.05, () => ({ Expose: true })),
    ...maybe(0.05, () => ({ InitialStatus: one('passing', 'odd') })),
  });
  const connect = (): Json =>
    one<Json>(
      { Native: true },
      { SidecarService: {} },
      { SidecarService: { Port: 'http', Proxy: { Upstreams: [{ DestinationName: 'x', LocalBindPort: 80 }] } } },
      {
        SidecarService: {},
        SidecarTask: {
          Name: one('', 'proxy'),
          Driver: one('', 'exec'),
          Identities: some(2, identity),
          ...(varied ? sidecarSettings() : {}),
        },
      },
      { Gateway: { Mesh: {} } },
      {
        Gateway: {
          Ingress: {
            Listeners: some(1, () => ({
              Port: one(80, 0),
              Protocol: one('tcp', 'http', ''),
              Services: some(1, () => ({ Name: one('x', '*', ''), Hosts: some(1, () => 'h') })),
            })),
          },
        },
      },
      { Gateway: { Terminating: { Services: some(1, () => ({ Name: one('x', '') })) } } },
      { Native: true, SidecarService: {} },
      {},
    );
  const service = (): Json => ({
    ...maybe(0.9, () => ({
      Name: one('s', 'r', 'S', '${JOB}-x', '${BASE}', 's-${NOMAD_META_k}', 'a_b', '${TASK}'),
    })),
    ...maybe(0.5, () => ({ PortLabel: one('http', 'admin', 'none', '80') })),
    ...maybe(0.2, () => ({ Provider: one('nomad', 'nomad', 'consul', 'odd') })),
    ...maybe(0.1, () => ({ TaskName: one('t', 'u', 'none') })),
    ...maybe(0.05, () => ({ Cluster: one('default', 'foo') })),
    ...maybe(0.1, () => ({ AddressMode: one('host', 'driver', 'auto', 'alloc', 'alloc_ipv6', 'odd') })),
    ...maybe(0.05, () => ({ Address: 'x' })),
    ...maybe(0.05, () => ({ OnUpdate: one('ignore', 'odd') })),
    ...maybe(0.05, () => ({ Kind: one('api-gateway', 'odd') })),
    ...maybe(0.3, () => ({ Identity: identity() })),
    ...maybe(0.3, () => ({ Checks: some(2, check) })),
    ...maybe(0.25, () => ({ Connect: connect() })),
  });
  const task = (): Json => ({
    Name: one('t', 't', 'u', 'v', 'w', '', 'a/b', 'connect-proxy-s'),
    ...maybe(0.97, () => ({ Driver: one('exec', 'docker', 'podman') })),
    ...maybe(0.5, () => ({ Identities: some(3, identity) })),
    ...maybe(0.1, () => ({ Identity: identity() })),
    ...maybe(0.3, () => ({
      Vault: {
        ...maybe(0.1, () => ({ Cluster: one('foo', 'default', 'bar') })),
        ...maybe(0.1, () => ({ Namespace: 'n' })),
        ...maybe(0.2, () => ({ ChangeMode: one('signal', 'noop', 'odd', '') })),
        ...maybe(0.2, () => ({ ChangeSignal: one('', 'sigusr1') })),
        Role: 'r',
      },
    })),
    ...maybe(0.3, () => ({
      Consul: {
        ...maybe(0.1, () => ({ Cluster: 'foo' })),
        ...maybe(0.2, () => ({ Partition: one('p', 'q') })),
        ...maybe(0.3, () => ({ Namespace: 'n' })),
      },
    })),
    ...maybe(0.4, () => ({ Services: some(2, service) })),
    ...maybe(0.1, () => ({ Kind: one('connect-proxy:s', 'connect-proxy:none', 'other', 'connect-mesh:s') })),
    ...maybe(0.1, () => ({ Leader: true })),
    ...maybe(0.1, () => ({ KillTimeout: one(-1, 1e9), KillSignal: 'SIGTERM' })),
    ...maybe(0.2, () => ({
      Templates: some(2, () => ({
        ...maybe(0.8, () => ({ EmbeddedTmpl: 'x' })),
        DestPath: one('local/a', 'local/b', '../x', '../../x', '../../../x', '/..', ''),
        ...maybe(0.3, () => ({ ChangeMode: one('signal', 'noop', 'restart', 'odd') })),
        ...maybe(0.1, () => ({ VaultGrace: 1 })),
      })),
    })),
    ...maybe(0.1, () => ({ Lifecycle: { Hook: one('', 'prestart', 'poststop', 'odd'), Sidecar: one(true, false) } })),
    ...maybe(0.05, () => ({
      Constraints: [{ Operand: one('=', 'odd', '', 'is_set'), LTarget: one('', 'x'), RTarget: one('', 'x') }],
    })),
    ...maybe(0.05, () => ({ LogConfig: { MaxFiles: one(0, 1, 40) } })),
    ...maybe(0.05, () => ({ Resources: { MemoryMB: 300, MemoryMaxMB: 600 } })),
    ...(varied ? ofTask() : {}),
  });
  const network = (): Json => ({
    ...maybe(0.6, () => ({ Mode: one('bridge', 'bridge', 'host', 'cni/x', 'odd') })),
    DynamicPorts: some(2, (index) => ({
      Label: ['http', 'admin'][index] ?? 'x',
      ...maybe(0.1, () => ({ To: one(-2, 80, 70_000) })),
    })),
    ...maybe(0.2, () => ({
      ReservedPorts: some(2, () => ({ Label: one('http', 'b', 'c'), Value: one(80, 81, 70_000) })),
    })),
  });
  const group = (name: string): Json => ({
    Name: name,
    Constraints: [{ LTarget: '${attr.none}', RTarget: 'x', Operand: '=' }],
    Tasks: [task(), ...some(1, task)],
    ...maybe(0.5, () => ({ Services: some(3, service) })),
    ...maybe(0.6, () => ({ Networks: [network(), ...some(1, network).filter(() => next() < 0.1)] })),
    ...maybe(0.3, () => ({
      Consul: { ...maybe(0.05, () => ({ Cluster: 'foo' })), ...maybe(0.2, () => ({ Partition: one('p', 'q') })) },
    })),
    ...maybe(0.1, () => ({ Count: one(0, 2, -1) })),
    ...maybe(0.1, () => ({ Meta: { k: 'of-group' } })),
    ...maybe(0.05, () => ({ EphemeralDisk: { SizeMB: one(5, 10, 200) } })),
    ...(varied ? ofGroup('system') : {}),
  });
  return {
    ID: `random-${String(seed)}`,
    Type: one('batch', 'service', 'system', 'sysbatch', 'odd').replace('odd', next() < 0.2 ? 'odd' : 'batch'),
    TaskGroups: [group('g'), ...(next() < 0.4 ? [group(one('h', 'g', 'H', ''))] : [])],
    ...maybe(0.4, () => ({ Meta: { k: one('value', 'UP', 'a b') } })),
    ...maybe(0.1, () => ({ Priority: one(0, 1, 100, 101) })),
    ...maybe(0.05, () => ({ VaultNamespace: 'n' })),
    ...maybe(0.05, () => ({ ConsulNamespace: 'n' })),
    ...maybe(0.05, () => ({ Name: one('', 'Other Name') })),
    ...maybe(0.1, () => ({
      ParameterizedJob: { Payload: one('', 'required', 'odd'), MetaRequired: ['a'], MetaOptional: [one('a', 'b')] },
    })),
    ...maybe(0.05, () => ({
      Periodic: {
        Enabled: one(true, false),
        SpecType: 'cron',
        TimeZone: 'UTC',
        ProhibitOverlap: false,
        ...maybe(0.7, () => ({ Spec: '0 0 1 1 *' })),
      },
    })),
    ...(varied ? ofJob() : {}),
  };
}
