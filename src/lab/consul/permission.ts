import type { LabRequest } from '../router.ts';
import { forbidden } from './answers.ts';
import type { Token } from './objects.ts';
import type { ConsulState } from './state.ts';

export const managementPolicyId = '00000000-0000-0000-0000-000000000001';

export const anonymousAccessor = '00000000-0000-0000-0000-000000000002';

export type Access = 'read' | 'write' | 'list';

/** The secret that a request carries. Consul looks in this order. */
export function secretOf(request: LabRequest): string {
  const bearer = /^Bearer (.+)$/i.exec(request.header('Authorization') ?? '')?.[1];
  return request.query.get('token') ?? request.header('X-Consul-Token') ?? bearer ?? '';
}

/** The token behind a request. Expired ones are gone. Throws Consul's text for an unknown secret. */
export function tokenOf(state: ConsulState, request: LabRequest): Token {
  const secret = secretOf(request);
  const token = secret === '' ? state.tokens.get(anonymousAccessor) : findBySecret(state, secret);
  if (token === undefined) throw forbidden('ACL not found');
  return token;
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
  if (mayDo(state, token)) return token;
  const permission = `'${resource}:${access}'${segment === undefined ? '' : ` on "${segment}"`}`;
  if (token.AccessorID !== anonymousAccessor) {
    throw forbidden(`Permission denied: token with AccessorID '${token.AccessorID}' lacks permission ${permission}`);
  }
  throw forbidden(
    `Permission denied: anonymous token lacks permission ${permission}. The anonymous token is used implicitly when a request does not specify a token.`,
  );
}

/**
 * Whether a token may do anything beyond logging in. Management tokens may do all; what other policies allow is decided by the
 * ACL engine, which is not part of this floor of the lab: until it is, such tokens are denied, as the default policy says.
 */
export function mayDo(state: ConsulState, token: Token): boolean {
  const ids = [
    ...(token.Policies ?? []).map(({ ID }) => ID),
    ...(token.Roles ?? []).flatMap(({ ID }) => (state.roles.get(ID)?.Policies ?? []).map((policy) => policy.ID)),
  ];
  return ids.includes(managementPolicyId);
}
