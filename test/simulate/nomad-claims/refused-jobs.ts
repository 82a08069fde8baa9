import { bridge, group, hostNetwork, hour, identity, job, ports, task, type Json } from './parts.ts';

const withIdentities = (...identities: readonly Json[]): Json =>
  job([group('g', [task('t', { Identities: identities })])]);
const withServices = (services: readonly Json[], more: Json = {}): Json =>
  job([group('g', [task('t')], { Services: services, ...more })]);
const sidecar = { SidecarService: {} };
const ingress = (listeners: readonly Json[]): Json => ({ Gateway: { Ingress: { Listeners: listeners } } });

/** Jobs that are refused, or that bring warnings though they never run. */
export const refusedJobs: Readonly<Record<string, Json>> = {
  'an identity of a service without an audience': withServices([{ Name: 's', Identity: { TTL: hour } }]),
  'an identity of a task’s service without an audience': job([
    group('g', [task('t', { Services: [{ Name: 's', Identity: { Env: true } }] })]),
  ]),
  'an identity of a service of Nomad without a name': job([
    group('g', [task('t', { Services: [{ Name: 'b', Provider: 'nomad', Identity: { Audience: ['a'] } }] })], {
      Services: [{ Name: 'a', Provider: 'nomad', Identity: { Audience: ['a'] } }],
    }),
  ]),
  'names that cannot be those of files': withIdentities(
    identity('a b'),
    identity('é'),
    identity('x'.repeat(129)),
    identity('_-9'),
  ),
  'empty audiences': withIdentities(identity('a', { Audience: ['a', '', ''] })),
  'a signal without its mode': withIdentities(identity('a', { ChangeSignal: 'sighup' })),
  'a mode without its signal': withIdentities(
    identity('a', { ChangeMode: 'signal' }),
    identity('b', { ChangeMode: 'signal', ChangeSignal: 'SIGUSR1' }),
  ),
  'a mode that is none': withIdentities(identity('a', { ChangeMode: 'foo', ChangeSignal: 'SIGHUP' })),
  'a time to live of the default identity': job([group('g', [task('t', { Identity: { TTL: hour } })])]),
  'a negative time to live': withIdentities(identity('a', { TTL: -1 })),
  'a path without a file': withIdentities(identity('a', { File: false, Filepath: 'x' })),
  'two default identities': withIdentities({ Name: 'default' }, {}),
  'everything wrong with one identity': withIdentities({
    Name: 'a b', Audience: [''], ChangeMode: 'restart', ChangeSignal: 'SIGHUP', TTL: -5, Filepath: 'x',
  }), // prettier-ignore
  'another Consul cluster of a group': job([group('g', [task('t')], { Consul: { Cluster: 'foo' } })]),
  'another Consul cluster of a task': job([group('g', [task('t', { Consul: { Cluster: 'foo' } })])]),
  'another Consul cluster of a service': withServices([{ Name: 's', Cluster: 'foo' }]),
  'another Vault cluster': job([group('g', [task('t', { Vault: { Cluster: 'foo' } })])]),
  'another Vault cluster with an identity': job([
    group('g', [task('t', { Vault: { Cluster: 'foo' }, Identities: [identity('vault_foo')] })]),
  ]),
  'a Vault namespace': job([group('g', [task('t', { Vault: { Namespace: 'foo' } })])]),
  'a Vault namespace of the job': job([group('g', [task('t', { Vault: {} })])], { VaultNamespace: 'bar' }),
  'partitions that differ': job([
    group('g', [task('t', { Consul: { Partition: 'a' } })], { Consul: { Partition: 'b' } }),
  ]),
  'two providers of services': withServices([{ Name: 'a' }, { Name: 'b', Provider: 'nomad' }]),
  'services that are there twice': job([
    group('g', [task('t', { Services: [{ Name: 'x' }, { Name: 'x' }] })], {
      ...ports,
      Services: [
        { Name: 's', PortLabel: 'http' },
        { Name: 's', PortLabel: 'http' },
        { Name: 'r' },
        { Name: 'r' },
        { Name: 'r' },
      ],
    }),
  ]),
  'services of a third provider': withServices([{ Name: 's', Provider: 'other' }]),
  'names that cannot be those of services': withServices([
    { Name: 'a_b' },
    { Name: 'é' },
    { Name: '-a' },
    { Name: 'x'.repeat(64) },
    { Name: 'a${b}' },
  ]),
  'address modes of services': withServices([
    { Name: 'a', AddressMode: 'host', Address: 'x' }, { Name: 'b', AddressMode: 'odd' }, { Name: 'c', AddressMode: 'driver' }, { Name: 'd', OnUpdate: 'odd', Kind: 'odd' },
  ]), // prettier-ignore
  'checks that cannot be': withServices([
    {
      Name: 's',
      Checks: [
        { Type: 'odd' }, { Type: 'tcp' }, { Name: 'n', Type: 'http', PortLabel: 'http' }, { Type: 'script' },
        { Type: 'script', Command: 'x' }, { Type: 'script', Command: 'x', Interval: 5e8 }, { Type: 'script', Command: 'x', Interval: 1e9 },
        { Type: 'script', Command: 'x', Interval: 1e9, Timeout: 1 }, { Type: 'script', Command: 'x', Interval: 1e9, Timeout: 1e9, InitialStatus: 'odd' },
        { Type: 'script', Command: 'x', Interval: 1e9, Timeout: 1e9, AddressMode: 'auto' }, { Type: 'script', Command: 'x', Interval: 1e9, Timeout: 1e9, OnUpdate: 'odd' },
      ],
    },
  ]), // prettier-ignore
  'a script check of a group without a task': withServices([
    {
      Name: 's',
      Checks: [
        { Name: 'c', Type: 'script', Command: 'x', Interval: 1e9, Timeout: 1e9 },
        { Name: 'd', TaskName: 'none', Type: 'script', Command: 'x', Interval: 1e9, Timeout: 1e9 },
      ],
    },
  ]),
  'ports of tasks’ services that are not there': job([
    group('g', [
      task('t', {
        Services: [
          { Name: 'b', PortLabel: 'y' },
          { Name: 'a', PortLabel: 'y' },
          { Name: 'a', PortLabel: 'x', Connect: sidecar },
        ],
      }),
    ]),
  ]),
  'address modes of tasks’ services': job([
    group('g', [
      task('t', {
        Services: [
          { Name: 'a', AddressMode: 'alloc' },
          { Name: 'b', TaskName: 'u' },
        ],
      }),
    ]),
  ]),
  'a sidecar without a network': withServices([{ Name: 's', Connect: sidecar }]),
  'a sidecar in the network of the host': withServices([{ Name: 's', PortLabel: '80', Connect: sidecar }], hostNetwork),
  'a sidecar with two networks': withServices([{ Name: 's', PortLabel: '80', Connect: sidecar }], {
    Networks: [{ Mode: 'bridge' }, { Mode: 'bridge' }],
  }),
  'a sidecar of a service in capitals': withServices([{ Name: 'S', PortLabel: '80', Connect: sidecar }], bridge),
  'a sidecar in a group in capitals': job([
    group('G', [task('t')], { ...bridge, Services: [{ Name: 's', PortLabel: '80', Connect: sidecar }] }),
  ]),
  'upstreams at one address': withServices(
    ['a', 'b'].map((Name) => ({
      Name,
      PortLabel: '80',
      Connect: { SidecarService: { Proxy: { Upstreams: [{ DestinationName: 'x', LocalBindPort: 80 }] } } },
    })),
    bridge,
  ),
  'a service that is native and has a sidecar': withServices(
    [{ Name: 's', PortLabel: 'http', TaskName: 't', Connect: { Native: true, SidecarService: {} } }],
    bridge,
  ),
  'Connect that is nothing': withServices([{ Name: 's', Connect: {} }]),
  'a native service of one of two tasks': job([
    group('g', [task('t'), task('u')], {
      ...hostNetwork,
      Services: [{ Name: 's', PortLabel: 'http', Connect: { Native: true } }],
    }),
  ]),
  'a native service of no task': job([
    group('g', [task('t')], { Services: [{ Name: 's', TaskName: 'no', Connect: { Native: true } }] }),
  ]),
  'a native service without a port': withServices([{ Name: 's', Connect: { Native: true } }], hostNetwork),
  'gateways without listeners': withServices([{ Name: 's', PortLabel: 'http', Connect: ingress([]) }], hostNetwork),
  'a gateway with odd listeners': withServices(
    [
      { Name: 'a', PortLabel: 'http', Connect: ingress([{ Port: 0 }]) },
      { Name: 'b', PortLabel: 'http', Connect: ingress([{ Port: 1, Protocol: 'odd' }]) },
      { Name: 'c', PortLabel: 'http', Connect: ingress([{ Port: 1, Protocol: 'tcp', Services: [{ Name: '*' }] }]) },
      { Name: 'd', PortLabel: 'http', Connect: { Gateway: { Terminating: {} } } },
    ],
    hostNetwork,
  ),
  'a gateway in an odd network': withServices(
    [{ Name: 's', PortLabel: 'http', Connect: { Gateway: { Mesh: {} } } }],
    ports,
  ),
  'a mesh gateway without a port': withServices([{ Name: 's', Connect: { Gateway: { Mesh: {} } } }], hostNetwork),
  'an exposed check without a sidecar': withServices(
    [
      {
        Name: 's',
        Checks: [{ Name: 'c', Type: 'http', Path: '/', Expose: true, Interval: 1e9, Timeout: 1e9, PortLabel: 'http' }],
      },
    ],
    bridge,
  ),
  'a proxy’s task without its service': job([group('g', [task('t', { Kind: 'connect-proxy:none' })])]),
  'no groups': job([]),
  'no tasks': job([group('g', [])]),
  'names that are missing or there twice': job([
    group('', [task(''), task('a'), task('a')]),
    group('g', [task('t')]),
    group('g', [task('alloc')]),
  ]),
  'tasks without a driver, with slashes, and two leaders': job([
    group('g', [task('a/b', { Driver: '', Leader: true }), task('c', { Leader: true, KillTimeout: -1 })]),
  ]),
  'ports twice': job([
    group('g', [task('t')], {
      Networks: [
        {
          DynamicPorts: [{ Label: 'a' }, { Label: 'a', To: -2 }],
          ReservedPorts: [
            { Label: 'b', Value: 80 },
            { Label: 'c', Value: 80 },
            { Label: 'd', Value: 70000, To: 70000 },
          ],
        },
      ],
    }),
  ]),
  'templates that cannot be': job([
    group('g', [
      task('t', {
        Templates: [
          {},
          { EmbeddedTmpl: 'x', DestPath: '../../../x', ChangeMode: 'signal', Envvars: true },
          { EmbeddedTmpl: 'x', DestPath: '', ChangeMode: 'odd' },
        ],
      }),
    ]),
  ]),
  'signals that a client must have': job([
    group('g', [
      task('t', {
        KillSignal: 'SIGUSR2',
        Vault: { ChangeMode: 'signal', ChangeSignal: 'sigusr1' },
        Templates: [{ EmbeddedTmpl: 'x', DestPath: 'local/x', ChangeMode: 'signal' }],
        Constraints: [{ LTarget: '${attr.none}', RTarget: 'x', Operand: '=' }],
      }),
    ]),
  ]),
  'secrets that cannot be': job([
    group('g', [
      task('t', {
        Secrets: [
          { Name: 'a', Provider: 'vault', Path: 'x', Env: { A: 'b' } },
          { Name: 'a', Provider: 'other', Config: { a: 'b' } },
          { Name: 'a-b', Provider: 'nomad', Path: 'x' },
        ],
      }),
    ]),
  ]),
  'disks and logs': job([
    group('g', [task('t', { LogConfig: { MaxFiles: 0, MaxFileSizeMB: 0 } }), task('u', { LogConfig: {} })], {
      EphemeralDisk: { SizeMB: 5 },
    }),
  ]),
  'change modes of Vault': job([
    group('g', [
      task('t', { Vault: { ChangeMode: 'odd' } }),
      task('u', { Vault: { ChangeMode: 'signal', ChangeSignal: '' } }),
    ]),
  ]),
  'constraints that cannot be': job(
    [
      group('g', [task('t', { Constraints: [{ Operand: 'odd' }] })], {
        Constraints: [
          { LTarget: 'a', Operand: '=' },
          { LTarget: 'a', RTarget: 'b', Operand: 'is_set' },
        ],
      }),
    ],
    { Constraints: [{}, { Operand: 'set_contains', LTarget: 'a' }] },
  ),
  'a lifecycle that is none': job([
    group('g', [task('t', { Lifecycle: { Hook: 'odd' } }), task('u', { Lifecycle: { Sidecar: true } })]),
  ]),
  'a schedule for a service': job([group('g', [task('t')])], {
    Type: 'service',
    Periodic: { Enabled: true, SpecType: 'cron', ProhibitOverlap: false, TimeZone: 'UTC' },
    ParameterizedJob: { Payload: 'odd', MetaRequired: ['a', 'b'], MetaOptional: ['b'] },
  }),
  'a priority and a type that cannot be': job([group('g', [task('t')], { Count: -1 })], {
    Priority: 1000,
    Type: 'odd',
  }),
  'a space in the id': job([group('g', [task('t')])], { ID: 'a b', Name: '' }),
  'several groups with errors of all sorts': job([
    group('g', [task('t', { Vault: { Cluster: 'foo' }, Identities: [identity('a b')] })], {
      Consul: { Cluster: 'bar' },
      Services: [{ Name: 's', Connect: sidecar }, { Name: 'a_b' }],
    }),
    group('h', [task('u', { Driver: '' })]),
  ]),
  'warnings of all sorts': job(
    [
      group(
        'g',
        [
          task('t', {
            Identities: [
              identity('a', { Audience: [], TTL: 0, Env: true }),
              identity('b', { Audience: ['x', 'y'] }),
              identity('c', { Env: true, ChangeMode: 'restart' }),
              identity('vault_x'),
            ],
            Services: [{ Name: 's', Identity: { Audience: ['x', 'y'] } }],
            Resources: { CPU: 10, MemoryMB: 10, MemoryMaxMB: 20 },
            Templates: [{ EmbeddedTmpl: 'x', DestPath: 'local/x', VaultGrace: 1 }],
          }),
        ],
        {
          Networks: [{ MBits: 10 }],
          Services: [{ Name: 'r', Identity: { Audience: ['x'], Env: true } }],
          Constraints: [{ LTarget: '${attr.none}', RTarget: 'x', Operand: '=' }],
        },
      ),
      group('h', [
        task('u', {
          Identities: [identity('d', { TTL: 0 })],
          Constraints: [{ LTarget: '${attr.none}', RTarget: 'x', Operand: '=' }],
        }),
      ]),
    ],
    { Periodic: { Enabled: false, Spec: '0 0 1 1 *', SpecType: 'cron', ProhibitOverlap: false, TimeZone: 'UTC' } },
  ),
};

const never = { Constraints: [{ LTarget: '${attr.none}', RTarget: 'x', Operand: '=' }] };

/** Jobs on an agent that knows no identities for Consul and Vault. */
export const bareJobs: Readonly<Record<string, Json>> = {
  'nothing but services, consul and vault blocks': job([
    group('g', [task('t', { Vault: { Role: 'r' }, Consul: {} })], { ...never, Consul: {}, Services: [{ Name: 's' }] }),
  ]),
  'an identity for Vault that no default stands behind': job([
    group('g', [task('t', { Vault: { Role: 'r' }, Identities: [identity('vault_default')] })], {
      Services: [{ Name: 's', Identity: { Audience: ['own'], TTL: hour } }],
    }),
  ]),
};

/** Jobs on an agent whose identities say too little, and whose Vault is off. */
export const carelessJobs: Readonly<Record<string, Json>> = {
  'a service without an identity': withServices([{ Name: 's' }]),
  'a service with an identity': withServices([{ Name: 's', Identity: { Audience: ['own'], TTL: hour } }], never),
  'a consul block': job([group('g', [task('t')], { Consul: {} })]),
  'a vault block though Vault is off': job([group('g', [task('t', { Vault: {} })])]),
  'an identity for Vault with extra claims of none': job([
    group('g', [task('t', { Identities: [identity('vault_default', { TTL: 0 })] })]),
  ]),
};
