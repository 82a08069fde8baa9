import { randomBytes } from 'node:crypto';
import { leaseOf } from '../../simulate/vault-login/lease.ts';
import { parseVaultDuration } from '../../syntax/vault-duration.ts';
import { data, done, invalid, wrapped, VaultError } from './answers.ts';
import type { Context, Paths } from './backend.ts';
import { systemTtl, type NamespaceState, type Token, type VaultState } from './state.ts';

/** A random text of Vault's alphabet. */
function random(length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

export function newToken(state: VaultState, given: Partial<Token> & Pick<Token, 'policies'>): Token {
  const { type = 'service', ttl = 0 } = given;
  const created = state.now();
  const token: Token = {
    id: `${type === 'batch' ? 'hvb' : 'hvs'}.${random(24)}`, accessor: type === 'batch' ? '' : random(24), displayName: 'token',
    meta: null, orphan: true, path: 'auth/token/create', created, expires: ttl === 0 ? Number.POSITIVE_INFINITY : created + ttl * 1000,
    renewed: 0, ttl, renewable: false, numUses: 0, period: 0, maxTtl: 0, explicitMaxTtl: 0, type, entityId: '', namespace: '', role: '', ...given,
  }; // prettier-ignore
  state.tokens.set(token.id, token);
  return token;
}

export function liveToken(state: VaultState, id: string): Token | undefined {
  const token = state.tokens.get(id);
  return token === undefined || token.expires <= state.now() ? undefined : token;
}

/** The token as a request finds it: one that is good for some requests only is good for one less. */
export function useToken(state: VaultState, id: string): Token | undefined {
  const token = liveToken(state, id);
  if (token === undefined || token.numUses === 0) return token;
  const used = { ...token, numUses: token.numUses - 1 };
  if (used.numUses === 0) state.tokens.delete(id);
  else state.tokens.set(id, used);
  return used;
}

/** The request's token. Throws what Vault says without one or with an unknown one. */
export function requireToken(context: Context): Token {
  if (context.token !== undefined) return context.token;
  const { request } = context;
  if (secretOf(request) === '') throw new VaultError(403, 'permission denied');
  throw wrapped(403, 'permission denied', 'invalid token');
}

export function secretOf(request: Context['request']): string {
  const bearer = /^Bearer (.+)$/i.exec(request.header('Authorization') ?? '')?.[1];
  return request.header('X-Vault-Token') ?? bearer ?? '';
}

/** Warnings about policies that a new token has and the server has not. */
export function unknownPolicies({ policies }: NamespaceState, names: readonly string[]): readonly string[] {
  const unknown = names.filter((policy) => policy !== 'root' && !policies.has(policy));
  return unknown.map((policy) => `Policy "${policy}" does not exist`);
}

export function tokenPaths(context: Context): Paths {
  const { state, body } = context;
  return [
    { path: 'lookup-self', handlers: { read: () => data(looked(state, requireToken(context)), { mount: 'token' }) } },
    {
      path: 'lookup',
      handlers: {
        update: () => {
          const found = liveToken(state, String(body['token'] ?? ''));
          if (found === undefined) throw new VaultError(403, 'bad token');
          return data(looked(state, found), { mount: 'token' });
        },
      },
    },
    { path: 'renew-self', handlers: { update: () => renew(context, requireToken(context)) } },
    {
      path: 'revoke-self',
      handlers: {
        update: () => {
          state.tokens.delete(requireToken(context).id);
          return done;
        },
      },
    },
    { path: 'create', handlers: { update: () => create(context, requireToken(context)) } },
  ];
}

function create(context: Context, parent: Token): ReturnType<typeof data> {
  const { state, body, namespace } = context;
  const asked = Array.isArray(body['policies'])
    ? body['policies'].map((policy) => String(policy).trim().toLowerCase())
    : parent.policies;
  const root = asked.includes('root');
  const withDefault = body['no_default_policy'] === true ? [] : ['default'];
  const mayAny = parent.policies.includes('root');
  if (!mayAny && !asked.every((policy) => parent.policies.includes(policy)))
    throw invalid('child policies must be subset of parent');
  const policies = root ? ['root'] : [...new Set([...withDefault, ...asked])].toSorted();
  const period = seconds(body['period']);
  const ttl = Math.min(period || seconds(body['ttl']) || (root ? 0 : systemTtl), systemTtl);
  const token = newToken(state, {
    policies,
    ttl,
    period,
    renewable: ttl > 0 && body['renewable'] !== false,
    orphan: body['no_parent'] === true,
    meta: (body['meta'] as Record<string, string> | undefined) ?? null,
    namespace: namespace.path,
    entityId: parent.entityId,
    numUses: typeof body['num_uses'] === 'number' ? body['num_uses'] : 0,
    ...(typeof body['display_name'] === 'string' ? { displayName: `token-${body['display_name']}` } : {}),
  });
  return data(null, { mount: 'token', auth: authOf(token), warnings: unknownPolicies(namespace, policies) });
}

/** A token lives on from now: for its period, for as long as is asked for or as before, and no longer than it ever may. */
function renew(context: Context, token: Token): ReturnType<typeof data> {
  const { state, body } = context;
  if (token.type === 'batch') throw invalid('batch tokens cannot be renewed');
  if (!token.renewable) throw invalid('lease is not renewable');
  const { period, explicitMaxTtl, maxTtl, role } = token;
  if (role !== '' && !roleExists(context, token))
    throw wrapped(500, `failed to renew entry: role ${role} does not exist during renewal`);
  const now = state.now();
  const age = Math.ceil((now - token.created) / 1000);
  const limits = period > 0 ? [explicitMaxTtl] : [explicitMaxTtl, maxTtl, systemTtl];
  const left = limits.filter((limit) => limit > 0).map((limit) => limit - age);
  const lease = leaseOf({
    ttl: seconds(body['increment']) || token.ttl,
    maxTtl: 0,
    explicitMaxTtl: 0,
    period,
    mountDefault: systemTtl,
    mountMax: Math.min(systemTtl, ...left),
  });
  const renewed = { ...token, renewed: now, expires: now + lease.seconds * 1000 };
  state.tokens.set(token.id, renewed);
  const auth = { ...authOf(renewed), lease_duration: lease.seconds };
  return data(null, { mount: 'token', auth, warnings: lease.warnings });
}

function roleExists({ namespace }: Context, { path, role }: Token): boolean {
  return [...namespace.auth.values()].some((mount) => path === `auth/${mount.path}login` && mount.jwt?.roles.has(role));
}

function seconds(value: unknown): number {
  const parsed = parseVaultDuration(value ?? 0);
  if (!parsed.ok) throw invalid(parsed.error);
  return Number(parsed.nanoseconds) / 1e9;
}

function looked(state: VaultState, token: Token): object {
  const { created, expires, renewed, ttl } = token;
  const time = (at: number): string => new Date(at).toISOString();
  return {
    accessor: token.accessor, creation_time: Math.floor(created / 1000), creation_ttl: ttl, display_name: token.displayName,
    entity_id: token.entityId, expire_time: ttl === 0 ? null : time(expires), explicit_max_ttl: token.explicitMaxTtl, id: token.id,
    issue_time: time(created), ...(renewed === 0 ? {} : { last_renewal: time(renewed), last_renewal_time: Math.floor(renewed / 1000) }),
    meta: token.meta, num_uses: token.numUses, orphan: token.orphan, path: token.path,
    ...(token.period === 0 ? {} : { period: token.period }), policies: token.policies,
    renewable: token.renewable, ttl: ttl === 0 ? 0 : Math.floor((expires - state.now()) / 1000), type: token.type,
  }; // prettier-ignore
}

export function authOf(token: Token): object {
  return {
    client_token: token.id, accessor: token.accessor, policies: token.policies, token_policies: token.policies, metadata: token.meta,
    lease_duration: token.ttl, renewable: token.renewable, entity_id: token.entityId, token_type: token.type, orphan: token.orphan,
    mfa_requirement: null, num_uses: token.numUses,
  }; // prettier-ignore
}
