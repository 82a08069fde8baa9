import { packageText } from '../../spec/package-text.ts';
import { Secret } from '../../support/secret.ts';
import type { Lab } from '../embedded.ts';
import { drift } from './drifted.ts';
import { stepsOn } from './steps.ts';

/** What its template reads, and what it has no business with. */
export const password = 'powerdns/mysql/password';
export const passwordValue = 'only-for-the-demo';
export const foreign = 'billing/api-key';
export const database = 'secret/data/default/powerdns/mysql';

/**
 * The drifted cluster, and in it PowerDNS: a task that reads its database password from Consul and a secret from Vault,
 * and a service. As its logins fail, somebody let it use the token of Nomad's agent, which may not read the key.
 * @returns the agent's token
 */
export async function incident(lab: Lab): Promise<Secret> {
  await drift(lab);
  const { consul, vault, nomad } = stepsOn(lab);
  await consul('PUT', `/v1/kv/${password}`, passwordValue);
  await consul('PUT', `/v1/kv/${foreign}`, 'not yours');
  await vault('POST', `/v1/${database}`, { data: { user: 'powerdns' } });
  await consul('PUT', '/v1/acl/policy', {
    Name: 'nomad-agent',
    Description: 'Nomad agents',
    Rules: packageText('policies/lab/nomad-agent.hcl'),
  });
  const agent = (await consul('PUT', '/v1/acl/token', {
    Description: 'Nomad agents',
    Policies: [{ Name: 'nomad-agent' }],
  })) as { readonly SecretID: string };
  await nomad('PUT', '/v1/jobs', { Job: powerdns });
  return new Secret(agent.SecretID);
}

const powerdns = {
  ID: 'powerdns',
  Name: 'powerdns',
  Type: 'service',
  Datacenters: ['dc1'],
  TaskGroups: [
    {
      Name: 'dns',
      Count: 1,
      Networks: [{ ReservedPorts: [{ Label: 'dns', Value: 53 }] }],
      Services: [{ Name: 'powerdns', PortLabel: 'dns', Provider: 'consul' }],
      Tasks: [
        {
          Name: 'server',
          Driver: 'docker',
          Config: { image: 'powerdns/pdns-auth-49' },
          Consul: {},
          Vault: { Role: '' },
          Templates: [{ EmbeddedTmpl: `{{ key "${password}" }}`, DestPath: 'secrets/password' }],
        },
      ],
    },
  ],
};
