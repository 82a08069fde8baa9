import { data, type Fault } from './fault.ts';
import { policy, policyAt } from './vault-faults.ts';
import { moved } from './vault-mount-fields.ts';

const engine =
  (type: string): Fault['inject'] =>
  async ({ vault }) => {
    await vault.delete('sys/mounts/secret');
    await vault.post('sys/mounts/secret', { type });
    return async () => {
      await vault.delete('sys/mounts/secret');
      await vault.post('sys/mounts/secret', { type: 'kv', options: { version: '2' } });
    };
  };

const ofMetadata = (name: string): RegExp => new RegExp(`metadata\\.${name}`, 'g');

/** What a policy says, and the engines that it is about. */
export const vaultPolicyFields: readonly Fault[] = [
  {
    name: 'the policy has another name',
    rule: 'vault/policy-missing',
    inject: async ({ vault }) => {
      const { policy: text } = data(await vault.get(policyAt));
      await vault.put('sys/policies/acl/nomad-workload', { policy: text });
      await vault.delete(policyAt);
      return async () => {
        await vault.delete('sys/policies/acl/nomad-workload');
        return vault.put(policyAt, { policy: text });
      };
    },
  },
  { name: 'the policy says nothing', rule: 'workload/need-denied', inject: policy(() => '# nothing yet') },
  {
    name: 'the policy lets secrets be written only',
    rule: 'workload/need-denied',
    inject: policy((text) => text.replaceAll('"read"', '"create", "update"')),
  },
  {
    name: 'the policy denies all secrets at a less exact path',
    rule: undefined,
    inject: policy((text) => `${text}\npath "secret/*" { capabilities = ["deny"] }`),
  },
  {
    name: 'the policy denies at its own path',
    rule: 'workload/need-denied',
    inject: policy((text) => text.replaceAll('["read"]', '["deny"]')),
  },
  {
    name: "the policy goes by the entity's name",
    rule: 'workload/need-denied',
    inject: policy((text) =>
      text.replace(
        /\{\{identity\.entity\.aliases\.auth_jwt_[0-9a-f]+\.metadata\.nomad_job_id\}\}/g,
        '{{identity.entity.name}}',
      ),
    ),
  },
  {
    name: 'the policy has job and namespace crosswise',
    rule: 'workload/need-denied',
    inject: policy((text) =>
      text
        .replace(ofMetadata('nomad_job_id'), 'metadata.X')
        .replace(ofMetadata('nomad_namespace'), 'metadata.nomad_job_id')
        .replaceAll('metadata.X', 'metadata.nomad_namespace'),
    ),
  },
  {
    name: 'the policy names the accessor of tokens',
    rule: 'vault/stale-accessor',
    inject: async (bench) => {
      const { accessor } = data(await bench.vault.get('sys/auth/token'));
      return policy((text) => text.replace(/auth_jwt_[0-9a-f]+/g, String(accessor)))(bench);
    },
  },
  {
    name: 'the policy has a space in its template',
    rule: undefined,
    inject: policy((text) => text.replaceAll('{{', '{{ ').replaceAll('}}', ' }}')),
  },
  {
    name: 'the policy names an alias without its metadata',
    rule: 'workload/need-denied',
    inject: policy((text) => text.replaceAll('.metadata.nomad_job_id', '.nomad_job_id')),
  },
  {
    name: 'the policy is for the data of a single version',
    rule: 'workload/need-denied',
    inject: policy((text) => text.replaceAll('secret/data/', 'secret/data/v1/')),
  },
  {
    name: 'the policy is one for all secrets',
    rule: 'security/open-privileged-role',
    inject: policy(() => 'path "secret/*" { capabilities = ["create", "read", "update", "delete", "list"] }'),
  },
  {
    name: 'the policy may do everything',
    rule: 'security/open-privileged-role',
    inject: policy(
      (text) => `${text}\npath "*" { capabilities = ["create", "read", "update", "delete", "list", "sudo"] }`,
    ),
  },
  {
    name: 'the policy reads the default as well',
    rule: undefined,
    inject: policy((text) => `${text}\npath "secret/data/shared/*" { capabilities = ["read"] }`),
  },
  { name: 'the KV engine is moved', rule: 'vault/engine-missing', inject: moved('secret', 'kv') },
  { name: 'another engine stands where secrets were', rule: 'vault/kv-path', inject: engine('transit') },
  {
    name: 'a second KV engine is mounted',
    rule: undefined,
    inject: async ({ vault }) => {
      await vault.post('sys/mounts/team', { type: 'kv' });
      return () => vault.delete('sys/mounts/team');
    },
  },
  {
    name: 'an audit device is there',
    rule: undefined,
    inject: async ({ vault }) => {
      await vault.put('sys/audit/stdout', { type: 'file', options: { file_path: 'discard' } });
      return () => vault.delete('sys/audit/stdout');
    },
  },
];
