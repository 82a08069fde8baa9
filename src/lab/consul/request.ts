import { parseGoDuration } from '../../syntax/go-duration.ts';
import { decodeObject, type Members } from '../decode.ts';
import type { LabRequest } from '../router.ts';
import { badRequest } from './answers.ts';
import type { ConsulState } from './state.ts';
import { withTenancy } from './tenancy.ts';

/** A request's object. `what` stands in Consul's text: `Policy decoding failed: json: unknown field "Foo"`. */
export function decodeBody(
  state: ConsulState,
  request: LabRequest,
  what: string,
  members: Members,
  goType?: string,
): Record<string, unknown> {
  return decode(state, request, `${what} decoding failed`, members, goType);
}

/** The object of a login, about which Consul speaks in other words. */
export function decodeLogin(state: ConsulState, request: LabRequest, members: Members): Record<string, unknown> {
  return decode(state, request, 'Failed to decode request body', members, 'structs.ACLLoginParams');
}

function decode(
  state: ConsulState,
  request: LabRequest,
  what: string,
  members: Members,
  goType = '.Alias',
): Record<string, unknown> {
  const whole = goType === '.Alias' ? 'struct { Hash string; *structs.Alias }' : goType;
  const decoded = decodeObject(request.body, withTenancy(state, members), goType, whole);
  if ('object' in decoded) return decoded.object;
  const enterprise = /unknown field "(Namespace|NamespaceRules)"$/.test(decoded.error) && !state.enterprise;
  throw badRequest(`${what}: ${decoded.error}${enterprise ? ' - Namespaces are a Consul Enterprise feature' : ''}`);
}

/** The object as the community edition would be sent it, which is what the shared validation knows. */
export function withoutTenancy(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { Namespace: _, Partition: __, NamespaceRules: ___, ...rest } = object;
  return rest;
}

/** The object's own member, as text. */
export function textOf(object: Readonly<Record<string, unknown>>, name: string): string {
  const value = object[name];
  return typeof value === 'string' ? value : '';
}

export function listOf<T>(object: Readonly<Record<string, unknown>>, name: string): readonly T[] {
  const value = object[name];
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

/** The object's own span of time: Go's text, or a number of nanoseconds. */
export function nanosecondsOf(object: Readonly<Record<string, unknown>>, name: string, what: string): bigint {
  const value = object[name];
  if (typeof value === 'number') return BigInt(Math.trunc(value));
  if (typeof value !== 'string' || value === '') return 0n;
  const parsed = parseGoDuration(value);
  if (!parsed.ok) throw badRequest(`${what} decoding failed: ${parsed.error}`);
  return parsed.nanoseconds;
}

/** Consul's tables of ids take nothing but UUIDs, and say so in two ways. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);
}

export const notAUuid = 'index error: UUID must be 36 characters';
