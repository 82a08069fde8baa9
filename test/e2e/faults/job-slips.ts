import type { Fault } from './fault.ts';
import { registered, template } from './job-faults.ts';

const secret = (path: string): string => template(`{{ with secret "${path}" }}{{ .Data }}{{ end }}`);
const service = (name: string, more = ''): string => `service {\n name = "${name}"\n port = "http"\n${more}\n}`;

/** Small slips in jobs. */
export const jobSlips: readonly Fault[] = [
  {
    name: 'a template has a slip in the path of a secret',
    rule: 'workload/need-denied',
    inject: registered({ task: `vault {}\n${secret('secret/data/defualt/faulty/x')}` }),
  },
  {
    name: "a template reads another job's secret",
    rule: 'workload/need-denied',
    inject: registered({ task: `vault {}\n${secret('secret/data/default/web/config')}` }),
  },
  {
    name: 'a template reads a path without data, which is added for it',
    rule: undefined,
    inject: registered({ task: `vault {}\n${secret('secret/default/faulty/x')}` }),
  },
  {
    name: 'a template reads its own secret',
    rule: undefined,
    inject: registered({ task: `vault {}\n${secret('secret/data/default/faulty/x')}` }),
  },
  {
    name: "a job's name has a capital and its secret has none",
    rule: 'workload/need-denied',
    inject: registered({ task: `vault {}\n${secret('secret/data/default/faulty/x')}` }, 'Faulty'),
  },
  {
    name: 'a template reads a secret of an engine that is not there',
    rule: 'workload/need-denied',
    inject: registered({ task: `vault {}\n${secret('kv/data/default/faulty/x')}` }),
  },
  {
    name: 'a template asks for services',
    rule: undefined,
    inject: registered({ task: `consul {}\n${template('{{ range service "web" }}{{ .Address }}{{ end }}')}` }),
  },
  {
    name: 'a template asks for a key that is not there',
    rule: undefined,
    inject: registered({ task: `consul {}\n${template('{{ keyOrDefault "app/none" "x" }}')}` }),
  },
  { name: 'a service of its own kind', rule: undefined, inject: registered({ service: service('faulty') }) },
  {
    name: 'a service of Nomad',
    rule: undefined,
    inject: registered({ service: service('Faulty', 'provider = "nomad"') }),
  },
  {
    name: 'a service has the name of its job and group',
    rule: undefined,
    inject: registered({ service: service('${JOB}-${TASKGROUP}') }),
  },
  {
    name: 'a service is called by a variable that has a dot in it',
    rule: 'job/service-name-not-bindable',
    inject: registered({
      service: service('faulty-${NOMAD_META_zone}'),
      task: 'meta {\n zone = "eu.west"\n}',
    }),
  },
  {
    name: 'a token of Vault is written into the arguments of a program',
    rule: 'security/token-in-job',
    inject: registered({ args: ['-c', `VAULT_TOKEN=hvs.${'x'.repeat(28)} exec app`] }),
  },
  {
    name: "a task's identity for Vault has another audience",
    rule: 'job/audience-mismatch',
    inject: registered({ task: 'vault {}\nidentity {\n name = "vault_default"\n aud = ["vault"]\n ttl = "1h"\n}' }),
  },
  {
    name: "a task's identity for Consul has another audience",
    rule: 'job/audience-mismatch',
    inject: registered({ task: 'consul {}\nidentity {\n name = "consul_default"\n aud = ["consul"]\n ttl = "1h"\n}' }),
  },
  {
    name: "a task's identity for Vault has two audiences",
    rule: undefined,
    inject: registered({
      task: 'vault {}\nidentity {\n name = "vault_default"\n aud = ["vault.io", "other"]\n ttl = "1h"\n}',
    }),
  },
  {
    name: "a task's identity for Vault never ends",
    rule: undefined,
    inject: registered({ task: 'vault {}\nidentity {\n name = "vault_default"\n aud = ["vault.io"]\n}' }),
  },
  {
    name: 'a task keeps its Vault token for good in its environment',
    rule: undefined,
    inject: registered({ task: 'vault {\n change_mode = "noop"\n}' }),
  },
  {
    name: 'a task is signalled when its Vault token changes',
    rule: undefined,
    inject: registered({ task: 'vault {\n change_mode = "signal"\n change_signal = "SIGHUP"\n env = false\n}' }),
  },
  {
    name: 'a task lets its Vault token end',
    rule: 'job/token-expiration-allowed',
    inject: registered({
      task: 'vault {\n allow_token_expiration = true\n}\n' + secret('secret/data/default/faulty/x'),
    }),
  },
  {
    name: "a Vault role's name has a capital",
    rule: undefined,
    inject: registered({ task: 'vault {\n role = "Nomad-Workloads"\n}' }),
  },
  {
    name: 'a task has an identity for a third program',
    rule: undefined,
    inject: registered({
      task: 'identity {\n name = "aws"\n aud = ["sts.amazonaws.com"]\n ttl = "1h"\n file = true\n}',
    }),
  },
];
