import { join } from 'node:path';
import { WidError } from '../support/errors.ts';
import { parseVaultDuration } from '../syntax/vault-duration.ts';
import type { Files } from './files.ts';
import type { ServerSettings } from './settings.ts';
import { address, basicAuth, fileOf, tls, token, truth, variable, type Environment } from './variable.ts';

/**
 * Consul's settings as `consul` itself takes them from the environment. Where that only warns (a value that is neither true
 * nor false), this throws `usage`.
 */
export function consulSettings(env: Environment, files: Files): ServerSettings {
  const ssl = truth(env, 'CONSUL_HTTP_SSL') === true;
  const raw = variable(env, 'CONSUL_HTTP_ADDR') ?? '127.0.0.1:8500';
  const withScheme = raw.includes('://') ? raw : `${ssl ? 'https' : 'http'}://${raw}`;
  // An explicit wish for TLS is never given up for a scheme.
  const parsed = address(ssl ? withScheme.replace(/^http:/, 'https:') : withScheme, 'CONSUL_HTTP_ADDR');
  const tokenFile = variable(env, 'CONSUL_HTTP_TOKEN_FILE');
  // The file wins over the variable, unless it is empty.
  const fromFile = tokenFile === undefined ? undefined : fileOf(files, tokenFile, 'CONSUL_HTTP_TOKEN_FILE');
  return settle({
    ...parsed,
    token:
      token(fromFile, 'the file in CONSUL_HTTP_TOKEN_FILE') ?? token(env['CONSUL_HTTP_TOKEN'], 'CONSUL_HTTP_TOKEN'),
    basicAuth: basicAuth(env, 'CONSUL_HTTP_AUTH') ?? parsed.basicAuth,
    namespace: variable(env, 'CONSUL_NAMESPACE'),
    partition: variable(env, 'CONSUL_PARTITION'),
    tls: tls(env, files, {
      ca: 'CONSUL_CACERT',
      caFolder: 'CONSUL_CAPATH',
      cert: 'CONSUL_CLIENT_CERT',
      key: 'CONSUL_CLIENT_KEY',
      serverName: 'CONSUL_TLS_SERVER_NAME',
      skipVerify: truth(env, 'CONSUL_HTTP_SSL_VERIFY') === false,
    }),
  });
}

/** Vault's settings as `vault` itself takes them from the environment and from `~/.vault-token`. */
export function vaultSettings(env: Environment, files: Files): ServerSettings {
  const name = variable(env, 'VAULT_AGENT_ADDR') === undefined ? 'VAULT_ADDR' : 'VAULT_AGENT_ADDR';
  const parsed = address(variable(env, name) ?? 'https://127.0.0.1:8200', name);
  return settle({
    ...parsed,
    token: token(env['VAULT_TOKEN'], 'VAULT_TOKEN') ?? token(files.read(vaultTokenFile(env, files)), '~/.vault-token'),
    namespace: variable(env, 'VAULT_NAMESPACE')?.replace(/^\/+|\/+$/g, ''),
    timeout: milliseconds(variable(env, 'VAULT_CLIENT_TIMEOUT'), 'VAULT_CLIENT_TIMEOUT'),
    tls: tls(env, files, {
      ca: 'VAULT_CACERT',
      caText: 'VAULT_CACERT_BYTES',
      caFolder: 'VAULT_CAPATH',
      cert: 'VAULT_CLIENT_CERT',
      key: 'VAULT_CLIENT_KEY',
      serverName: 'VAULT_TLS_SERVER_NAME',
      skipVerify: truth(env, 'VAULT_SKIP_VERIFY'),
    }),
  });
}

/** Nomad's settings as `nomad` itself takes them from the environment; it ignores a path in the address. */
export function nomadSettings(env: Environment, files: Files): ServerSettings {
  const parsed = address(variable(env, 'NOMAD_ADDR') ?? 'http://127.0.0.1:4646', 'NOMAD_ADDR');
  return settle({
    ...parsed,
    address: parsed.address.startsWith('unix:') ? parsed.address : new URL(parsed.address).origin,
    token: token(env['NOMAD_TOKEN'], 'NOMAD_TOKEN'),
    basicAuth: basicAuth(env, 'NOMAD_HTTP_AUTH') ?? parsed.basicAuth,
    namespace: variable(env, 'NOMAD_NAMESPACE'),
    region: variable(env, 'NOMAD_REGION'),
    tls: tls(env, files, {
      ca: 'NOMAD_CACERT',
      caFolder: 'NOMAD_CAPATH',
      cert: 'NOMAD_CLIENT_CERT',
      key: 'NOMAD_CLIENT_KEY',
      serverName: 'NOMAD_TLS_SERVER_NAME',
      skipVerify: truth(env, 'NOMAD_SKIP_VERIFY'),
    }),
  });
}

type Loose = { readonly [K in keyof ServerSettings]: ServerSettings[K] | undefined };

/** Leaves out what is not set. */
function settle(settings: Loose & { readonly address: string }): ServerSettings {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) as unknown as ServerSettings;
}

function vaultTokenFile(env: Environment, files: Files): string {
  return join(variable(env, 'HOME') ?? files.home, '.vault-token');
}

/** Milliseconds of `VAULT_CLIENT_TIMEOUT`, which Vault reads as it reads all durations: bare numbers are seconds. */
function milliseconds(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  const parsed = parseVaultDuration(value);
  if (!parsed.ok || parsed.nanoseconds <= 0n)
    throw new WidError('usage', `${name} is ${JSON.stringify(value)}, which is no duration`, {
      hint: 'write for example 60s',
    });
  return Number(parsed.nanoseconds) / 1e6;
}
