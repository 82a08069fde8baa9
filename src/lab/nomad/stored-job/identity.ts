import { createHash } from 'node:crypto';
import type { Constraint, Identity } from '../../../simulate/nomad-claims/job.ts';
import type { Part } from './complete.ts';

/** `service` is the name of the service whose identity it is; `given`, how it was sent, tells an empty audience from none. */
export function shownIdentity(identity: Identity, service: string, given?: Part): Part {
  const { name, audience, changeMode, changeSignal, env, file, filepath, ttl } = identity;
  return {
    Audience: audience.length === 0 ? (given?.['Audience'] ?? null) : audience, ChangeMode: changeMode, ChangeSignal: changeSignal, Env: env, File: file,
    Filepath: filepath, Name: name, ServiceName: service, TTL: ttl,
  }; // prettier-ignore
}

export function shownConstraints(constraints: readonly Constraint[]): readonly Part[] | null {
  if (constraints.length === 0) return null;
  return constraints.map(({ LTarget, Operand, RTarget }) => ({ LTarget, Operand, RTarget }));
}

/** A name with digits in the place of those that Nomad takes from a hash or at random. */
export function settled(name: string): string {
  const digits = (): string => createHash('sha256').update(name).digest('hex').slice(0, 6);
  return name.replace(/\?{6}\d*$/, digits);
}

/** The objects of a list; none of null. */
export function parts(list: unknown): readonly Part[] {
  return Array.isArray(list) ? (list as readonly Part[]) : [];
}
