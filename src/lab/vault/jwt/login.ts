import { verifiesSignature } from '../../../simulate/jwt/signature.ts';
import { keysOf } from '../../../simulate/vault-login/keys.ts';
import { loginAtVault, type VaultAuth, type VaultLoginResult } from '../../../simulate/vault-login/login.ts';
import type { Jwks } from '../../../model/jwks.ts';
import type { JwtConfig } from '../../../validation/vault/jwt-config.ts';
import { judgeJwtRole, type JwtRole } from '../../../validation/vault/jwt-role.ts';
import type { KeySource } from '../../../validation/refusal.ts';
import { fetchKeys } from '../../key-source.ts';
import type { Answer } from '../../router.ts';
import { data, VaultError } from '../answers.ts';
import type { Context, Paths } from '../backend.ts';
import { entityOf, noteLogin } from '../identity.ts';
import type { Mount } from '../state.ts';
import { authOf, newToken } from '../tokens.ts';
import type { JwtBackend } from './backend.ts';

/** `auth/<mount>/login`. */
export function loginPaths(context: Context, mount: Mount, backend: JwtBackend): Paths {
  return [{ path: 'login', handlers: { update: () => login(context, mount, backend) } }];
}

async function login(context: Context, mount: Mount, backend: JwtBackend): Promise<Answer> {
  const { body, state, namespace } = context;
  const asked = {
    role: text(body['role']),
    jwt: text(body['jwt']),
    remoteAddress: '127.0.0.1',
    now: state.now() / 1000,
  };
  const roles = new Map(
    [...backend.roles].map(([name, role]) => [
      name,
      ofMount(mount, judgeJwtRole(role, { dialect: state.product }).role),
    ]),
  );
  const { default_lease_ttl: usual, max_lease_ttl: longest } = mount.config;
  const predict = (keys: Jwks, knownAlias: boolean): VaultLoginResult => {
    const { config } = backend;
    const from = config === undefined ? ({ from: 'unknown' } as const) : keysOf(config, keys, state.product);
    const lease = { usual, longest };
    return loginAtVault(
      { dialect: state.product, config, keys: from, roles, verifies: verifiesSignature, lease },
      { ...asked, knownAlias },
    );
  };
  const jwks = await keysFor(backend.config, (keys) => predict(keys, true));
  // Only a JWT that passes says whose it is, and an alias that is new is looked at more closely.
  const first = predict(jwks, true);
  const known = first.ok !== true || entityOf(namespace, mount.accessor, first.auth.alias) !== undefined;
  const result = known ? first : predict(jwks, false);
  if (result.ok === undefined) throw new Error(result.unknown);
  if (!result.ok) throw new VaultError(result.status, result.error);
  const name = (asked.role === '' ? (backend.config?.default_role ?? '') : asked.role).toLowerCase();
  return signedIn(context, mount, result.auth, roles.get(name), name, result.warnings);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A mount may turn the tokens of its roles into batch tokens. */
function ofMount({ config }: Mount, role: JwtRole): JwtRole {
  const batch =
    config.token_type === 'batch' || (config.token_type === 'default-batch' && role.token_type === 'default');
  return batch ? { ...role, token_type: 'batch' } : role;
}

function signedIn(
  context: Context,
  mount: Mount,
  auth: VaultAuth,
  role: JwtRole | undefined,
  roleName: string,
  warnings: readonly string[],
): Answer {
  const { state, namespace } = context;
  const entity = noteLogin(namespace, state.now(), mount.accessor, auth.alias, auth.metadata);
  const token = newToken(state, {
    policies: auth.policies,
    displayName: `${mount.path.replace(/\/$/, '').replaceAll('/', '-')}-${auth.alias}`,
    meta: auth.metadata,
    path: `auth/${mount.path}login`,
    namespace: namespace.path,
    entityId: entity.id,
    type: auth.tokenType,
    ttl: auth.leaseDuration,
    renewable: auth.renewable,
    numUses: auth.numUses,
    period: role?.token_period ?? 0,
    maxTtl: role?.token_max_ttl ?? 0,
    explicitMaxTtl: role?.token_explicit_max_ttl ?? 0,
    role: roleName,
  });
  return data(null, { mount: '', auth: authOf(token), warnings });
}

/** The keys that a config's addresses served last. A write makes a new config, and with it they are forgotten. */
const lastServed = new WeakMap<JwtConfig, Jwks>();

const signatureFault = /failed to verify id token signature$/;

/** The keys to judge a JWT by: those that are known, or fresh ones when none of them made the signature. */
async function keysFor(config: JwtConfig | undefined, predict: (keys: Jwks) => VaultLoginResult): Promise<Jwks> {
  const known = (config && lastServed.get(config)) ?? { keys: [] };
  if (config === undefined || config.jwt_validation_pubkeys.length > 0) return known;
  const result = predict(known);
  if (result.ok !== false || !signatureFault.test(result.error)) return known;
  const keys: unknown[] = [];
  for (const source of sourcesOf(config)) {
    const fetched = await fetchKeys(source);
    if ('fault' in fetched) throw new VaultError(400, result.error.replace(signatureFault, fetched.fault));
    keys.push(...(fetched.jwks.keys ?? []));
  }
  const jwks = { keys } as Jwks;
  lastServed.set(config, jwks);
  return jwks;
}

function sourcesOf(config: JwtConfig): readonly KeySource[] {
  if (config.oidc_discovery_url !== '')
    return [{ via: 'discovery', url: config.oidc_discovery_url, ca: config.oidc_discovery_ca_pem }];
  if (config.jwks_url !== '') return [{ via: 'jwks', url: config.jwks_url, ca: config.jwks_ca_pem }];
  return (config.jwks_pairs as readonly Readonly<Record<string, unknown>>[]).map((pair) => ({
    via: 'jwks',
    url: text(pair['jwks_url']),
    ca: text(pair['jwks_ca_pem']),
  }));
}
