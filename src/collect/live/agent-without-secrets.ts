import type { ApiObject } from '../../model/api-object.ts';
import { isObject } from '../../validation/object.ts';

/** Members of an agent's configuration that say something about identities, and hold no secret. All others are left out. */
const kept: Readonly<Record<string, true | readonly string[]>> = {
  ACL: ['Enabled', 'TokenTTL', 'PolicyTTL', 'RoleTTL', 'TokenMinExpirationTTL', 'TokenMaxExpirationTTL'],
  Addresses: true,
  AdvertiseAddrs: true,
  BindAddr: true,
  Client: ['Enabled', 'NodeClass', 'NodePool', 'TemplateConfig', 'DisableRemoteExec'],
  ConfigPaths: true,
  Datacenter: true,
  DevMode: true,
  Files: true,
  NodeName: true,
  Ports: true,
  Region: true,
  Server: [
    'Enabled',
    'AuthoritativeRegion',
    'BootstrapExpect',
    'OIDCIssuer',
    'RootKeyGCInterval',
    'RootKeyGCThreshold',
    'RootKeyRotationThreshold',
    'ClientIntroduction',
  ],
  TLSConfig: [
    'CAFile',
    'CertFile',
    'EnableHTTP',
    'EnableRPC',
    'RPCUpgradeMode',
    'TLSMinVersion',
    'VerifyHTTPSClient',
    'VerifyServerHostname',
  ],
  Version: true,
};

/** Of the blocks for Consul and Vault: that there is one matters, for the agent may use it for workloads that have none. */
const secrets: ReadonlySet<string> = new Set(['Token', 'Auth']);

/** What `/v1/agent/self` shows below `config`, as far as it is about identities, without tokens. */
export function agentWithoutSecrets(config: ApiObject): ApiObject {
  const plain = Object.entries(kept).flatMap(([name, members]): readonly (readonly [string, unknown])[] => {
    const value = config[name];
    if (value === undefined) return [];
    if (members === true || !isObject(value)) return [[name, value]];
    return [[name, Object.fromEntries(Object.entries(value).filter(([one]) => members.includes(one)))]];
  });
  const clusters = ['Consul', 'Consuls', 'Vault', 'Vaults'].flatMap((name): readonly (readonly [string, unknown])[] =>
    config[name] === undefined || config[name] === null ? [] : [[name, clusterOf(config[name])]],
  );
  return Object.fromEntries([...plain, ...clusters]);
}

function clusterOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clusterOf);
  if (!isObject(value)) return value;
  const shown = ([name, one]: readonly [string, unknown]): readonly [string, unknown] => [
    name,
    secrets.has(name) && one !== '' && one !== null ? '<redacted>' : one,
  ];
  return Object.fromEntries(Object.entries(value).map(shown));
}
