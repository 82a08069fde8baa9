import type { ApiObject } from '../../model/api-object.ts';
import type { Job } from '../../model/world.ts';

const hour = 3_600_000_000_000;
const identity = (name: string, audience: string, more: ApiObject = {}): ApiObject => ({
  Name: name,
  Audience: [audience],
  Env: false,
  File: false,
  TTL: hour,
  ...more,
});

/** A job that registers a service, reads a key and reads a secret, as servers keep it. */
export const web: Job = {
  id: 'web',
  namespace: 'default',
  stored: true,
  modifyIndex: 20,
  origin: { from: 'server', request: 'nomad GET /v1/job/web?namespace=default' },
  job: {
    ID: 'web',
    Name: 'web',
    Namespace: 'default',
    Region: 'global',
    Type: 'service',
    Datacenters: ['*'],
    Version: 1,
    JobModifyIndex: 20,
    TaskGroups: [
      {
        Name: 'web',
        Count: 1,
        Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'http', To: 8080 }] }],
        Services: [
          {
            Name: 'web',
            PortLabel: 'http',
            Provider: 'consul',
            Cluster: 'default',
            Identity: identity('consul-service_web-http', 'consul.io', { ServiceName: 'web' }),
          },
        ],
        Tasks: [
          {
            Name: 'server',
            Driver: 'docker',
            Config: { image: 'web:1' },
            Consul: { Cluster: 'default' },
            Vault: { Cluster: 'default', Env: true, ChangeMode: 'restart', Role: '' },
            Identity: identity('default', 'nomadproject.io', { TTL: 0 }),
            Identities: [identity('consul_default', 'consul.io'), identity('vault_default', 'vault.io')],
            Templates: [
              {
                DestPath: 'local/web.conf',
                ChangeMode: 'restart',
                EmbeddedTmpl:
                  'motd={{ key "web/motd" }}\n{{ with secret "secret/data/default/web/config" }}password={{ .Data.data.password }}{{ end }}\n',
              },
            ],
          },
        ],
      },
    ],
  },
};
