/** What a task says about what it gets from its node and what is put there for it. Durations are nanoseconds, sizes MB. */
export interface TaskParts {
  resources: Resources;
  shutdownDelay: number;
  readonly affinities: readonly Affinity[];
  readonly artifacts: readonly Artifact[];
  readonly actions: readonly Action[];
  /** Where the payload of a dispatch goes. */
  readonly payloadFile: string | undefined;
  mounts: readonly Mount[];
  readonly csiPlugin: CsiPlugin | undefined;
}

export interface Resources {
  readonly cpu: number;
  readonly cores: number;
  readonly memory: number;
  readonly memoryMax: number;
  readonly secrets: number;
  readonly disk: number;
  /** Deprecated. */
  readonly iops: number;
  readonly devices: readonly Device[];
  readonly numa: { readonly affinity: string; readonly devices: readonly string[] } | undefined;
}

export interface Device {
  readonly name: string;
  readonly constraints: readonly Comparison[];
  readonly affinities: readonly Affinity[];
}

/** What a constraint and an affinity have in common; as the API shows it. */
export interface Comparison {
  readonly LTarget: string;
  readonly RTarget: string;
  readonly Operand: string;
}

export interface Affinity extends Comparison {
  readonly weight: number;
}

export interface Spread {
  readonly attribute: string;
  readonly weight: number;
  readonly targets: readonly { readonly value: string; readonly percent: number }[];
}

export interface Artifact {
  readonly source: string;
  readonly mode: string;
  readonly destination: string;
  readonly checksum: string | undefined;
}

export interface Action {
  readonly name: string;
  readonly command: string;
}

export interface Mount {
  readonly volume: string;
  readonly propagation: string;
  readonly seLinuxLabel: string;
}

export interface CsiPlugin {
  readonly id: string;
  readonly type: string;
  readonly mountFolder: string;
  readonly stageFolder: string;
}

export interface Volume {
  readonly name: string;
  readonly type: 'host' | 'csi';
  readonly source: string;
  readonly readOnly: boolean;
  readonly sticky: boolean;
  readonly perAllocation: boolean;
  readonly accessMode: string;
  readonly attachmentMode: string;
  readonly hasMountOptions: boolean;
}

export const usualResources: Resources = {
  cpu: 100,
  cores: 0,
  memory: 300,
  memoryMax: 0,
  secrets: 0,
  disk: 0,
  iops: 0,
  devices: [],
  numa: undefined,
};

/** Of a task that says nothing about any of it. */
export const noTaskParts: TaskParts = {
  resources: usualResources,
  shutdownDelay: 0,
  affinities: [],
  artifacts: [],
  actions: [],
  payloadFile: undefined,
  mounts: [],
  csiPlugin: undefined,
};
