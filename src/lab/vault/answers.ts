import { randomUUID } from 'node:crypto';
import type { Refusal } from '../../validation/refusal.ts';
import { readFields, type Schema, type Sent } from '../../validation/vault/fields.ts';
import type { Answer } from '../router.ts';

/** An error as Vault writes it: `{"errors": [...]}`. A 404 usually has no text at all. */
export class VaultError extends Error {
  readonly status: number;
  readonly errors: readonly string[];

  constructor(status: number, ...errors: readonly string[]) {
    super(errors.join('\n'));
    this.status = status;
    this.errors = errors;
  }
}

export function invalid(text: string): VaultError {
  return new VaultError(400, text);
}

/** Throws what the validation says that Vault says, if it says anything. */
export function throwRefusal(refusal: Refusal | undefined): void {
  if (refusal !== undefined) throw new VaultError(refusal.status, refusal.text);
}

/** The request's known fields; throws Vault's text for one that cannot be read. */
export function sentFields<const S extends Schema>(schema: S, body: unknown): Sent<S> {
  const { sent, faults } = readFields(schema, body);
  const [fault] = faults;
  if (fault !== undefined) throw invalid(fault.text);
  return sent;
}

export function notFound(): VaultError {
  return new VaultError(404);
}

/** How Vault's core wraps the errors of its paths. */
export function wrapped(status: number, ...errors: readonly string[]): VaultError {
  const count = `${String(errors.length)} error${errors.length === 1 ? '' : 's'} occurred`;
  return new VaultError(status, `${count}:\n${errors.map((error) => `\t* ${error}\n`).join('')}\n`);
}

const json = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };

export function errorAnswer({ status, errors }: VaultError): Answer {
  return { status, headers: json, body: JSON.stringify({ errors }) };
}

export const done: Answer = { status: 204, headers: { 'Cache-Control': 'no-store' } };

export interface Envelope {
  /** The type of the mount that answers: `system`, `jwt`, `kv`, `token`; empty for internal paths. */
  readonly mount: string;
  readonly warnings?: readonly string[];
  readonly auth?: unknown;
  readonly leaseDuration?: number;
  readonly status?: number;
  /** Old system endpoints answer their data at the top level too. */
  readonly flat?: boolean;
}

/** What every answer with data is wrapped in. */
export function data(
  content: unknown,
  { mount, warnings = [], auth = null, leaseDuration = 0, status = 200, flat = false }: Envelope,
): Answer {
  const body = {
    ...(flat ? (content as object) : {}),
    request_id: randomUUID(),
    lease_id: '',
    renewable: false,
    lease_duration: leaseDuration,
    data: content,
    wrap_info: null,
    warnings: warnings.length === 0 ? null : warnings,
    auth,
    mount_type: mount,
  };
  return { status, headers: json, body: JSON.stringify(body) };
}

/** Answers of the few endpoints without an envelope. */
export function bare(content: unknown): Answer {
  return { status: 200, headers: json, body: JSON.stringify(content) };
}

/** A write has nothing to say unless there are warnings. */
export function written(mount: string, warnings: readonly string[]): Answer {
  return warnings.length === 0 ? done : data(null, { mount, warnings });
}
