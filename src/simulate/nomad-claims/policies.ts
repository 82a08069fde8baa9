/** What a group says about how it is run, moved and replaced. Durations are nanoseconds. */
export interface Policies {
  readonly restart: Restart;
  /** Jobs on all nodes have none. */
  readonly reschedule: Reschedule | undefined;
  readonly update: Update | undefined;
  readonly migrate: Migrate | undefined;
  readonly disconnect: Disconnect | undefined;
  readonly scaling: Scaling | undefined;
}

export interface Restart {
  readonly attempts: number;
  readonly interval: number;
  readonly delay: number;
  readonly mode: string;
}

export interface Reschedule {
  readonly attempts: number;
  readonly interval: number;
  readonly delay: number;
  readonly delayFunction: string;
  readonly maxDelay: number;
  readonly unlimited: boolean;
}

export interface Update {
  readonly stagger: number;
  readonly maxParallel: number;
  readonly healthCheck: string;
  readonly minHealthyTime: number;
  readonly healthyDeadline: number;
  readonly progressDeadline: number;
  readonly canary: number;
  readonly autoRevert: boolean;
  readonly autoPromote: boolean;
}

export interface Migrate {
  readonly maxParallel: number;
  readonly healthCheck: string;
  readonly minHealthyTime: number;
  readonly healthyDeadline: number;
}

export interface Disconnect {
  readonly lostAfter: number;
  readonly stopOnClientAfter: number | undefined;
  readonly reconcile: string;
}

export interface Scaling {
  readonly type: string;
  readonly min: number;
  /** -1 when it is not given. */
  readonly max: number;
}
