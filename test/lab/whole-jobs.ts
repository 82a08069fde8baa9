/** Jobs as clients send them, from the barest to those that say everything that a job can say. */
import type { Json } from '../simulate/nomad-claims/parts.ts';

const second = 1_000_000_000;
const bare = { Name: 't', Driver: 'docker' };
const bridge = [{ Mode: 'bridge', DynamicPorts: [{ Label: 'http', To: 8080 }] }];

function job(task: Json, group: Json = {}, more: Json = {}): Json {
  return { TaskGroups: [{ Name: 'g', Tasks: [{ ...bare, ...task }], ...group }], ...more };
}

const everyTask: Json = {
  User: 'nobody',
  Config: { image: 'x', nested: { deep: [1, 'a', null, { b: true }] } },
  Env: { A: 'b' },
  Meta: { a: 'b' },
  Constraints: [{ LTarget: '${attr.kernel.name}', RTarget: 'linux', Operand: '=' }],
  Affinities: [{ LTarget: '${node.class}', RTarget: 'a', Operand: '=', Weight: 20 }, { LTarget: 'a', RTarget: 'b', Operand: '>' }],
  Resources: {
    CPU: 300,
    MemoryMB: 100,
    MemoryMaxMB: 200,
    Devices: [
      { Name: 'nvidia/gpu', Count: 2, Constraints: [{ LTarget: 'a', RTarget: 'b', Operand: '=' }] },
      { Name: 'gpu', Affinities: [{ LTarget: 'a', RTarget: 'b', Operand: '=', Weight: 10 }] },
    ],
  },
  RestartPolicy: { Attempts: 1, RenderTemplates: true },
  DispatchPayload: { File: 'a' },
  Lifecycle: { Hook: 'prestart' },
  KillTimeout: 7 * second,
  KillSignal: 'SIGINT',
  LogConfig: { MaxFiles: 3 },
  Leader: true,
  ShutdownDelay: second,
  Artifacts: [
    { GetterSource: 'https://example.com/a.zip' },
    {
      GetterSource: 'git::https://example.com/a', GetterOptions: { ref: 'x' }, GetterHeaders: { A: 'b' }, GetterMode: 'file',
      GetterInsecure: true, RelativeDest: 'local/x', Chown: true,
    }, // prettier-ignore
  ],
  VolumeMounts: [{ Volume: 'data', Destination: '/a' }, { Volume: 'data', Destination: '/b', ReadOnly: true, PropagationMode: 'host-to-task' }],
  Templates: [
    { EmbeddedTmpl: 'a', DestPath: 'local/a' },
    {
      SourcePath: 'local/s', DestPath: 'local/b', ChangeMode: 'signal', ChangeSignal: 'sighup', Splay: second, Perms: '0600', Uid: 1,
      Gid: 2, LeftDelim: '<<', RightDelim: '>>', ErrMissingKey: true, Once: true, Wait: { Min: second, Max: 9 * second },
    }, // prettier-ignore
    { EmbeddedTmpl: 'c', DestPath: 'local/c', ChangeMode: 'script', ChangeScript: { Command: '/bin/a' } },
    {
      EmbeddedTmpl: 'd', DestPath: 'local/d', ChangeMode: 'script',
      ChangeScript: { Command: '/bin/a', Args: ['b'], Timeout: second, FailOnError: true }, Wait: { Min: second },
    }, // prettier-ignore
    { EmbeddedTmpl: 'e', DestPath: 'local/e', ChangeMode: 'noop', Envvars: true },
  ],
  Vault: { Role: 'r', ChangeMode: 'signal', ChangeSignal: 'sigusr1', DisableFile: true, Env: false, AllowTokenExpiration: true },
  Consul: {},
  Secrets: [{ Name: 's', Provider: 'vault', Path: 'a', Config: { engine: 'kv_v2' } }],
  Identity: { Env: true },
  Identities: [{ Name: 'mine', Audience: ['a'], TTL: second * 3600, ChangeMode: 'signal', ChangeSignal: 'sighup' }],
  Actions: [{ Name: 'a', Command: '/bin/a' }, { Name: 'b', Command: '/bin/b', Args: ['c'] }],
  Services: [{ Name: 'of-task', Provider: 'consul' }],
}; // prettier-ignore

const everyGroup: Json = {
  Count: 2,
  Constraints: [{ LTarget: '${attr.cpu.arch}', RTarget: 'amd64', Operand: '=' }],
  Affinities: [{ LTarget: 'a', RTarget: 'b', Operand: '=', Weight: -50 }],
  Spreads: [
    { Attribute: '${node.datacenter}', Weight: 30, SpreadTarget: [{ Value: 'dc1', Percent: 70 }, { Value: 'dc2' }] },
    { Attribute: '${attr.a}' },
  ],
  EphemeralDisk: { SizeMB: 200, Sticky: true, Migrate: true },
  RestartPolicy: { Attempts: 3, Interval: 300 * second, Delay: second, Mode: 'delay' },
  ReschedulePolicy: {
    Attempts: 4,
    Interval: 3600 * second,
    Unlimited: false,
    Delay: 6 * second,
    DelayFunction: 'fibonacci',
    MaxDelay: 60 * second,
  },
  Migrate: { MaxParallel: 2 },
  Update: { MaxParallel: 2, Canary: 1, AutoRevert: true },
  Meta: { a: 'b' },
  ShutdownDelay: 2 * second,
  Disconnect: { LostAfter: 60 * second },
  Scaling: { Min: 1, Max: 5, Policy: { cooldown: '1m' } },
  Consul: { Namespace: 'default' },
  Networks: [
    {
      Mode: 'bridge', Hostname: 'a', DNS: { Servers: ['1.1.1.1'] }, CNI: { Args: { a: 'b' } },
      ReservedPorts: [{ Label: 'admin', Value: 9999 }], DynamicPorts: [{ Label: 'http', To: -1, HostNetwork: 'public' }],
    },
  ], // prettier-ignore
  Volumes: {
    data: { Name: 'data', Type: 'host', Source: 'a' },
    csi: {
      Type: 'csi', Source: 'b', ReadOnly: true, AccessMode: 'multi-node-reader-only', AttachmentMode: 'file-system',
      MountOptions: { FSType: 'ext4', MountFlags: ['noatime'] },
    },
  }, // prettier-ignore
  Services: [
    {
      Name: 'web', PortLabel: 'http', Provider: 'consul', Tags: ['a'], CanaryTags: ['b'], Meta: { a: 'b' }, CanaryMeta: { c: 'd' },
      EnableTagOverride: true, TaggedAddresses: { lan: '1.2.3.4' }, Weights: { Passing: 2 },
      CheckRestart: { Limit: 3, Grace: second },
      Checks: [
        { Type: 'http', Path: '/', Interval: second, Timeout: second },
        {
          Name: 'own', Type: 'http', Path: '/', Interval: 10 * second, Timeout: 2 * second, Method: 'POST', Body: '{}', Protocol: 'https',
          Header: { A: ['b', 'c'] }, TLSSkipVerify: true, TLSServerName: 'x', PortLabel: 'admin', InitialStatus: 'passing', Notes: 'n',
          SuccessBeforePassing: 2, FailuresBeforeCritical: 3, FailuresBeforeWarning: 1, CheckRestart: { Limit: 1 },
        },
        { Type: 'script', Command: '/bin/a', Args: ['b'], TaskName: 't', Interval: second, Timeout: second, },
        { Type: 'grpc', GRPCService: 'a', GRPCUseTLS: true, Interval: second, Timeout: second },
        { Type: 'tcp', AddressMode: 'alloc', Interval: second, Timeout: second },
      ],
    },
    {
      Name: 'plain', Weights: { Warning: 3 }, OnUpdate: 'ignore_warnings',
      Checks: [{ Type: 'script', Command: '/bin/a', TaskName: 't', Interval: second, Timeout: second, OnUpdate: 'ignore' }],
    },
  ], // prettier-ignore
};

const proxy: Json = {
  Tags: ['a'],
  Port: 'http',
  Meta: { a: 'b' },
  Proxy: {
    LocalServiceAddress: '127.0.0.1',
    LocalServicePort: 8080,
    Upstreams: [
      { DestinationName: 'db', LocalBindPort: 1234 },
      {
        DestinationName: 'x',
        LocalBindPort: 1235,
        Datacenter: 'dc2',
        MeshGateway: { Mode: 'local' },
        Config: { a: 1 },
      },
    ],
    ExposeConfig: { Path: [{ Path: '/a', Protocol: 'http', LocalPathPort: 8080, ListenerPort: 'http' }] },
    Config: { protocol: 'grpc' },
  },
};

export const wholeJobs: Readonly<Record<string, Json>> = {
  'a bare service': job({}),
  'a bare batch job': job({}, {}, { Type: 'batch' }),
  'a bare system job': job({}, {}, { Type: 'system' }),
  'a bare sysbatch job': job({}, {}, { Type: 'sysbatch' }),
  'an empty list for everything': job(
    { Constraints: [], Templates: [], Services: [], Env: {}, Config: {}, Artifacts: [], VolumeMounts: [], Resources: {}, Identities: [], Vault: {}, Meta: {} },
    { Services: [], Networks: [], Volumes: {}, Constraints: [], Affinities: [], Spreads: [], Meta: {}, Update: {}, RestartPolicy: {} },
    { Constraints: [], Affinities: [], Spreads: [], Meta: {}, Datacenters: [] },
  ), // prettier-ignore
  'a task that says everything': job(
    everyTask,
    { Volumes: { data: { Type: 'host', Source: 'a' } } },
    { Type: 'batch', ParameterizedJob: {} },
  ),
  'a group that says everything': job({}, everyGroup),
  'a job that says everything of itself': job({}, {}, {
    Name: 'another', Priority: 70, AllAtOnce: true, Datacenters: ['dc1', 'dc2'], Meta: { a: 'b' },
    Constraints: [{ LTarget: 'a', RTarget: 'b', Operand: 'regexp' }, { Operand: 'distinct_hosts', RTarget: 'true' }],
    Affinities: [{ LTarget: 'a', RTarget: 'b', Operand: '=', Weight: 10 }],
    Spreads: [{ Attribute: '${node.datacenter}' }],
    Update: { MaxParallel: 3, Stagger: 40 * second, HealthCheck: 'task_states', MinHealthyTime: 20 * second },
    Migrate: { MaxParallel: 4 }, Reschedule: { MaxDelay: 600 * second },
    UI: { Description: 'd', Links: [{ Label: 'a', Url: 'https://example.com' }] },
  }), // prettier-ignore
  'an update of the job and one of a group': job(
    {},
    { Update: { Canary: 1, MaxParallel: 2 } },
    { Update: { MaxParallel: 5, AutoRevert: true } },
  ),
  'no update at all': job({}, { Update: { MaxParallel: 0 } }),
  'an update of a batch and a system job': job(
    {},
    {},
    { Type: 'system', Update: { MaxParallel: 2, Stagger: 9 * second } },
  ),
  'a reschedule policy of a batch job': job({}, { ReschedulePolicy: { Attempts: 2 } }, { Type: 'batch' }),
  'a restart policy of a group that tasks inherit': job(
    { RestartPolicy: { Delay: second } },
    { RestartPolicy: { Attempts: 5, Mode: 'delay' } },
  ),
  'a periodic job': job({}, {}, { Type: 'batch', Periodic: { Spec: '0 0 * * *' } }),
  'a periodic job with several times': job({}, {}, {
    Type: 'batch', Periodic: { Specs: ['0 0 * * *', '1 1 * * *'], ProhibitOverlap: true, TimeZone: 'Europe/Berlin', Enabled: false },
  }), // prettier-ignore
  'a parameterized job': job({}, {}, { Type: 'batch', ParameterizedJob: {} }),
  'a parameterized job with all': job({}, {}, {
    Type: 'batch', ParameterizedJob: { Payload: 'required', MetaRequired: ['a'], MetaOptional: ['b'] },
  }), // prettier-ignore
  'a sidecar': job(
    {},
    { Networks: bridge, Services: [{ Name: 'mesh', PortLabel: '8080', Connect: { SidecarService: {} } }] },
  ),
  'a sidecar that says everything': job({}, {
    Networks: bridge,
    Services: [
      {
        Name: 'mesh', PortLabel: '8080',
        Connect: {
          SidecarService: proxy,
          SidecarTask: {
            Name: 'own', Driver: 'docker', User: 'u', Config: { image: 'envoy' }, Env: { A: 'b' }, Meta: { a: 'b' },
            Resources: { CPU: 100 }, KillTimeout: second, ShutdownDelay: second, KillSignal: 'SIGINT', LogConfig: { MaxFiles: 2 },
          },
        },
      },
    ],
  }), // prettier-ignore
  'a transparent proxy': job({}, {
    Networks: bridge,
    Services: [{ Name: 'mesh', PortLabel: '8080', Connect: { SidecarService: { Proxy: { TransparentProxy: {} } } } }],
  }), // prettier-ignore
  'an exposed check': job({}, {
    Networks: bridge,
    Services: [
      {
        Name: 'mesh', PortLabel: '8080', Connect: { SidecarService: {} },
        Checks: [{ Name: 'c', Type: 'http', Path: '/h', Expose: true, Interval: second, Timeout: second }],
      },
    ],
  }), // prettier-ignore
  'a service that speaks Connect itself': job({}, {
    Networks: bridge, Services: [{ Name: 'mesh', PortLabel: 'http', TaskName: 't', Connect: { Native: true } }],
  }), // prettier-ignore
  'an ingress gateway': job({}, {
    Networks: bridge,
    Services: [
      {
        Name: 'in', PortLabel: '8080',
        Connect: {
          Gateway: {
            Proxy: { ConnectTimeout: second },
            Ingress: { Listeners: [{ Port: 8080, Services: [{ Name: 'web' }] }, { Port: 8081, Protocol: 'http', Services: [{ Name: '*' }] }] },
          },
        },
      },
    ],
  }), // prettier-ignore
  'a terminating gateway': job({}, {
    Networks: bridge,
    Services: [{ Name: 'out', Connect: { Gateway: { Terminating: { Services: [{ Name: 'x', CAFile: 'a' }] } } } }],
  }), // prettier-ignore
  'a mesh gateway': job({}, {
    Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'mesh_wan' }] }],
    Services: [{ Name: 'm', PortLabel: 'mesh_wan', Connect: { Gateway: { Mesh: {}, Proxy: {} } } }],
  }), // prettier-ignore
  'networks of other kinds': job(
    {
      Resources: {
        Cores: 2,
        Networks: [{ MBits: 10, DynamicPorts: [{ Label: 'x' }], ReservedPorts: [{ Label: 'y', Value: 80 }] }],
      },
    },
    { Networks: [{ Mode: 'host', DynamicPorts: [{ Label: 'a' }] }] },
  ),
  'services with and without ports and providers': job(
    {
      Services: [
        { PortLabel: 'http', Provider: 'nomad', Checks: [{ Type: 'tcp', Interval: second, Timeout: second }] },
        { Name: '${TASK}-x', Provider: 'nomad' },
      ],
    },
    {
      Networks: bridge,
      Services: [
        { Name: 'n', PortLabel: 'http', Provider: 'nomad' },
        { Name: 'o', Provider: 'nomad' },
      ],
    },
  ),
  'an identity of a service': job({}, { Services: [{ Identity: { Audience: ['x'], TTL: second * 3600 } }] }),
  'lists and objects that are empty, in every place': job(
    {
      Artifacts: [
        { GetterSource: 'https://a/b.zip', GetterMode: 'file' },
        { GetterSource: 'https://a/b', GetterMode: 'dir', GetterOptions: {} },
      ],
      Templates: [
        { EmbeddedTmpl: 'a', DestPath: 'local/x', ChangeMode: 'signal' },
        { EmbeddedTmpl: 'c', DestPath: 'local/y', Wait: {} },
      ],
      Actions: [{ Name: 'a', Command: 'b', Args: [] }],
      Config: { a: {}, b: [] },
      LogConfig: { Disabled: true },
      Identities: [{ Name: 'default', File: true }],
      Env: { A: '' },
    },
    {
      Spreads: [{ Attribute: 'a', SpreadTarget: [] }],
      Networks: [{ Mode: 'bridge', DynamicPorts: [], DNS: { Servers: [] }, CNI: {} }],
      Services: [
        {
          Name: 'x',
          PortLabel: '80',
          Tags: [],
          CanaryTags: [],
          Meta: {},
          TaggedAddresses: {},
          Checks: [{ Type: 'http', Path: '/', Interval: second, Timeout: second, Args: [], Header: {} }],
          Connect: {
            SidecarService: {
              Tags: [],
              Proxy: { Upstreams: [{ DestinationName: 'a', LocalBindPort: 1, Config: {} }], Config: {} },
            },
            SidecarTask: {},
          },
        },
      ],
    },
    { Type: 'batch', Payload: '', ParameterizedJob: { MetaRequired: [], MetaOptional: [] }, UI: { Links: [] } },
  ),
  'members that only the servers set': job({}, { StopAfterClientDisconnect: second }, {
    VaultNamespace: 'v', ConsulNamespace: 'c', NomadTokenID: 'x', Dispatched: true, DispatchIdempotencyToken: 'd',
    VersionTag: { Name: 'v1', Description: 'd' }, Stable: true, VaultToken: 's',
  }), // prettier-ignore
  'a sidecar with a driver of its own': job({}, {
    Consul: {},
    Networks: bridge,
    Services: [
      {
        Name: 's', PortLabel: '80',
        Connect: {
          SidecarService: {},
          SidecarTask: {
            Driver: 'raw_exec', Config: { command: 'a' }, Resources: { CPU: 7, Devices: [{ Name: 'gpu' }] },
            Identities: [{ Name: 'default', File: true }, { Name: 'own', Audience: ['a'], TTL: 3600 * second }],
            VolumeMounts: [{ Volume: 'v', Destination: '/v' }],
          },
        },
      },
    ],
    Volumes: { v: { Type: 'host', Source: 's' } },
  }), // prettier-ignore
  'lifecycles, kinds of plugins and numa': job({
    Lifecycle: { Hook: 'poststart', Sidecar: true },
    CSIPluginConfig: { ID: 'p', Type: 'node' },
    Resources: { NUMA: { Affinity: 'none' }, SecretsMB: 10 },
    ScalingPolicies: [],
  }),
  'a disconnect block with all': job(
    {},
    { Disconnect: { LostAfter: second, Replace: false, Reconcile: 'keep_original' } },
  ),
  'the older members for what clients do when they lose their servers': job(
    {},
    { MaxClientDisconnect: second * 60, PreventRescheduleOnLost: true },
  ),
  'a service as clients of Docker send it': job(
    {
      Config: { image: 'registry.example/web:1.2', ports: ['http'] },
      Env: { LOG_LEVEL: 'info' },
      Resources: { CPU: 200, MemoryMB: 256 },
      Consul: {},
      Vault: {},
      Templates: [
        { DestPath: 'local/config', EmbeddedTmpl: 'level = {{ key "web/level" }}', ChangeMode: 'restart' },
        {
          DestPath: 'secrets/env',
          EmbeddedTmpl: 'A={{ with secret "secret/data/web" }}{{ .Data.data.a }}{{ end }}',
          Envvars: true,
        },
      ],
    },
    {
      Networks: [{ DynamicPorts: [{ Label: 'http', To: 8080 }] }],
      Services: [
        {
          Name: 'web', PortLabel: 'http', Provider: 'consul', Tags: ['http'],
          Checks: [{ Name: 'alive', Type: 'http', Path: '/health', Interval: 10 * second, Timeout: 2 * second }],
        },
      ],
    }, // prettier-ignore
    { Datacenters: ['dc1'] },
  ),
};
