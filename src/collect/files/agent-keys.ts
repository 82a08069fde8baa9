/** How a value is read, and when a later file's value takes the place of an earlier one's. */
export type KeyType =
  | 'text'
  /** A boolean of which a later `false` does not undo an earlier `true`. */
  | 'flag'
  /** A boolean that a later file can set to either. */
  | 'switch'
  | 'number'
  /** A number of which 0 says something. */
  | 'count'
  | 'duration'
  | 'texts'
  /** A list to which later files add. */
  | 'tags'
  | 'map'
  /** A text of which only that there is one is kept. */
  | 'secret';

export interface KeyOf {
  /** As `/v1/agent/self` names it. */
  readonly member: string;
  readonly type: KeyType;
}

export type Keys = Readonly<Record<string, KeyOf>>;

/** `'oidc_issuer OIDCIssuer'` for each; the names as files and as the API have them. */
function keys(type: KeyType, ...pairs: readonly string[]): Keys {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', member = ''] = pair.split(' ');
      return [key, { member, type }];
    }),
  );
}

/** Of a `consul` block, of Nomad 1.11. */
export const consulKeys: Keys = {
  ...keys(
    'text',
    'name Name',
    'server_service_name ServerServiceName',
    'server_http_check_name ServerHTTPCheckName',
    'server_serf_check_name ServerSerfCheckName',
    'server_rpc_check_name ServerRPCCheckName',
    'client_service_name ClientServiceName',
    'client_http_check_name ClientHTTPCheckName',
    'address Addr',
    'grpc_address GRPCAddr',
    'grpc_ca_file GRPCCAFile',
    'ca_file CAFile',
    'cert_file CertFile',
    'key_file KeyFile',
    'namespace Namespace',
    'service_auth_method ServiceIdentityAuthMethod',
    'task_auth_method TaskIdentityAuthMethod',
  ),
  ...keys(
    'number',
    'server_failures_before_critical ServerFailuresBeforeCritical',
    'server_failures_before_warning ServerFailuresBeforeWarning',
    'client_failures_before_critical ClientFailuresBeforeCritical',
    'client_failures_before_warning ClientFailuresBeforeWarning',
  ),
  ...keys(
    'switch',
    'auto_advertise AutoAdvertise',
    'checks_use_advertise ChecksUseAdvertise',
    'ssl EnableSSL',
    'share_ssl ShareSSL',
    'verify_ssl VerifySSL',
    'server_auto_join ServerAutoJoin',
    'client_auto_join ClientAutoJoin',
  ),
  ...keys('tags', 'tags Tags'),
  ...keys('duration', 'timeout Timeout'),
  ...keys('secret', 'token Token', 'auth Auth'),
};

/** Of a `vault` block. Its `token` is lost whenever blocks are put together, which they always are. */
export const vaultKeys: Keys = {
  ...keys(
    'text',
    'name Name',
    'create_from_role Role',
    'namespace Namespace',
    'address Addr',
    'jwt_auth_backend_path JWTAuthBackendPath',
    'ca_file TLSCaFile',
    'ca_path TLSCaPath',
    'cert_file TLSCertFile',
    'key_file TLSKeyFile',
    'tls_server_name TLSServerName',
  ),
  ...keys('switch', 'enabled Enabled', 'tls_skip_verify TLSSkipVerify'),
};

export const identityKeys: Keys = {
  ...keys('texts', 'aud Audience'),
  ...keys('switch', 'env Env', 'file File'),
  ...keys('text', 'filepath Filepath'),
  ...keys('duration', 'ttl TTL'),
  ...keys('map', 'extra_claims ExtraClaims'),
};

export interface Block {
  readonly member: string;
  readonly keys: Keys;
  readonly blocks?: Readonly<Record<string, Block>>;
}

/** What of the rest of a configuration says something about identities. */
export const rootBlock: Block = {
  member: '',
  keys: keys('text', 'region Region', 'datacenter Datacenter', 'name NodeName', 'bind_addr BindAddr'),
  blocks: {
    ports: { member: 'Ports', keys: keys('number', 'http HTTP', 'rpc RPC', 'serf Serf') },
    addresses: { member: 'Addresses', keys: keys('text', 'http HTTP', 'rpc RPC', 'serf Serf') },
    acl: {
      member: 'ACL',
      keys: {
        ...keys('flag', 'enabled Enabled'),
        ...keys(
          'duration',
          'token_ttl TokenTTL',
          'policy_ttl PolicyTTL',
          'role_ttl RoleTTL',
          'token_min_expiration_ttl TokenMinExpirationTTL',
          'token_max_expiration_ttl TokenMaxExpirationTTL',
        ),
      },
    },
    server: {
      member: 'Server',
      keys: {
        ...keys('flag', 'enabled Enabled'),
        ...keys('number', 'bootstrap_expect BootstrapExpect'),
        ...keys(
          'text',
          'authoritative_region AuthoritativeRegion',
          'oidc_issuer OIDCIssuer',
          'root_key_gc_interval RootKeyGCInterval',
          'root_key_gc_threshold RootKeyGCThreshold',
          'root_key_rotation_threshold RootKeyRotationThreshold',
        ),
      },
      blocks: {
        client_introduction: {
          member: 'ClientIntroduction',
          keys: {
            ...keys('text', 'enforcement Enforcement'),
            ...keys('duration', 'default_identity_ttl DefaultIdentityTTL', 'max_identity_ttl MaxIdentityTTL'),
          },
        },
      },
    },
    client: {
      member: 'Client',
      keys: {
        ...keys('flag', 'enabled Enabled', 'disable_remote_exec DisableRemoteExec'),
        ...keys('text', 'node_class NodeClass', 'node_pool NodePool'),
      },
      blocks: {
        template: {
          member: 'TemplateConfig',
          keys: {
            ...keys('texts', 'function_denylist FunctionDenylist'),
            ...keys('flag', 'disable_file_sandbox DisableSandbox'),
            ...keys('switch', 'use_client_consul_token UseClientConsulToken'),
          },
          blocks: {
            vault_retry: { member: 'VaultRetry', keys: keys('count', 'attempts Attempts') },
            consul_retry: { member: 'ConsulRetry', keys: keys('count', 'attempts Attempts') },
          },
        },
      },
    },
    tls: {
      member: 'TLSConfig',
      keys: {
        ...keys(
          'flag',
          'http EnableHTTP',
          'rpc EnableRPC',
          'verify_server_hostname VerifyServerHostname',
          'verify_https_client VerifyHTTPSClient',
          'rpc_upgrade_mode RPCUpgradeMode',
        ),
        ...keys('text', 'ca_file CAFile', 'cert_file CertFile', 'tls_min_version TLSMinVersion'),
      },
    },
  },
};

const second = 1_000_000_000;

/** What an agent has that says nothing else. */
export const consulDefaults: Readonly<Record<string, unknown>> = {
  Name: 'default',
  ServerServiceName: 'nomad',
  ServerHTTPCheckName: 'Nomad Server HTTP Check',
  ServerSerfCheckName: 'Nomad Server Serf Check',
  ServerRPCCheckName: 'Nomad Server RPC Check',
  ServerFailuresBeforeCritical: 0,
  ServerFailuresBeforeWarning: 0,
  ClientServiceName: 'nomad-client',
  ClientHTTPCheckName: 'Nomad Client HTTP Check',
  ClientFailuresBeforeCritical: 0,
  ClientFailuresBeforeWarning: 0,
  AutoAdvertise: true,
  ChecksUseAdvertise: false,
  ServerAutoJoin: true,
  ClientAutoJoin: true,
  Timeout: 5 * second,
  ServiceIdentityAuthMethod: 'nomad-workloads',
  TaskIdentityAuthMethod: 'nomad-workloads',
  Addr: '127.0.0.1:8500',
  EnableSSL: false,
  VerifySSL: true,
};

export const vaultDefaults: Readonly<Record<string, unknown>> = {
  Name: 'default',
  Addr: 'https://vault.service.consul:8200',
  JWTAuthBackendPath: 'jwt-nomad',
};

/** By path, as the API shows them. */
export const rootDefaults: Readonly<Record<string, unknown>> = {
  Region: 'global',
  Datacenter: 'dc1',
  BindAddr: '0.0.0.0',
  'Ports/HTTP': 4646,
  'Ports/RPC': 4647,
  'Ports/Serf': 4648,
  'ACL/TokenTTL': 30 * second,
  'ACL/PolicyTTL': 30 * second,
  'ACL/RoleTTL': 30 * second,
  'ACL/TokenMinExpirationTTL': 0,
  'ACL/TokenMaxExpirationTTL': 0,
  'Client/NodePool': 'default',
};

/** Of a key that no file gives. */
export function nothingOf(type: KeyType): unknown {
  switch (type) {
    case 'text':
    case 'secret':
      return '';
    case 'flag':
      return false;
    case 'number':
      return 0;
    default:
      return null;
  }
}
