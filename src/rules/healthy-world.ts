import { consulObjects, vaultObjects } from '../collect/world-of-objects.ts';
import type { World } from '../model/world.ts';
import { loadSpec } from '../spec/load.ts';
import { client, server } from './healthy/agents.ts';
import { policiesOfAgents } from './healthy/agent-policies.ts';
import { web } from './healthy/job.ts';
import { jwksUrl, spec } from './healthy/spec.ts';

/** Seconds since 1970: when the healthy world was read. */
const takenAt = 1_780_000_000;
const clientToken = '6f1a3c52-0000-4000-8000-000000000001';
const serverToken = '6f1a3c52-0000-4000-8000-000000000004';
const kid = '00000000-0000-4000-8000-00000000cafe';

/** What a client notes of the servers that it has found. */
const attributes = {
  'nomad.version': '1.11.1',
  'consul.version': '1.22.2',
  'consul.datacenter': 'dc1',
  'vault.version': '1.21.0',
};

let made: World | undefined;

/** A cluster in which nothing is wrong: what the presets make, and a job that uses it. Examples of rules start from it. */
export function healthyWorld(): World {
  return (made ??= makeHealthyWorld());
}

function makeHealthyWorld(): World {
  const { resources } = loadSpec([{ name: 'wid.yaml', text: spec }], {}, () => {
    throw new Error('the spec names no file');
  });
  const consul = consulObjects(resources);
  const keys = { keys: [{ kid, kty: 'RSA', alg: 'RS256', use: 'sig', n: 'AQAB', e: 'AQAB' }] };
  return {
    schemaVersion: 1,
    takenAt,
    nomad: {
      agents: [server, client],
      jobs: [web],
      namespaces: [{ Name: 'default' }],
      nodes: [
        {
          ID: 'node-1',
          Name: 'client-1',
          Version: '1.11.1',
          Status: 'ready',
          Datacenter: 'dc1',
          Attributes: attributes,
        },
      ],
      allocations: [
        {
          id: 'aaaaaaaa-0000-4000-8000-000000000001',
          namespace: 'default',
          job: 'web',
          group: 'web',
          node: 'client-1',
          clientStatus: 'running',
          desiredStatus: 'run',
          jobVersion: 1,
          identities: { server: ['consul_default', 'vault_default'], web: ['consul-service_web-http'] },
          events: [],
        },
      ],
      keyring: [{ KeyID: kid, Algorithm: 'aes256-gcm', State: 'active', CreateTime: (takenAt - 86_400) * 1e9 }],
    },
    consul: {
      ...consul,
      policies: [...consul.policies, ...policiesOfAgents],
      datacenter: 'dc1',
      primaryDatacenter: 'dc1',
      defaultPolicy: 'deny',
      stored: true,
      version: '1.22.2',
      tokens: [
        {
          AccessorID: '6f1a3c52-0000-4000-8000-000000000002',
          Description: 'token created via login: {"requested_by":"nomad_service_web"}',
          AuthMethod: 'nomad-workloads',
          Local: true,
          ServiceIdentities: [{ ServiceName: 'web' }],
        },
        {
          AccessorID: '6f1a3c52-0000-4000-8000-000000000003',
          Description: 'token created via login: {"requested_by":"nomad_task_server"}',
          AuthMethod: 'nomad-workloads',
          Local: true,
          Roles: [{ Name: 'nomad-default-tasks' }],
        },
        { AccessorID: '00000000-0000-0000-0000-000000000002', Description: 'Anonymous Token', Local: false },
        { AccessorID: clientToken, Description: 'Nomad client', Local: false, Policies: [{ Name: 'nomad-client' }] },
        { AccessorID: serverToken, Description: 'Nomad server', Local: false, Policies: [{ Name: 'nomad-server' }] },
      ],
      services: ['consul', 'nomad', 'nomad-client', 'web'],
      tokensOfAgents: { 'nomad client client-1': clientToken, 'nomad server server-1.global': serverToken },
    },
    vault: {
      ...vaultObjects(resources),
      kv: { secret: 2 },
      version: '1.21.0',
      authMounts: {
        'jwt-nomad': { type: 'jwt', accessor: 'auth_jwt_00000000' },
        token: { type: 'token', accessor: 'auth_token_1' },
      },
      auditDevices: ['file'],
      aliases: [
        {
          name: 'web',
          accessor: 'auth_jwt_00000000',
          metadata: { nomad_namespace: 'default', nomad_job_id: 'web', nomad_task: 'server' },
        },
      ],
    },
    keySets: [
      {
        url: jwksUrl,
        usedBy: ['consul/auth-method/nomad-workloads', 'vault/jwt-config/jwt-nomad'],
        keys,
        error: null,
        status: 200,
        maxAge: 3600,
        serverTime: takenAt,
      },
    ],
    notRead: [],
    assumed: [],
  };
}
