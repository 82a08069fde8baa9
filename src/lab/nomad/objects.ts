import type { CryptoKey, JWK } from 'jose';

/** What a Nomad keeps. Members are named as its API shows them. */

/** A job as it was registered, with what every server adds. Its groups and tasks stay as they were given. */
export interface Job extends Readonly<Record<string, unknown>> {
  readonly ID: string;
  readonly Name: string;
  readonly Namespace: string;
  readonly Type: string;
  readonly Stop: boolean;
  readonly Status: string;
  readonly Version: number;
  readonly TaskGroups: readonly TaskGroup[];
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
  readonly JobModifyIndex: number;
}

export interface TaskGroup extends Readonly<Record<string, unknown>> {
  readonly Name: string;
  readonly Count?: number;
}

export interface Evaluation {
  readonly ID: string;
  readonly JobID: string;
  readonly Namespace: string;
  readonly Type: string;
  readonly TriggeredBy: string;
  readonly Status: string;
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
}

/** A placed task group. Its tasks never start: there is no client, and a pending allocation says so truthfully. */
export interface Allocation {
  readonly ID: string;
  readonly EvalID: string;
  readonly Name: string;
  readonly Namespace: string;
  readonly NodeID: string;
  readonly NodeName: string;
  readonly JobID: string;
  readonly Job: Job;
  readonly TaskGroup: string;
  readonly DesiredStatus: 'run' | 'stop';
  readonly ClientStatus: string;
  readonly TaskStates: unknown;
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
  readonly CreateTime: number;
  readonly ModifyTime: number;
}

export interface Namespace {
  readonly Name: string;
  readonly Description: string;
  readonly Meta: Readonly<Record<string, string>> | null;
  readonly Capabilities: unknown;
  readonly Quota: string;
  readonly Hash: string;
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
}

/**
 * The active root key: `privateKey` signs the JWTs of workloads, whose `kid` is `id`, and whoever has the JWKS can verify them.
 */
export interface Keyring {
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: JWK;
}
