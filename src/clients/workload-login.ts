import { join } from 'node:path';
import { z } from 'zod';
import { WidError } from '../support/errors.ts';
import { Secret } from '../support/secret.ts';
import type { Api } from './api.ts';
import type { Files } from './files.ts';
import type { ServerSettings } from './settings.ts';
import { token, variable, type Environment } from './variable.ts';

/** A token got by a login, and how to give it back. */
export interface Login {
  readonly token: Secret;
  logout(): Promise<void>;
}

/** Makes a client for other settings: without a token for the login, with the new one for the logout. */
export type Opener = (settings: ServerSettings) => Api;

/**
 * The JWT that Nomad gave the task we run in, if we do: from the environment, else from the secrets folder.
 * @param name of the identity: `consul_default`, `vault_default`
 */
export function workloadIdentity(env: Environment, files: Files, name: string): Secret | undefined {
  const folder = variable(env, 'NOMAD_SECRETS_DIR');
  if (folder === undefined) return undefined;
  const fromEnv = token(env[`NOMAD_TOKEN_${name}`], `NOMAD_TOKEN_${name}`);
  return fromEnv ?? token(files.read(join(folder, `nomad_${name}.jwt`)), `nomad_${name}.jwt in NOMAD_SECRETS_DIR`);
}

/**
 * Settings for Nomad's own API from within a task: the task API's socket, and the task's default identity as token.
 * What the environment says explicitly stays.
 */
export function withinTask(env: Environment, files: Files, settings: ServerSettings): ServerSettings {
  const folder = variable(env, 'NOMAD_SECRETS_DIR');
  if (folder === undefined) return settings;
  const own = settings.token ?? token(files.read(join(folder, 'nomad_token')), 'nomad_token in NOMAD_SECRETS_DIR');
  return {
    ...settings,
    ...(variable(env, 'NOMAD_ADDR') === undefined ? { address: `unix://${join(folder, 'api.sock')}` } : {}),
    ...(own === undefined ? {} : { token: own }),
  };
}

const secret = z
  .string()
  .min(1)
  .transform((text) => new Secret(text));
const consulToken = z.looseObject({ SecretID: secret });
const vaultToken = z.looseObject({ auth: z.looseObject({ client_token: secret }) });

/** Logs in to Consul with the task's JWT; `reopen` makes the client for the logout. `WID_CONSUL_AUTH_METHOD` names the auth method. */
export async function loginToConsul(
  env: Environment,
  settings: ServerSettings,
  jwt: Secret,
  open: Opener,
  reopen = open,
): Promise<Login> {
  const method = variable(env, 'WID_CONSUL_AUTH_METHOD') ?? 'nomad-workloads';
  const request = { AuthMethod: method, BearerToken: jwt.reveal(), Meta: { requested_by: 'wid' } };
  const { SecretID: own } = await loggingIn(`Consul's auth method ${method}`, 'WID_CONSUL_AUTH_METHOD', () =>
    open(settings).post(['acl', 'login'], request, consulToken),
  );
  return {
    token: own,
    logout: async () =>
      void (await reopen({ ...settings, token: own }).post(['acl', 'logout'], undefined, z.unknown())),
  };
}

/** Logs in to Vault with the task's JWT. `WID_VAULT_AUTH_MOUNT` names the mount, `WID_VAULT_ROLE` the role if not its default. */
export async function loginToVault(
  env: Environment,
  settings: ServerSettings,
  jwt: Secret,
  open: Opener,
  reopen = open,
): Promise<Login> {
  const mount = variable(env, 'WID_VAULT_AUTH_MOUNT') ?? 'jwt-nomad';
  const role = variable(env, 'WID_VAULT_ROLE');
  const request = { jwt: jwt.reveal(), ...(role === undefined ? {} : { role }) };
  const { auth } = await loggingIn(`Vault's auth mount ${mount}`, 'WID_VAULT_AUTH_MOUNT and WID_VAULT_ROLE', () =>
    open(settings).post(['auth', mount, 'login'], request, vaultToken),
  );
  return {
    token: auth.client_token,
    logout: async () =>
      void (await reopen({ ...settings, token: auth.client_token }).post(
        ['auth', 'token', 'revoke-self'],
        undefined,
        z.unknown(),
      )),
  };
}

async function loggingIn<T>(where: string, names: string, login: () => Promise<T>): Promise<T> {
  try {
    return await login();
  } catch (error) {
    if (!(error instanceof WidError) || error.code === 'cancelled') throw error;
    throw new WidError(error.code, `cannot log in to ${where} with this task's own identity: ${error.message}`, {
      hint: error.hint ?? `check ${names}, or give a token`,
      cause: error,
    });
  }
}
