import { isObject } from '../validation/object.ts';
import type { AgentSettings, ConsulSettings, NomadLogins, VaultSettings } from '../model/agent.ts';
import type { ApiObject } from '../model/api-object.ts';

type Collected = { readonly value: AgentSettings; readonly assumed: readonly string[] };

/** What Nomad's clients do unless their configuration says otherwise. */
export const defaultLogins: NomadLogins = {
  serviceAuthMethod: 'nomad-workloads',
  taskAuthMethod: 'nomad-workloads',
  vaultMount: 'jwt-nomad',
  vaultRole: '',
};

/** The configuration that `/v1/agent/self` shows, as far as it decides about identities. */
export function agentOf(self: ApiObject): Collected {
  const config = inside(self, 'config');
  const tags = inside(inside(self, 'member'), 'Tags');
  const consul = defaultCluster(config['Consuls']) ?? inside(config, 'Consul');
  const vault = defaultCluster(config['Vaults']) ?? inside(config, 'Vault');
  const version = versionOf(inside(config, 'Version'), text(tags['build']));
  const issuer = text(inside(config, 'Server')['OIDCIssuer']);
  const clientToken = inside(inside(config, 'Client'), 'TemplateConfig')['UseClientConsulToken'];
  return {
    value: {
      version: version || '1.11.1',
      region: text(config['Region']) || 'global',
      ...(issuer === '' ? {} : { oidcIssuer: issuer }),
      consul: {
        ...consulSettings(consul),
        ...byCluster(config['Consuls'], (one) => ({ ...consulSettings(one), logins: loginsOf(one, {}) })),
      },
      vault: {
        ...vaultSettings(vault),
        ...byCluster(config['Vaults'], (one) => ({ ...vaultSettings(one), logins: loginsOf({}, one) })),
      },
      logins: loginsOf(consul, vault),
      ...(typeof clientToken === 'boolean' ? { useClientConsulToken: clientToken } : {}),
    },
    assumed: [
      ...(version === '' ? ['Nomad is of version 1.11.1, for the agent does not say'] : []),
      'all agents of Nomad are configured like the one that was asked',
    ],
  };
}

/** The version with what it tells of the edition: an agent shows `+ent` in a member of its own, and in its build. */
export function versionOf({ Version: version, VersionMetadata: metadata }: ApiObject, build: string): string {
  const bare = text(version);
  if (bare === '' || bare.includes('+')) return bare || build;
  const edition = text(metadata) || (build.split('+')[1] ?? '');
  return edition === '' ? bare : `${bare}+${edition}`;
}

function consulSettings(block: ApiObject): ConsulSettings {
  return {
    ...named('serviceIdentity', block['ServiceIdentity']),
    ...named('taskIdentity', block['TaskIdentity']),
  };
}

function vaultSettings(block: ApiObject): VaultSettings {
  return { enabled: block['Enabled'] === true, ...named('defaultIdentity', block['DefaultIdentity']) };
}

function loginsOf(consul: ApiObject, vault: ApiObject): NomadLogins {
  return {
    serviceAuthMethod: text(consul['ServiceIdentityAuthMethod']) || defaultLogins.serviceAuthMethod,
    taskAuthMethod: text(consul['TaskIdentityAuthMethod']) || defaultLogins.taskAuthMethod,
    vaultMount: text(vault['JWTAuthBackendPath']).replace(/^\/+|\/+$/g, '') || defaultLogins.vaultMount,
    vaultRole: text(vault['Role']),
  };
}

/** Blocks of other clusters than `default`, by their names. */
function byCluster<S>(
  blocks: unknown,
  read: (block: ApiObject) => S,
): { readonly clusters?: Readonly<Record<string, S>> } {
  const all = Array.isArray(blocks) ? blocks.filter(isObject) : [];
  const others = all.filter((one) => !['', 'default'].includes(text(one['Name'])));
  if (others.length === 0) return {};
  return { clusters: Object.fromEntries(others.map((one) => [text(one['Name']), read(one)])) };
}

const hour = 3_600_000_000_000;

/** An agent as Nomad's guides have it, for a job file that no cluster is asked about. */
export function usualAgent(oidcIssuer: string | undefined): Collected {
  const identity = (audience: string): ApiObject => ({ Audience: [audience], TTL: hour });
  return {
    value: {
      version: '1.11.1',
      region: 'global',
      ...(oidcIssuer === undefined ? {} : { oidcIssuer }),
      consul: { serviceIdentity: identity('consul.io'), taskIdentity: identity('consul.io') },
      vault: { enabled: true, defaultIdentity: identity('vault.io') },
      logins: defaultLogins,
    },
    assumed: [
      'Nomad is of version 1.11.1 and configured as its guides say: audiences consul.io and vault.io, auth method nomad-workloads, mount jwt-nomad',
      ...(oidcIssuer === undefined ? [] : [`its oidc_issuer is ${oidcIssuer}, as the spec binds it`]),
    ],
  };
}

function defaultCluster(clusters: unknown): ApiObject | undefined {
  if (!Array.isArray(clusters)) return undefined;
  const all = clusters.filter(isObject);
  return all.find((one) => one['Name'] === 'default') ?? all[0];
}

function named<N extends string>(name: N, given: unknown): { readonly [K in N]?: ApiObject } {
  return isObject(given) ? ({ [name]: withoutNulls(given) } as { readonly [K in N]: ApiObject }) : {};
}

function withoutNulls(object: ApiObject): ApiObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

function inside(object: ApiObject, name: string): ApiObject {
  const value = object[name];
  return isObject(value) ? value : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
