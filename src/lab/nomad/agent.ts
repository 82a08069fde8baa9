import { randomUUID } from 'node:crypto';
import type { Route } from '../router.ts';
import { badRequest, json, NomadError, notFound } from './answers.ts';
import { paginate } from './paginate.ts';
import type { IdentityConfig, NomadState } from './state.ts';

/** What the agent says about itself, its cluster and its one node. */
export function agentRoutes(state: NomadState): readonly Route[] {
  const { node, region, datacenter, version } = state;
  const rpc = '127.0.0.1:4647';
  const member = {
    Addr: '127.0.0.1', DelegateCur: 4, DelegateMax: 5, DelegateMin: 2, Name: `${node.name}.${region}`, Port: 4648, ProtocolCur: 2, ProtocolMax: 5,
    ProtocolMin: 1, Status: 'alive',
    Tags: { build: version, dc: datacenter, id: node.id, port: '4647', region, role: 'nomad', rpc_addr: '127.0.0.1', vsn: '1' },
  }; // prettier-ignore
  const stub = {
    Address: '127.0.0.1', CreateIndex: 8, Datacenter: datacenter, Drain: false, Drivers: {}, HostVolumes: {}, ID: node.id, LastDrain: null,
    ModifyIndex: 10, Name: node.name, NodeClass: '', NodePool: 'default', SchedulingEligibility: 'eligible', Status: 'ready', StatusDescription: '',
    Version: version,
  }; // prettier-ignore
  // The client has found the lab's other servers.
  const Attributes = {
    'consul.version': '1.22.2', 'nomad.version': version, 'unique.hostname': node.name, 'vault.version': '1.21.0',
  }; // prettier-ignore
  const whole = { ...stub, HTTPAddr: '127.0.0.1:4646', Attributes, Meta: {}, Resources: {}, Events: [] };
  const secret = randomUUID();
  const noAcl = (): never => {
    throw badRequest('ACL support disabled');
  };
  const noToken = {
    AccessorID: 'acls-disabled', CreateIndex: 0, CreateTime: '0001-01-01T00:00:00Z', ExpirationTTL: '', ExpirationTime: null, Global: false,
    Hash: null, ModifyIndex: 0, Name: 'ACLs disabled token', Policies: null, Roles: null, SecretID: '', Type: 'client',
  }; // prettier-ignore
  return [
    { path: '/v1/status/leader', handlers: { GET: (request) => json(request, rpc) } },
    { path: '/v1/status/peers', handlers: { GET: (request) => json(request, [rpc]) } },
    { path: '/v1/regions', handlers: { GET: (request) => json(request, [region]) } },
    {
      path: '/v1/agent/members',
      handlers: {
        GET: (request) =>
          json(request, { Members: [member], ServerDC: datacenter, ServerName: node.name, ServerRegion: region }),
      },
    },
    {
      path: '/v1/agent/self',
      handlers: { GET: (request) => json(request, { config: config(state), member, stats: stats(state) }) },
    },
    {
      path: '/v1/agent/health',
      handlers: {
        GET: (request) => json(request, { client: { message: 'ok', ok: true }, server: { message: 'ok', ok: true } }),
      },
    },
    {
      path: '/v1/nodes',
      handlers: {
        GET: (request) => {
          const prefix = request.query.get('prefix') ?? '';
          // The API never shows a node's secret, but filters see it.
          const fitting = [{ ...whole, SecretID: secret }].filter(({ ID }) => ID.startsWith(prefix));
          const { items } = paginate(request, 'Node', fitting, ({ ID }) => ID);
          return json(
            request,
            items.map(() => stub),
            { read: 10 },
          );
        },
      },
    },
    {
      path: '/v1/node/:id',
      handlers: {
        GET: (request) => {
          const id = request.params['id'] ?? '';
          if (id.length !== 36)
            throw new NomadError(500, 'node lookup failed: index error: UUID must be 36 characters');
          if (id !== node.id) throw notFound('node not found');
          return json(request, whole, { read: 10 });
        },
      },
    },
    {
      path: '/v1/operator/keyring/keys',
      handlers: {
        GET: (request) => {
          const indexes = { CreateIndex: 7, ModifyIndex: 7 };
          const key = {
            Algorithm: 'aes256-gcm',
            ...indexes,
            CreateTime: state.started * 1e6,
            KeyID: state.keyring.id,
            PublishTime: 0,
            State: 'active',
          };
          return json(request, [key], { read: 7 });
        },
      },
    },
    { path: '/v1/acl/tokens', handlers: { GET: noAcl } },
    { path: '/v1/acl/token/self', handlers: { GET: (request) => json(request, noToken) } },
    { path: '/v1/acl/policies', handlers: { GET: noAcl } },
    { path: '/v1/acl/login', handlers: { POST: noAcl } },
  ];
}

function identity(given: IdentityConfig | undefined): object | null {
  if (given === undefined) return null;
  return { Audience: given.Audience, Env: null, ExtraClaims: null, File: null, Filepath: '', TTL: given.TTL };
}

function config({ region, datacenter, node, version, oidcIssuer, integration }: NomadState): object {
  return {
    ACL: { Enabled: false },
    Client: { Enabled: true },
    Datacenter: datacenter,
    Region: region,
    NodeName: node.name,
    Version: { Version: version, Revision: '', VersionPrerelease: '', VersionMetadata: '' },
    Server: {
      Enabled: true,
      OIDCIssuer: oidcIssuer(),
      RootKeyGCInterval: '',
      RootKeyGCThreshold: '',
      RootKeyRotationThreshold: '',
    },
    TLSConfig: { EnableHTTP: false, EnableRPC: false, VerifyHTTPSClient: false },
    Consuls: [
      {
        Name: 'default', Addr: integration.consulAddress?.replace('http://', '') ?? '127.0.0.1:8500', Namespace: '', Token: '',
        ServiceIdentity: identity(integration.serviceIdentity), ServiceIdentityAuthMethod: 'nomad-workloads',
        TaskIdentity: identity(integration.taskIdentity), TaskIdentityAuthMethod: 'nomad-workloads',
      },
    ], // prettier-ignore
    Vaults: [
      {
        Name: 'default', Enabled: integration.vaultAddress === undefined ? null : true, Addr: integration.vaultAddress ?? 'https://vault.service.consul:8200',
        JWTAuthBackendPath: 'jwt-nomad', Role: '', Namespace: '', Token: '', DefaultIdentity: identity(integration.vaultIdentity),
      },
    ], // prettier-ignore
  };
}

function stats({ region, version, node }: NomadState): object {
  return {
    client: { node_id: node.id },
    nomad: { bootstrap: 'true', known_regions: '1', leader: 'true', server: 'true' },
    runtime: { version: region },
    'nomad.version': { version },
  };
}
