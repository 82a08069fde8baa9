import type { Agent } from '../../model/agent.ts';

const hour = 3_600_000_000_000;
const version = '1.11.1';

/** A server that gives all three identities, as Nomad's guides have it. */
export const server: Agent = {
  name: 'server-1.global',
  region: 'global',
  server: true,
  client: false,
  version,
  config: {
    Region: 'global',
    Datacenter: 'dc1',
    Version: { Version: version },
    Server: { Enabled: true, OIDCIssuer: '', RootKeyRotationThreshold: '' },
    Client: { Enabled: false },
    TLSConfig: { EnableHTTP: true, VerifyHTTPSClient: false },
    ACL: { Enabled: true },
    Consuls: [
      {
        Name: 'default',
        ServiceIdentityAuthMethod: 'nomad-workloads',
        TaskIdentityAuthMethod: 'nomad-workloads',
        ServiceIdentity: { Audience: ['consul.io'], TTL: hour },
        TaskIdentity: { Audience: ['consul.io'], TTL: hour },
      },
    ],
    Vaults: [
      {
        Name: 'default',
        Enabled: true,
        JWTAuthBackendPath: 'jwt-nomad',
        Role: '',
        DefaultIdentity: { Audience: ['vault.io'], TTL: hour },
      },
    ],
  },
  origin: { from: 'server', request: 'nomad GET /v1/agent/self (server-1.global)' },
};

/** A client that logs in where the presets make it. */
export const client: Agent = {
  name: 'client-1',
  region: 'global',
  server: false,
  client: true,
  version,
  config: {
    Region: 'global',
    Datacenter: 'dc1',
    Version: { Version: version },
    Server: { Enabled: false },
    Client: { Enabled: true, TemplateConfig: { FunctionDenylist: ['plugin', 'writeToFile'] } },
    TLSConfig: { EnableHTTP: true, VerifyHTTPSClient: false },
    ACL: { Enabled: true },
    Consuls: [
      {
        Name: 'default',
        Addr: '127.0.0.1:8500',
        ServiceIdentityAuthMethod: 'nomad-workloads',
        TaskIdentityAuthMethod: 'nomad-workloads',
      },
    ],
    Vaults: [
      {
        Name: 'default',
        Enabled: true,
        Addr: 'https://vault.example.com:8200',
        JWTAuthBackendPath: 'jwt-nomad',
        Role: '',
      },
    ],
  },
  origin: { from: 'server', request: 'nomad GET /v1/agent/self (client-1)' },
};
