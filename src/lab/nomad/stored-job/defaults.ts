/** What Nomad 1.11.1 puts where a job says nothing, by the types that its servers keep. Durations are nanoseconds. */
export type Members = Readonly<Record<string, unknown>>;
export type ByType = Readonly<Record<string, Members>>;

const second = 1_000_000_000;

/** Where a member is absent or null. What is not here is null, or the zero of its type. */
export const whenAbsent: ByType = {
  'structs.TaskGroup': { EphemeralDisk: {} },
  'structs.EphemeralDisk': { SizeMB: 300 },
  'structs.Affinity': { Weight: 50 },
  'structs.Spread': { Weight: 50 },
  'structs.DisconnectStrategy': { Replace: true, Reconcile: 'best_score' },
  'structs.ScalingPolicy': { Enabled: true },
  'structs.PeriodicConfig': { Enabled: true, SpecType: 'cron', Specs: [] },
  'structs.Task': { KillTimeout: 5 * second, LogConfig: {}, Resources: {} },
  'structs.SidecarTask': { KillTimeout: 5 * second, LogConfig: {}, Resources: {}, ShutdownDelay: 0 },
  'structs.LogConfig': { MaxFiles: 10, MaxFileSizeMB: 10 },
  'structs.Resources': { CPU: 100, MemoryMB: 300 },
  'structs.RequestedDevice': { Count: 1 },
  'structs.TaskArtifact': { GetterMode: 'any' },
  'structs.VolumeMount': { PropagationMode: 'private' },
  'structs.Template': { ChangeMode: 'restart', Perms: '0644', Splay: 5 * second, LeftDelim: '{{', RightDelim: '}}' },
  'structs.ChangeScript': { Args: [], Timeout: 5 * second },
  'structs.Vault': { ChangeMode: 'restart', ChangeSignal: 'SIGHUP', Env: true },
  'structs.TaskCSIPluginConfig': { MountDir: '/csi', StagePublishBaseDir: '/local/csi', HealthTimeout: 30 * second },
  'structs.ServiceWeights': { Passing: 1, Warning: 1 },
  'structs.CheckRestart': { Grace: second },
  'structs.ConsulGatewayProxy': { ConnectTimeout: 5 * second },
};

/** Where a text is absent or empty. */
export const whenEmpty: ByType = {
  'structs.ParameterizedJobConfig': { Payload: 'optional' },
  'structs.PeriodicConfig': { TimeZone: 'UTC' },
  'structs.Port': { HostNetwork: 'default' },
  'structs.ScalingPolicy': { Type: 'horizontal' },
  'structs.Consul': { Cluster: 'default' },
  'structs.Vault': { Cluster: 'default' },
  'structs.Service': {
    AddressMode: 'auto',
    Cluster: 'default',
    Namespace: 'default',
    OnUpdate: 'require_healthy',
    Provider: 'consul',
  },
  'structs.ConsulIngressListener': { Protocol: 'tcp' },
};

/** Names that jobs may use as well, and what the servers call it. */
export const otherNames: ByType = {
  'structs.ConsulProxy': { ExposeConfig: 'Expose' },
  'structs.ConsulExposeConfig': { Path: 'Paths' },
};

/** Members that the servers have and jobs cannot set: requests are read without them. */
export const unread: Readonly<Record<string, readonly string[]>> = {
  'structs.Job': ['ConsulNamespace', 'NomadTokenID', 'Dispatched', 'DispatchIdempotencyToken'],
  'structs.TaskGroup': ['StopAfterClientDisconnect', 'MaxClientDisconnect', 'PreventRescheduleOnLost'],
};

/** Lists that stay empty where a job says that they are; others become null. */
export const leftEmpty: Readonly<Record<string, readonly string[]>> = {
  'structs.Action': ['Args'],
  'structs.ParameterizedJobConfig': ['MetaRequired', 'MetaOptional'],
  'structs.DNSConfig': ['Servers', 'Searches', 'Options'],
  'structs.WorkloadIdentity': ['Audience'],
};

/** Types that are shown without their empty members. */
export const sparse: ReadonlySet<string> = new Set(['structs.NetworkResource', 'structs.Port']);
