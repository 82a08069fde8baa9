import { randomBytes } from 'node:crypto';
import { parseVaultDuration } from '../../syntax/vault-duration.ts';
import { data, done, invalid, wrapped, VaultError } from './answers.ts';
import type { Context, Paths } from './backend.ts';
import { systemTtl, type Token, type VaultState } from './state.ts';

/** A random text of Vault's alphabet. */
function random(length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

export function newToken(state: VaultState, given: Partial<Token> & Pick<Token, 'policies'>): Token {
  const token: Token = {
    id: `hvs.${random(24)}`, accessor: random(24), displayName: 'token', meta: null, orphan: true, path: 'auth/token/create',
    created: state.now(), ttl: 0, renewable: false, numUses: 0, ...given,
  }; // prettier-ignore
  state.tokens.set(token.id, token);
  return token;
}

export function liveToken(state: VaultState, id: string): Token | undefined {
  const token = state.tokens.get(id);
  return token === undefined || (token.ttl > 0 && token.created + token.ttl * 1000 <= state.now()) ? undefined : token;
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

export function isRoot(token: Token): boolean {
  return token.policies.includes('root');
}

/**
 * Throws unless the token may. The root policy may do all; what other policies allow is decided by the policy engine, which is
 * not part of this floor of the lab: until it is, such tokens may only look after themselves, as the default policy says.
 */
export function requireRoot(context: Context): Token {
  const token = requireToken(context);
  if (!isRoot(token)) throw wrapped(403, 'permission denied');
  return token;
}

export function tokenPaths(context: Context): Paths {
  const { state, body } = context;
  return [
    { path: 'lookup-self', handlers: { read: () => data(looked(state, requireToken(context)), { mount: 'token' }) } },
    {
      path: 'lookup',
      handlers: {
        update: () => {
          requireRoot(context);
          const found = liveToken(state, String(body['token'] ?? ''));
          if (found === undefined) throw new VaultError(403, 'bad token');
          return data(looked(state, found), { mount: 'token' });
        },
      },
    },
    {
      path: 'renew-self',
      handlers: {
        update: () => {
          const token = requireToken(context);
          if (!token.renewable) throw invalid('lease is not renewable');
          const renewed = { ...token, created: state.now() };
          state.tokens.set(token.id, renewed);
          return data(null, { mount: 'token', auth: authOf(renewed) });
        },
      },
    },
    {
      path: 'revoke-self',
      handlers: {
        update: () => {
          state.tokens.delete(requireToken(context).id);
          return done;
        },
      },
    },
    {
      path: 'create',
      handlers: {
        update: () => {
          const parent = requireRoot(context);
          const asked = Array.isArray(body['policies'])
            ? body['policies'].map((policy) => String(policy).trim().toLowerCase())
            : parent.policies;
          const root = asked.includes('root');
          const policies = root
            ? ['root']
            : [...new Set([...(body['no_default_policy'] === true ? [] : ['default']), ...asked])].toSorted();
          const ttl = seconds(body['period']) || seconds(body['ttl']) || (root ? 0 : systemTtl);
          const token = newToken(state, {
            policies,
            ttl: Math.min(ttl, systemTtl),
            renewable: ttl > 0 && body['renewable'] !== false,
            orphan: body['no_parent'] === true,
            meta: (body['meta'] as Record<string, string> | undefined) ?? null,
            ...(typeof body['display_name'] === 'string' ? { displayName: `token-${body['display_name']}` } : {}),
          });
          const unknown = policies.filter((policy) => policy !== 'root' && !context.namespace.policies.has(policy));
          const warnings = unknown.map((policy) => `Policy "${policy}" does not exist`);
          return data(null, { mount: 'token', auth: authOf(token), warnings });
        },
      },
    },
  ];
}

function seconds(value: unknown): number {
  const parsed = parseVaultDuration(value ?? 0);
  if (!parsed.ok) throw invalid(parsed.error);
  return Number(parsed.nanoseconds) / 1e9;
}

function looked(state: VaultState, token: Token): object {
  const expires = token.ttl === 0 ? null : new Date(token.created + token.ttl * 1000).toISOString();
  return {
    accessor: token.accessor, creation_time: Math.floor(token.created / 1000), creation_ttl: token.ttl, display_name: token.displayName,
    entity_id: '', expire_time: expires, explicit_max_ttl: 0, id: token.id, issue_time: new Date(token.created).toISOString(),
    meta: token.meta, num_uses: token.numUses, orphan: token.orphan, path: token.path, policies: token.policies, renewable: token.renewable,
    ttl: token.ttl === 0 ? 0 : Math.floor((token.created + token.ttl * 1000 - state.now()) / 1000), type: 'service',
  }; // prettier-ignore
}

function authOf(token: Token): object {
  return {
    client_token: token.id, accessor: token.accessor, policies: token.policies, token_policies: token.policies, metadata: token.meta,
    lease_duration: token.ttl, renewable: token.renewable, entity_id: '', token_type: 'service', orphan: token.orphan,
    mfa_requirement: null, num_uses: token.numUses,
  }; // prettier-ignore
}
