/** The types that a job of Nomad 1.11.1 consists of, as `go run . types` in test/conformance/oracle/bexpr writes them. */
export const jobTypes = `
structs.Constraint struct LTarget:string RTarget:string Operand:string
structs.Affinity struct LTarget:string RTarget:string Operand:string Weight:int8
structs.SpreadTarget struct Value:string Percent:uint8
structs.Spread struct Attribute:string Weight:int8 SpreadTarget:[]*structs.SpreadTarget
time.Duration int64
structs.UpdateStrategy struct Stagger:time.Duration MaxParallel:int HealthCheck:string MinHealthyTime:time.Duration
  HealthyDeadline:time.Duration ProgressDeadline:time.Duration AutoRevert:bool AutoPromote:bool Canary:int
structs.MigrateStrategy struct MaxParallel:int HealthCheck:string MinHealthyTime:time.Duration
  HealthyDeadline:time.Duration
structs.ScalingPolicy struct ID:string Type:string Target:map[string]string Policy:map[string]any Min:int64 Max:int64
  Enabled:bool CreateIndex:uint64 ModifyIndex:uint64
structs.RestartPolicy struct Attempts:int Interval:time.Duration Delay:time.Duration Mode:string RenderTemplates:bool
structs.DisconnectStrategy struct LostAfter:time.Duration StopOnClientAfter:*time.Duration Replace:*bool
  Reconcile:string
structs.CheckRestart struct Limit:int Grace:time.Duration IgnoreWarnings:bool
structs.ServiceCheck struct Name:string Type:string Command:string Args:[]string Path:string Protocol:string
  PortLabel:string Expose:bool AddressMode:string Interval:time.Duration Timeout:time.Duration InitialStatus:string
  Notes:string TLSServerName:string TLSSkipVerify:bool Method:string Header:map[string][]string
  CheckRestart:*structs.CheckRestart GRPCService:string GRPCUseTLS:bool TaskName:string SuccessBeforePassing:int
  FailuresBeforeCritical:int FailuresBeforeWarning:int Body:string OnUpdate:string
structs.ConsulMeshGateway struct Mode:string
structs.ConsulUpstream struct DestinationName:string DestinationNamespace:string DestinationPartition:string
  DestinationPeer:string DestinationType:string LocalBindPort:int Datacenter:string LocalBindAddress:string
  LocalBindSocketPath:string LocalBindSocketMode:string MeshGateway:structs.ConsulMeshGateway Config:map[string]any
structs.ConsulExposePath struct Path:string Protocol:string LocalPathPort:int ListenerPort:string
structs.ConsulExposeConfig struct Paths:[]structs.ConsulExposePath
structs.ConsulTransparentProxy struct UID:string OutboundPort:uint16 ExcludeInboundPorts:[]string
  ExcludeOutboundPorts:[]uint16 ExcludeOutboundCIDRs:[]string ExcludeUIDs:[]string NoDNS:bool
structs.ConsulProxy struct LocalServiceAddress:string LocalServicePort:int Upstreams:[]structs.ConsulUpstream
  Expose:*structs.ConsulExposeConfig TransparentProxy:*structs.ConsulTransparentProxy Config:map[string]any
structs.ConsulSidecarService struct Tags:[]string Port:string Proxy:*structs.ConsulProxy DisableDefaultTCPCheck:bool
  Meta:map[string]string
structs.DNSConfig struct Servers:[]string Searches:[]string Options:[]string
structs.Port struct Label:string Value:int To:int HostNetwork:string IgnoreCollision:bool
structs.CNIConfig struct Args:map[string]string
structs.NetworkResource struct Mode:string Device:string CIDR:string IP:string Hostname:string MBits:int
  DNS:*structs.DNSConfig ReservedPorts:[]structs.Port DynamicPorts:[]structs.Port CNI:*structs.CNIConfig
structs.Networks []*structs.NetworkResource
structs.Constraints []*structs.Constraint
structs.Affinities []*structs.Affinity
structs.RequestedDevice struct Name:string Count:uint64 Constraints:structs.Constraints Affinities:structs.Affinities
structs.ResourceDevices []*structs.RequestedDevice
structs.NUMA struct Affinity:string Devices:[]string
structs.Resources struct CPU:int Cores:int MemoryMB:int MemoryMaxMB:int DiskMB:int IOPS:int Networks:structs.Networks
  Devices:structs.ResourceDevices NUMA:*structs.NUMA SecretsMB:int
structs.LogConfig struct MaxFiles:int MaxFileSizeMB:int Disabled:bool
structs.VolumeMount struct Volume:string Destination:string ReadOnly:bool PropagationMode:string SELinuxLabel:string
structs.WorkloadIdentity struct Name:string Audience:[]string ChangeMode:string ChangeSignal:string Env:bool File:bool
  Filepath:string ServiceName:string TTL:time.Duration
structs.SidecarTask struct Name:string Driver:string User:string Config:map[string]any Env:map[string]string
  Resources:*structs.Resources Meta:map[string]string KillTimeout:*time.Duration LogConfig:*structs.LogConfig
  ShutdownDelay:*time.Duration KillSignal:string VolumeMounts:[]*structs.VolumeMount
  Identities:[]*structs.WorkloadIdentity
structs.ConsulGatewayBindAddress struct Address:string Port:int
structs.ConsulGatewayProxy struct ConnectTimeout:*time.Duration EnvoyGatewayBindTaggedAddresses:bool
  EnvoyGatewayBindAddresses:map[string]*structs.ConsulGatewayBindAddress EnvoyGatewayNoDefaultBind:bool
  EnvoyDNSDiscoveryType:string Config:map[string]any
structs.ConsulGatewayTLSSDSConfig struct ClusterName:string CertResource:string
structs.ConsulGatewayTLSConfig struct Enabled:bool TLSMinVersion:string TLSMaxVersion:string CipherSuites:[]string
  SDS:*structs.ConsulGatewayTLSSDSConfig
structs.ConsulHTTPHeaderModifiers struct Add:map[string]string Set:map[string]string Remove:[]string
structs.ConsulIngressService struct Name:string Hosts:[]string TLS:*structs.ConsulGatewayTLSConfig
  RequestHeaders:*structs.ConsulHTTPHeaderModifiers ResponseHeaders:*structs.ConsulHTTPHeaderModifiers
  MaxConnections:*uint32 MaxPendingRequests:*uint32 MaxConcurrentRequests:*uint32
structs.ConsulIngressListener struct Port:int Protocol:string Services:[]*structs.ConsulIngressService
structs.ConsulIngressConfigEntry struct TLS:*structs.ConsulGatewayTLSConfig Listeners:[]*structs.ConsulIngressListener
structs.ConsulLinkedService struct Name:string CAFile:string CertFile:string KeyFile:string SNI:string
structs.ConsulTerminatingConfigEntry struct Services:[]*structs.ConsulLinkedService
structs.ConsulMeshConfigEntry struct
structs.ConsulGateway struct Proxy:*structs.ConsulGatewayProxy Ingress:*structs.ConsulIngressConfigEntry
  Terminating:*structs.ConsulTerminatingConfigEntry Mesh:*structs.ConsulMeshConfigEntry
structs.ConsulConnect struct Native:bool SidecarService:*structs.ConsulSidecarService SidecarTask:*structs.SidecarTask
  Gateway:*structs.ConsulGateway
structs.ServiceWeights struct Passing:int Warning:int
structs.Service struct Name:string TaskName:string PortLabel:string AddressMode:string Address:string
  EnableTagOverride:bool Tags:[]string CanaryTags:[]string Checks:[]*structs.ServiceCheck
  Connect:*structs.ConsulConnect Meta:map[string]string CanaryMeta:map[string]string Weights:*structs.ServiceWeights
  TaggedAddresses:map[string]string Namespace:string OnUpdate:string Provider:string Cluster:string
  Identity:*structs.WorkloadIdentity Kind:string
structs.Vault struct Role:string Namespace:string Cluster:string Env:bool DisableFile:bool ChangeMode:string
  ChangeSignal:string AllowTokenExpiration:bool
structs.Secret struct Name:string Provider:string Path:string Config:map[string]any Env:map[string]string
structs.Consul struct Namespace:string Cluster:string Partition:string
structs.ChangeScript struct Command:string Args:[]string Timeout:time.Duration FailOnError:bool
structs.WaitConfig struct Min:*time.Duration Max:*time.Duration
structs.Template struct SourcePath:string DestPath:string EmbeddedTmpl:string ChangeMode:string ChangeSignal:string
  ChangeScript:*structs.ChangeScript Once:bool Splay:time.Duration Perms:string Uid:*int Gid:*int LeftDelim:string
  RightDelim:string Envvars:bool VaultGrace:time.Duration Wait:*structs.WaitConfig ErrMissingKey:bool
structs.DispatchPayloadConfig struct File:string
structs.TaskLifecycleConfig struct Hook:string Sidecar:bool
structs.TaskArtifact struct GetterSource:string GetterOptions:map[string]string GetterHeaders:map[string]string
  GetterMode:string GetterInsecure:bool RelativeDest:string Chown:bool
structs.TaskKind string
structs.CSIPluginType string
structs.TaskCSIPluginConfig struct ID:string Type:structs.CSIPluginType MountDir:string StagePublishBaseDir:string
  HealthTimeout:time.Duration
structs.Action struct Name:string Command:string Args:[]string
structs.TaskScheduleCron struct Start:string End:string Timezone:string
structs.TaskSchedule struct Cron:*structs.TaskScheduleCron
structs.Task struct Name:string Driver:string User:string Config:map[string]any Env:map[string]string
  Services:[]*structs.Service Vault:*structs.Vault Secrets:[]*structs.Secret Consul:*structs.Consul
  Templates:[]*structs.Template Constraints:[]*structs.Constraint Affinities:[]*structs.Affinity
  Resources:*structs.Resources RestartPolicy:*structs.RestartPolicy DispatchPayload:*structs.DispatchPayloadConfig
  Lifecycle:*structs.TaskLifecycleConfig Meta:map[string]string KillTimeout:time.Duration LogConfig:*structs.LogConfig
  Artifacts:[]*structs.TaskArtifact Leader:bool ShutdownDelay:time.Duration VolumeMounts:[]*structs.VolumeMount
  ScalingPolicies:[]*structs.ScalingPolicy KillSignal:string Kind:structs.TaskKind
  CSIPluginConfig:*structs.TaskCSIPluginConfig Identity:*structs.WorkloadIdentity
  Identities:[]*structs.WorkloadIdentity Actions:[]*structs.Action Schedule:*structs.TaskSchedule
structs.EphemeralDisk struct Sticky:bool SizeMB:int Migrate:bool
structs.ReschedulePolicy struct Attempts:int Interval:time.Duration Delay:time.Duration DelayFunction:string
  MaxDelay:time.Duration Unlimited:bool
structs.VolumeAccessMode string
structs.VolumeAttachmentMode string
structs.CSIMountOptions struct FSType:string MountFlags:[]string
structs.VolumeRequest struct Name:string Type:string Source:string ReadOnly:bool Sticky:bool
  AccessMode:structs.VolumeAccessMode AttachmentMode:structs.VolumeAttachmentMode
  MountOptions:*structs.CSIMountOptions PerAlloc:bool
structs.TaskGroup struct Name:string Count:int Update:*structs.UpdateStrategy Migrate:*structs.MigrateStrategy
  Constraints:[]*structs.Constraint Scaling:*structs.ScalingPolicy RestartPolicy:*structs.RestartPolicy
  Disconnect:*structs.DisconnectStrategy Tasks:[]*structs.Task EphemeralDisk:*structs.EphemeralDisk
  Meta:map[string]string ReschedulePolicy:*structs.ReschedulePolicy Affinities:[]*structs.Affinity
  Spreads:[]*structs.Spread Networks:structs.Networks Consul:*structs.Consul Services:[]*structs.Service
  Volumes:map[string]*structs.VolumeRequest ShutdownDelay:*time.Duration StopAfterClientDisconnect:*time.Duration
  MaxClientDisconnect:*time.Duration PreventRescheduleOnLost:bool
structs.MultiregionStrategy struct MaxParallel:int OnFailure:string
structs.MultiregionRegion struct Name:string Count:int Datacenters:[]string NodePool:string Meta:map[string]string
structs.Multiregion struct Strategy:*structs.MultiregionStrategy Regions:[]*structs.MultiregionRegion
structs.PeriodicConfig struct Enabled:bool Spec:string Specs:[]string SpecType:string ProhibitOverlap:bool
  TimeZone:string
structs.ParameterizedJobConfig struct Payload:string MetaRequired:[]string MetaOptional:[]string
structs.JobUILink struct Label:string Url:string
structs.JobUIConfig struct Description:string Links:[]*structs.JobUILink
structs.JobVersionTag struct Name:string Description:string TaggedTime:int64
structs.Job struct Stop:bool Region:string Namespace:string ID:string ParentID:string Name:string Type:string
  Priority:int AllAtOnce:bool Datacenters:[]string NodePool:string Constraints:[]*structs.Constraint
  Affinities:[]*structs.Affinity Spreads:[]*structs.Spread TaskGroups:[]*structs.TaskGroup
  Update:structs.UpdateStrategy Multiregion:*structs.Multiregion Periodic:*structs.PeriodicConfig
  ParameterizedJob:*structs.ParameterizedJobConfig Dispatched:bool DispatchIdempotencyToken:string Payload:[]uint8
  Meta:map[string]string ConsulNamespace:string VaultNamespace:string NomadTokenID:string Status:string
  StatusDescription:string Stable:bool Version:uint64 SubmitTime:int64 CreateIndex:uint64 ModifyIndex:uint64
  JobModifyIndex:uint64 UI:*structs.JobUIConfig VersionTag:*structs.JobVersionTag
`;
