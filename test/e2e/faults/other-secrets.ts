import { policy as policyText, role, roleAt } from './vault-faults.ts';
import { data, edited, type Fault } from './fault.ts';
import { registered, template } from './job-faults.ts';
import { until } from '../poll.ts';

const ident = (more: string): string => `vault {}\nidentity {\n aud = ["vault.io"]\n ttl = "1h"\n${more}\n}`;

const named =
  (name: string, change: (text: string) => string): Fault['inject'] =>
  ({ vault }) =>
    edited(
      vault,
      `sys/policies/acl/${name}`,
      (before) => ({ ...before, policy: change(String(before['policy'])) }),
      (answer) => ({ policy: data(answer)['policy'] ?? '' }),
    );

const boundTo =
  (glob: string): Fault['inject'] =>
  async ({ vault }) => {
    await vault.put('sys/policies/acl/backup', { policy: 'path "secret/data/backup" { capabilities = ["read"] }' });
    const whole = data(await vault.get(roleAt));
    const bound = { bound_claims_type: 'glob', bound_claims: { nomad_job_id: glob } };
    await vault.put('auth/jwt-nomad/role/backup', { ...whole, ...bound, token_policies: ['backup'] });
    return async () => {
      await vault.delete('auth/jwt-nomad/role/backup');
      await vault.delete('sys/policies/acl/backup');
    };
  };

/** The paths of a policy with their capabilities, in Vault's other syntax. */
const asJson = (text: string): string => {
  const paths = [...text.matchAll(/path "([^"]+)" \{\s*capabilities = (\[[^\]]*\])/g)];
  return JSON.stringify({
    path: Object.fromEntries(
      paths.map(([, path = '', list = '']) => [path, { capabilities: JSON.parse(list) as string[] }]),
    ),
  });
};

/** A task may read and does read what is below `legacy/`, an engine whose paths do not show what it is. */
const reading =
  (mounted: boolean): Fault['inject'] =>
  async (bench) => {
    const { vault } = bench;
    if (mounted) await vault.post('sys/mounts/legacy', { type: 'kv', options: { version: '1' } });
    const back = await policyText((text) => `${text}\npath "legacy/app" { capabilities = ["read"] }`)(bench);
    const remove = await registered({
      task: `vault {}\n${template('{{ with secret "legacy/app" }}{{ .Data.x }}{{ end }}')}`,
    })(bench);
    return async () => {
      await remove();
      await back();
      if (mounted) await vault.delete('sys/mounts/legacy');
    };
  };

/** What stands beside the policies and engines of the workloads, and what is said of a job in odd places. */
export const otherSecrets: readonly Fault[] = [
  { name: 'a task reads an engine of version 1', rule: undefined, inject: reading(true) },
  { name: 'a task reads an engine that was unmounted', rule: 'vault/engine-missing', inject: reading(false) },
  {
    name: 'the default policy is emptied',
    rule: 'vault/no-default-policy',
    inject: named('default', () => '# nothing'),
  },
  {
    name: 'the default policy denies the renewal of tokens',
    rule: 'vault/no-default-policy',
    inject: named('default', (text) => `${text}\npath "auth/token/renew-self" { capabilities = ["deny"] }`),
  },
  {
    name: 'the default policy allows less, and renewals as before',
    rule: undefined,
    inject: named('default', () => 'path "auth/token/renew-self" { capabilities = ["update"] }'),
  },
  { name: 'the policy is written as JSON', rule: undefined, inject: named('nomad-workloads', asJson) },
  {
    name: 'the policy is written as JSON, with paths of version 1 of KV',
    rule: 'vault/kv-path',
    inject: named('nomad-workloads', (text) => asJson(text).replaceAll('secret/data/', 'secret/')),
  },
  {
    name: 'the policy has an old path in a comment',
    rule: undefined,
    inject: named('nomad-workloads', (text) => `${text}\n# path "secret/old/*" { capabilities = ["read"] }\n`),
  },
  {
    name: 'the policy names an engine that is not there, which nobody misses',
    rule: undefined,
    inject: named('nomad-workloads', (text) => `${text}\npath "kv/data/shared/*" { capabilities = ["read"] }`),
  },
  {
    name: 'the policy has its paths in both forms',
    rule: undefined,
    inject: named('nomad-workloads', (text) => text + text.replaceAll('secret/data/', 'secret/')),
  },
  {
    name: 'a task reads the certificate of a CA, which anybody may',
    rule: undefined,
    inject: async (bench) => {
      const { vault } = bench;
      await vault.post('sys/mounts/pki', { type: 'pki' });
      const remove = await registered({
        task: `vault {}\n${template('{{ with secret "pki/cert/ca" }}{{ .Data.certificate }}{{ end }}')}`,
      })(bench);
      return async () => {
        await remove();
        await vault.delete('sys/mounts/pki');
      };
    },
  },
  {
    name: 'all jobs are one entity, that of their audience',
    rule: 'vault/entity-shared',
    inject: async (bench) => {
      const remove = await registered({ task: 'vault {}' })(bench);
      const back = await role({ user_claim: 'aud', user_claim_json_pointer: false })(bench);
      return async () => {
        await back();
        await remove();
      };
    },
  },
  {
    name: 'a program is left with a Vault token that ends',
    rule: 'job/token-expiration-allowed',
    inject: registered({ task: 'vault {\n allow_token_expiration = true\n}' }),
  },
  {
    name: 'a program sends the JWT to Vault as if it were a token',
    rule: 'job/identity-used-as-token',
    inject: registered({ task: 'identity {\n env = true\n}', args: ['-H', 'X-Vault-Token: $NOMAD_TOKEN'] }),
  },
  {
    name: 'a template hands the JWT on as a token of Vault',
    rule: 'job/identity-used-as-token',
    inject: registered({
      task: `identity {\n env = true\n}\ntemplate {\n destination = "local/env"\n env = true\n data = "VAULT_TOKEN={{ env \\"NOMAD_TOKEN\\" }}"\n}`,
    }),
  },
  {
    name: 'a program wants a token of Vault, and its task has no block',
    rule: 'workload/no-identity',
    inject: registered({ args: ['-H', 'X-Vault-Token: $VAULT_TOKEN'] }),
  },
  {
    name: 'the policy of every job may write policies',
    rule: 'security/open-privileged-role',
    inject: named('nomad-workloads', (text) => `${text}\npath "sys/policies/acl/*" { capabilities = ["update"] }`),
  },
  {
    name: 'a role with rights of its own is bound to any job id',
    rule: 'security/open-privileged-role',
    inject: boundTo('*'),
  },
  { name: 'a role with rights of its own is bound to some job ids', rule: undefined, inject: boundTo('w*') },
  {
    name: 'an identity for Vault is named for a cluster that the task does not use',
    rule: 'job/identity-name',
    inject: registered({ task: ident('name = "vault_prod"') }),
  },
  {
    name: 'a program is told of each new JWT in its file',
    rule: undefined,
    inject: registered({
      task: ident('name = "vault_default"\n file = true\n change_mode = "signal"\n change_signal = "SIGHUP"'),
    }),
  },
  {
    name: 'a token of Vault is written into a job',
    rule: 'security/token-in-job',
    inject: registered({ task: `env {\n VAULT_TOKEN = "hvs.${'x'.repeat(24)}"\n}` }),
  },
  {
    name: 'a token of Consul is written into the template of an environment',
    rule: 'security/token-in-job',
    inject: registered({
      task: `template {\n destination = "local/env"\n env = true\n data = "CONSUL_HTTP_TOKEN=abcdef"\n}`,
    }),
  },
  {
    name: 'a service that runs is written in capitals, and its allocation stays',
    rule: 'job/service-name-upper-case',
    inject: async ({ nomad }) => {
      const job = (await nomad.get('job/web')) as unknown as { TaskGroups: { Services: { Name: string }[] }[] };
      const version = async (): Promise<number> => ((await nomad.get('job/web')) as { Version: number }).Version;
      const placed = async (): Promise<unknown> => {
        const wanted = await version();
        return until('the allocation has the new version', async () => {
          const all = (await nomad.get('job/web/allocations')) as { JobVersion: number; ClientStatus: string }[];
          return all.some((one) => one.JobVersion === wanted && one.ClientStatus === 'running') ? true : undefined;
        });
      };
      const other = structuredClone(job);
      for (const { Services } of other.TaskGroups) for (const one of Services) one.Name = 'Web';
      await nomad.put('jobs', { Job: other });
      await placed();
      return async () => {
        await nomad.put('jobs', { Job: job });
        await placed();
      };
    },
  },
];
