/** The further types of nodes, allocations and evaluations, written in the same way. */
export const clusterTypes = `
structs.LegacyNodeCpuResources struct CpuShares:int64 TotalCpuCores:uint16 ReservableCpuCores:[]uint16
numalib.Cost uint8
numalib.SLIT [][]numalib.Cost
hw.SocketID uint8
hw.CoreID uint16
numalib.CoreGrade bool
hw.MHz uint64
numalib.Core struct SocketID:hw.SocketID NodeID:uint8 ID:hw.CoreID Grade:numalib.CoreGrade Disable:bool
  BaseSpeed:hw.MHz MaxSpeed:hw.MHz GuessSpeed:hw.MHz
numalib.Topology struct Nodes:[]uint8 Distances:numalib.SLIT Cores:[]numalib.Core BusAssociativity:map[string]uint8
  OverrideTotalCompute:hw.MHz OverrideWitholdCompute:hw.MHz
structs.NodeProcessorResources struct Topology:*numalib.Topology
structs.NodeMemoryResources struct MemoryMB:int64
structs.NodeDiskResources struct DiskMB:int64
structs.NodeDeviceLocality struct PciBusID:string
structs.NodeDevice struct ID:string Healthy:bool HealthDescription:string Locality:*structs.NodeDeviceLocality
structs.Attribute struct Float:*float64 Int:*int64 String:*string Bool:*bool Unit:string
structs.NodeDeviceResource struct Vendor:string Type:string Name:string Instances:[]*structs.NodeDevice
  Attributes:map[string]*structs.Attribute
structs.NodeNetworkAF string
structs.NodeNetworkAddress struct Family:structs.NodeNetworkAF Alias:string Address:string ReservedPorts:string
  Gateway:string
structs.NodeNetworkResource struct Mode:string Device:string MacAddress:string Speed:int
  Addresses:[]structs.NodeNetworkAddress
structs.NodeResources struct Cpu:structs.LegacyNodeCpuResources Processors:structs.NodeProcessorResources
  Memory:structs.NodeMemoryResources Disk:structs.NodeDiskResources Devices:[]*structs.NodeDeviceResource
  NodeNetworks:[]*structs.NodeNetworkResource Networks:structs.Networks MinDynamicPort:int MaxDynamicPort:int
structs.NodeReservedCpuResources struct CpuShares:int64 ReservedCpuCores:[]uint16
structs.NodeReservedMemoryResources struct MemoryMB:int64
structs.NodeReservedDiskResources struct DiskMB:int64
structs.NodeReservedNetworkResources struct ReservedHostPorts:string
structs.NodeReservedResources struct Cpu:structs.NodeReservedCpuResources Memory:structs.NodeReservedMemoryResources
  Disk:structs.NodeReservedDiskResources Networks:structs.NodeReservedNetworkResources
structs.DrainSpec struct Deadline:time.Duration IgnoreSystemJobs:bool
time.Time struct
structs.DrainStrategy struct DrainSpec:structs.DrainSpec ForceDeadline:time.Time StartedAt:time.Time
structs.NodeEvent struct Message:string Subsystem:string Details:map[string]string Timestamp:time.Time
  CreateIndex:uint64
structs.DriverInfo struct Attributes:map[string]string Detected:bool Healthy:bool HealthDescription:string
  UpdateTime:time.Time
structs.CSIControllerInfo struct SupportsCreateDelete:bool SupportsAttachDetach:bool SupportsListVolumes:bool
  SupportsGetCapacity:bool SupportsCreateDeleteSnapshot:bool SupportsListSnapshots:bool SupportsClone:bool
  SupportsReadOnlyAttach:bool SupportsExpand:bool SupportsListVolumesAttachedNodes:bool SupportsCondition:bool
  SupportsGet:bool
structs.CSITopology struct Segments:map[string]string
structs.CSINodeInfo struct ID:string MaxVolumes:int64 AccessibleTopology:*structs.CSITopology
  RequiresNodeStageVolume:bool SupportsStats:bool SupportsExpand:bool SupportsCondition:bool
structs.CSIInfo struct PluginID:string AllocID:string Healthy:bool HealthDescription:string UpdateTime:time.Time
  Provider:string ProviderVersion:string RequiresControllerPlugin:bool RequiresTopologies:bool
  ControllerInfo:*structs.CSIControllerInfo NodeInfo:*structs.CSINodeInfo
structs.ClientHostVolumeConfig struct Name:string Path:string ReadOnly:bool ID:string
structs.ClientHostNetworkConfig struct Name:string CIDR:string Interface:string ReservedPorts:string
structs.DrainStatus string
structs.DrainMetadata struct StartedAt:time.Time UpdatedAt:time.Time Status:structs.DrainStatus AccessorID:string
  Meta:map[string]string
structs.Node struct ID:string SecretID:string Datacenter:string Name:string CgroupParent:string HTTPAddr:string
  TLSEnabled:bool Attributes:map[string]string NodeResources:*structs.NodeResources
  ReservedResources:*structs.NodeReservedResources Links:map[string]string Meta:map[string]string NodeClass:string
  NodePool:string ComputedClass:string DrainStrategy:*structs.DrainStrategy SchedulingEligibility:string Status:string
  StatusDescription:string IdentitySigningKeyID:string StatusUpdatedAt:int64 Events:[]*structs.NodeEvent
  Drivers:map[string]*structs.DriverInfo CSIControllerPlugins:map[string]*structs.CSIInfo
  CSINodePlugins:map[string]*structs.CSIInfo HostVolumes:map[string]*structs.ClientHostVolumeConfig
  GCVolumesOnNodeGC:bool HostNetworks:map[string]*structs.ClientHostNetworkConfig LastDrain:*structs.DrainMetadata
  NodeMaxAllocs:int LastMissedHeartbeatIndex:uint64 LastAllocUpdateIndex:uint64 CreateIndex:uint64 ModifyIndex:uint64
structs.AllocatedCpuResources struct CpuShares:int64 ReservedCores:[]uint16
structs.AllocatedMemoryResources struct MemoryMB:int64 MemoryMaxMB:int64
structs.AllocatedDeviceResource struct Vendor:string Type:string Name:string DeviceIDs:[]string
structs.AllocatedTaskResources struct Cpu:structs.AllocatedCpuResources Memory:structs.AllocatedMemoryResources
  Networks:structs.Networks Devices:[]*structs.AllocatedDeviceResource
structs.AllocatedPortMapping struct Label:string Value:int To:int HostIP:string IgnoreCollision:bool
structs.AllocatedPorts []structs.AllocatedPortMapping
structs.AllocatedSharedResources struct Networks:structs.Networks DiskMB:int64 Ports:structs.AllocatedPorts
structs.AllocatedResources struct Tasks:map[string]*structs.AllocatedTaskResources
  TaskLifecycles:map[string]*structs.TaskLifecycleConfig Shared:structs.AllocatedSharedResources
structs.NodeScoreMeta struct NodeID:string Scores:map[string]float64 NormScore:float64
structs.AllocMetric struct NodesEvaluated:int NodesFiltered:int NodesInPool:int NodePool:string
  NodesAvailable:map[string]int ClassFiltered:map[string]int ConstraintFiltered:map[string]int NodesExhausted:int
  ClassExhausted:map[string]int DimensionExhausted:map[string]int QuotaExhausted:[]string
  ResourcesExhausted:map[string]*structs.Resources Scores:map[string]float64 ScoreMetaData:[]*structs.NodeScoreMeta
  AllocationTime:time.Duration CoalescedFailures:int
structs.DesiredTransition struct Migrate:*bool Reschedule:*bool ForceReschedule:*bool NoShutdownDelay:*bool
  MigrateDisablePlacement:*bool
structs.TaskEvent struct Type:string Time:int64 Message:string DisplayMessage:string Details:map[string]string
  FailsTask:bool RestartReason:string SetupError:string DriverError:string ExitCode:int Signal:int
  KillTimeout:time.Duration KillError:string KillReason:string StartDelay:int64 DownloadError:string
  ValidationError:string DiskLimit:int64 FailedSibling:string VaultError:string TaskSignalReason:string
  TaskSignal:string DriverMessage:string GenericSource:string
structs.TaskScheduleState string
structs.TaskState struct State:string Failed:bool Restarts:uint64 LastRestart:time.Time StartedAt:time.Time
  FinishedAt:time.Time Events:[]*structs.TaskEvent Paused:structs.TaskScheduleState
structs.AllocStateField uint8
structs.AllocState struct Field:structs.AllocStateField Value:string Time:time.Time
structs.AllocDeploymentStatus struct Healthy:*bool Timestamp:time.Time Canary:bool ModifyIndex:uint64
structs.RescheduleEvent struct RescheduleTime:int64 PrevAllocID:string PrevNodeID:string Delay:time.Duration
structs.RescheduleTrackerAnnotation string
structs.RescheduleTracker struct Events:[]*structs.RescheduleEvent LastReschedule:structs.RescheduleTrackerAnnotation
structs.AllocNetworkStatus struct InterfaceName:string Address:string AddressIPv6:string DNS:*structs.DNSConfig
structs.Allocation struct ID:string Namespace:string EvalID:string Name:string NodeID:string NodeName:string
  JobID:string Job:*structs.Job TaskGroup:string Resources:*structs.Resources SharedResources:*structs.Resources
  TaskResources:map[string]*structs.Resources AllocatedResources:*structs.AllocatedResources
  Metrics:*structs.AllocMetric DesiredStatus:string DesiredDescription:string
  DesiredTransition:structs.DesiredTransition ClientStatus:string ClientDescription:string
  TaskStates:map[string]*structs.TaskState AllocStates:[]*structs.AllocState PreviousAllocation:string
  NextAllocation:string DeploymentID:string DeploymentStatus:*structs.AllocDeploymentStatus
  RescheduleTracker:*structs.RescheduleTracker NetworkStatus:*structs.AllocNetworkStatus FollowupEvalID:string
  PreemptedAllocations:[]string PreemptedByAllocation:string SignedIdentities:map[string]string SigningKeyID:string
  CreateIndex:uint64 ModifyIndex:uint64 AllocModifyIndex:uint64 CreateTime:int64 ModifyTime:int64
structs.EvaluationStub struct ID:string Namespace:string Priority:int Type:string TriggeredBy:string JobID:string
  NodeID:string DeploymentID:string Status:string StatusDescription:string WaitUntil:time.Time NextEval:string
  PreviousEval:string BlockedEval:string CreateIndex:uint64 ModifyIndex:uint64 CreateTime:int64 ModifyTime:int64
structs.DesiredUpdates struct Ignore:uint64 Place:uint64 Migrate:uint64 Stop:uint64 InPlaceUpdate:uint64
  DestructiveUpdate:uint64 Canary:uint64 Preemptions:uint64 Disconnect:uint64 Reconnect:uint64 RescheduleNow:uint64
  RescheduleLater:uint64
structs.AllocListStub struct ID:string EvalID:string Name:string Namespace:string NodeID:string NodeName:string
  JobID:string JobType:string JobVersion:uint64 TaskGroup:string AllocatedResources:*structs.AllocatedResources
  DesiredStatus:string DesiredDescription:string ClientStatus:string ClientDescription:string
  DesiredTransition:structs.DesiredTransition TaskStates:map[string]*structs.TaskState
  DeploymentStatus:*structs.AllocDeploymentStatus FollowupEvalID:string NextAllocation:string
  RescheduleTracker:*structs.RescheduleTracker PreemptedAllocations:[]string PreemptedByAllocation:string
  CreateIndex:uint64 ModifyIndex:uint64 CreateTime:int64 ModifyTime:int64
structs.PlanAnnotations struct DesiredTGUpdates:map[string]*structs.DesiredUpdates
  PreemptedAllocs:[]*structs.AllocListStub
structs.Evaluation struct ID:string Namespace:string Priority:int Type:string TriggeredBy:string JobID:string
  JobModifyIndex:uint64 NodeID:string NodeModifyIndex:uint64 DeploymentID:string Status:string
  StatusDescription:string Wait:time.Duration WaitUntil:time.Time NextEval:string PreviousEval:string
  BlockedEval:string RelatedEvals:[]*structs.EvaluationStub FailedTGAllocs:map[string]*structs.AllocMetric
  PlanAnnotations:*structs.PlanAnnotations ClassEligibility:map[string]bool QuotaLimitReached:string
  EscapedComputedClass:bool AnnotatePlan:bool QueuedAllocations:map[string]int LeaderACL:string SnapshotIndex:uint64
  CreateIndex:uint64 ModifyIndex:uint64 CreateTime:int64 ModifyTime:int64
`;
