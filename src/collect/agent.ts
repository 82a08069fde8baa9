import { isObject } from '../validation/object.ts';
import type { AgentSettings, NomadLogins } from '../model/agent.ts';
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
  const version = text(inside(config, 'Version')['Version']) || text(tags['build']);
  const issuer = text(inside(config, 'Server')['OIDCIssuer']);
  const clientToken = inside(inside(config, 'Client'), 'TemplateConfig')['UseClientConsulToken'];
  const logins: NomadLogins = {
    serviceAuthMethod: text(consul['ServiceIdentityAuthMethod']) || defaultLogins.serviceAuthMethod,
    taskAuthMethod: text(consul['TaskIdentityAuthMethod']) || defaultLogins.taskAuthMethod,
    vaultMount: text(vault['JWTAuthBackendPath']).replace(/^\/+|\/+$/g, '') || defaultLogins.vaultMount,
    vaultRole: text(vault['Role']),
  };
  return {
    value: {
      version: version || '1.11.1',
      region: text(config['Region']) || 'global',
      ...(issuer === '' ? {} : { oidcIssuer: issuer }),
      consul: {
        ...named('serviceIdentity', consul['ServiceIdentity']),
        ...named('taskIdentity', consul['TaskIdentity']),
      },
      vault: { enabled: vault['Enabled'] === true, ...named('defaultIdentity', vault['DefaultIdentity']) },
      logins,
      ...(typeof clientToken === 'boolean' ? { useClientConsulToken: clientToken } : {}),
    },
    assumed: [
      ...(version === '' ? ['Nomad is of version 1.11.1, for the agent does not say'] : []),
      'all agents of Nomad are configured like the one that was asked',
    ],
  };
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
