import type { Refusal } from '../../validation/refusal.ts';
import type { Answer, LabRequest } from '../router.ts';

/** An error as Consul's HTTP layer writes it: the bare text. */
export class ConsulError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, text: string, headers: Readonly<Record<string, string>> = {}) {
    super(text);
    this.status = status;
    this.headers = headers;
  }
}

export function badRequest(text: string): ConsulError {
  return new ConsulError(400, text);
}

/** What Consul's servers say about an object they refuse; nearly every refusal is a 500. */
export function refused(text: string): ConsulError {
  return new ConsulError(500, text);
}

/** Throws what the validation says that Consul says, if it says anything. */
export function throwRefusal(refusal: Refusal | undefined): void {
  if (refusal !== undefined) throw new ConsulError(refusal.status, refusal.text);
}

export function notFound(text: string): ConsulError {
  return new ConsulError(404, text);
}

export function forbidden(text: string): ConsulError {
  return new ConsulError(403, text);
}

export function errorAnswer({ status, message, headers }: ConsulError): Answer {
  return { status, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }, body: message };
}

/** Consul indents only when asked: `?pretty`. */
export function json(request: LabRequest, value: unknown, index?: number): Answer {
  const body = request.query.has('pretty') ? `${JSON.stringify(value, null, 4)}\n` : JSON.stringify(value);
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  return { status: 200, headers: index === undefined ? headers : { ...headers, ...queryHeaders(index) }, body };
}

/** What every answer to a read carries. */
export function queryHeaders(index: number): Record<string, string> {
  return { 'X-Consul-Index': String(index), 'X-Consul-KnownLeader': 'true', 'X-Consul-LastContact': '0' };
}
