import type { Fault } from './fault.ts';
import { registered, template } from './job-faults.ts';

const service = (more: string, name = 'faulty'): string => `service {\n name = "${name}"\n port = "http"\n${more}\n}`;
const own = '{{ with secret "secret/data/default/faulty/x" }}{{ .Data }}{{ end }}';

/** Blocks of jobs, one after the other. */
export const jobFields: readonly Fault[] = [
  {
    name: 'a service has an identity like that of the servers',
    rule: undefined,
    inject: registered({ service: service('identity {\n aud = ["consul.io"]\n ttl = "1h"\n }') }),
  },
  {
    name: 'a service is called by its allocation',
    rule: undefined,
    inject: registered({ service: service('', 'faulty-${NOMAD_ALLOC_INDEX}') }),
  },
  {
    name: 'a service is called by the meta of its node',
    rule: undefined,
    inject: registered({ service: service('', '${node.datacenter}-faulty') }),
  },
  {
    name: 'a service is in capitals by the name of its job',
    rule: 'job/service-name-upper-case',
    inject: registered({ service: service('', '${NOMAD_JOB_NAME}') }, 'Faulty'),
  },
  {
    name: 'a task names its identity for Consul without audience',
    rule: 'job/audience-mismatch',
    inject: registered({ task: 'consul {}\nidentity {\n name = "consul_default"\n ttl = "1h"\n}' }),
  },
  {
    name: 'a task names its identity for Vault without audience',
    rule: 'job/audience-mismatch',
    inject: registered({ task: 'vault {}\nidentity {\n name = "vault_default"\n ttl = "1h"\n}' }),
  },
  {
    name: 'a task gives Vault the identity for Consul',
    rule: 'job/audience-mismatch',
    inject: registered({ task: 'vault {}\nidentity {\n name = "vault_default"\n aud = ["consul.io"]\n ttl = "1h"\n}' }),
  },
  {
    name: 'an identity for Consul has a name with a dash',
    rule: 'job/identity-name',
    inject: registered({
      task: 'consul {}\nidentity {\n name = "consul-default"\n aud = ["consul.io"]\n ttl = "1h"\n}',
    }),
  },
  {
    name: 'an identity for Vault lacks the block',
    rule: 'job/vault-block-missing',
    inject: registered({
      task: `identity {\n name = "vault_default"\n aud = ["vault.io"]\n ttl = "1h"\n}\n${template(own)}`,
    }),
  },
  {
    name: 'an identity for Consul lacks the block',
    rule: undefined,
    inject: registered({
      task: `identity {\n name = "consul_default"\n aud = ["consul.io"]\n ttl = "1h"\n}\n${template('{{ key "app/greeting" }}')}`,
    }),
  },
  {
    name: 'a task asks for services without a consul block',
    rule: 'job/consul-block-missing',
    inject: registered({ task: template('{{ range service "web" }}{{ .Address }}{{ end }}') }),
  },
  {
    name: 'a task lists keys without a consul block',
    rule: 'job/consul-block-missing',
    inject: registered({ task: template('{{ range ls "app" }}{{ .Key }}{{ end }}') }),
  },
  {
    name: 'a task asks for a certificate',
    rule: 'workload/need-denied',
    inject: registered({
      task: `vault {}\n${template('{{ with pkiCert "pki/issue/web" "common_name=web" }}{{ .Cert }}{{ end }}')}`,
    }),
  },
  {
    name: 'a task asks for credentials of a database',
    rule: 'workload/need-denied',
    inject: registered({
      task: `vault {}\n${template('{{ with secret "database/creds/web" }}{{ .Data.username }}{{ end }}')}`,
    }),
  },
  {
    name: 'a task reads the metadata of its secret',
    rule: 'workload/need-denied',
    inject: registered({
      task: `vault {}\n${template('{{ with secret "secret/metadata/default/faulty/x" }}{{ .Data }}{{ end }}')}`,
    }),
  },
  {
    name: 'a task lists its secrets',
    rule: undefined,
    inject: registered({
      task: `vault {}\n${template('{{ range secrets "secret/metadata/default/faulty/" }}{{ . }}{{ end }}')}`,
    }),
  },
  {
    name: 'a task writes to Vault',
    rule: 'workload/need-denied',
    inject: registered({
      task: `vault {}\n${template('{{ with secret "secret/data/default/faulty/x" "a=b" }}{{ .Data }}{{ end }}')}`,
    }),
  },
  {
    name: 'a task reads by its own name',
    rule: undefined,
    inject: registered({
      task: `vault {}\n${template('{{ with secret (printf "secret/data/default/%s/x" (env "NOMAD_JOB_ID")) }}{{ .Data }}{{ end }}')}`,
    }),
  },
  {
    name: 'a task restarts whenever its Vault token changes',
    rule: undefined,
    inject: registered({ task: 'vault {\n change_mode = "restart"\n}' }),
  },
  {
    name: 'an identity for Vault restarts its task',
    rule: 'job/restarts-at-renewal',
    inject: registered({
      task: 'vault {}\nidentity {\n name = "vault_default"\n aud = ["vault.io"]\n ttl = "1h"\n change_mode = "restart"\n}',
    }),
  },
  {
    name: 'a third identity restarts its task, as is asked for',
    rule: undefined,
    inject: registered({
      task: 'identity {\n name = "aws"\n aud = ["sts"]\n ttl = "1h"\n file = true\n change_mode = "restart"\n}',
    }),
  },
  {
    name: 'the JWT of the default identity is handed to Consul',
    rule: 'job/identity-used-as-token',
    inject: registered({ task: 'env {\n CONSUL_HTTP_TOKEN = "${NOMAD_TOKEN}"\n}\nidentity {\n env = true\n}' }),
  },
  {
    name: 'a job in a namespace has services only',
    rule: undefined,
    inject: registered({ service: service('') }, 'faulty', 'front'),
  },
  {
    name: 'a job in a namespace asks Vault for its own',
    rule: undefined,
    inject: registered(
      { task: `vault {}\n${template('{{ with secret "secret/data/front/faulty/x" }}{{ .Data }}{{ end }}')}` },
      'faulty',
      'front',
    ),
  },
  {
    name: 'a job in a namespace asks Vault for what is of default',
    rule: 'workload/need-denied',
    inject: registered({ task: `vault {}\n${template(own)}` }, 'faulty', 'front'),
  },
  {
    name: 'a job of the same name is in a second namespace',
    rule: 'vault/entity-shared',
    inject: registered({ task: 'vault {}' }, 'web', 'front'),
  },
  {
    name: 'a service of the same name is in a second namespace',
    rule: undefined,
    inject: registered({ service: service('', 'web') }, 'faulty', 'front'),
  },
];
