import type { LabRequest } from '../router.ts';
import { forbidden } from './answers.ts';
import type { Token } from './objects.ts';
import { tokenAllows } from './rules.ts';
import type { ConsulState } from './state.ts';
import { scopeOf, within } from './tenancy.ts';

export const managementPolicyId = '00000000-0000-0000-0000-000000000001';

export const anonymousAccessor = '00000000-0000-0000-0000-000000000002';

/** `write-prefix` is to delete everything below a prefix. */
export type Access = 'read' | 'write' | 'write-prefix';

/** The secret that a request carries. Consul looks in this order. */
export function secretOf(request: LabRequest): string {
  const bearer = /^Bearer (.+)$/i.exec(request.header('Authorization') ?? '')?.[1];
  return request.query.get('token') ?? request.header('X-Consul-Token') ?? bearer ?? '';
}

/** The token behind a request. Expired ones are gone. Throws Consul's text for an unknown secret. */
export function tokenOf(state: ConsulState, request: LabRequest): Token {
  const secret = secretOf(request);
  const token = secret === '' ? state.tokens.get(anonymousAccessor) : findBySecret(state, secret);
  if (token !== undefined) return token;
  const before = 'ACL system must be bootstrapped before making any requests that require authorization: ';
  throw forbidden(`${state.bootstrapIndex === 0 ? before : ''}ACL not found`);
}

export function findBySecret(state: ConsulState, secret: string): Token | undefined {
  return [...state.tokens.values()].find((token) => token.SecretID === secret && !isExpired(token, state.now()));
}

export function isExpired(token: Token, now: number): boolean {
  return token.ExpirationTime !== undefined && Date.parse(token.ExpirationTime) <= now;
}

/** Throws Consul's denial unless the request's token may. `segment` is the resource's name; some resources have none. */
export function authorize(
  state: ConsulState,
  request: LabRequest,
  resource: string,
  access: Access,
  segment?: string,
): Token {
  const token = tokenOf(state, request);
  if (permits(state, request)(resource, access, segment)) return token;
  const named = access === 'write-prefix' ? 'write' : access;
  const permission = `'${resource}:${named}'${segment === undefined ? '' : ` on "${segment}"`}`;
  if (token.AccessorID !== anonymousAccessor) {
    throw forbidden(`Permission denied: token with AccessorID '${token.AccessorID}' lacks permission ${permission}`);
  }
  throw forbidden(
    `Permission denied: anonymous token lacks permission ${permission}. The anonymous token is used implicitly when a request does not specify a token.`,
  );
}

/** Whether a request's token may, for answers that leave out what it may not see instead of denying it. */
export function permits(
  state: ConsulState,
  request: LabRequest,
): (resource: string, access: string, segment?: string) => boolean {
  const token = tokenOf(state, request);
  const inside = reaches(state, request, token);
  return (resource, access, segment = '') => inside && tokenAllows(state, token, { resource, access, segment });
}

/**
 * Enterprise: whether the request is about the partition and namespace that the token is from. Policies that reach into
 * other namespaces are not read; only management tokens go everywhere.
 */
function reaches(state: ConsulState, request: LabRequest, token: Token): boolean {
  return !state.enterprise || isManagement(state, token) || within(token, scopeOf(state, request));
}

function isManagement(state: ConsulState, token: Token): boolean {
  const ids = [
    ...(token.Policies ?? []).map(({ ID }) => ID),
    ...(token.Roles ?? []).flatMap(({ ID }) => (state.roles.get(ID)?.Policies ?? []).map((policy) => policy.ID)),
  ];
  return ids.includes(managementPolicyId);
}
