import type { Fault } from './fault.ts';

/** A job that is registered and never placed, so that nothing has to run. */
function jobHcl(
  id: string,
  inside: { readonly service?: string; readonly task?: string; readonly args?: readonly string[] },
): string {
  return `
job "${id}" {
  constraint {
    attribute = "\${node.unique.id}"
    value     = "none"
  }

  group "main" {
    network {
      port "http" {}
    }
    ${inside.service ?? ''}
    task "app" {
      driver = "raw_exec"

      config {
        command = "/bin/true"
        args    = ${JSON.stringify(inside.args ?? [])}
      }
      ${inside.task ?? ''}
    }
  }
}
`;
}

export const registered =
  (inside: Parameters<typeof jobHcl>[1], id = 'faulty', namespace?: string): Fault['inject'] =>
  async ({ nomad }) => {
    const job = (await nomad.post('jobs/parse', { JobHCL: jobHcl(id, inside), Canonicalize: true })) as object;
    const query = namespace === undefined ? '' : `?namespace=${namespace}`;
    if (namespace !== undefined) await nomad.post(`namespace/${namespace}`, { Name: namespace });
    await nomad.put(`jobs${query}`, { Job: { ...job, ...(namespace === undefined ? {} : { Namespace: namespace }) } });
    return async () => {
      await nomad.delete(`job/${id}?purge=true${namespace === undefined ? '' : `&namespace=${namespace}`}`);
      await nomad.put('system/gc', {});
      if (namespace !== undefined) await nomad.delete(`namespace/${namespace}`);
    };
  };

export const template = (text: string): string => `
template {
  destination = "local/out"
  data        = ${JSON.stringify(text)}
}`;

export const jobFaults: readonly Fault[] = [
  {
    name: 'a template asks Consul in a task without a consul block',
    rule: 'job/consul-block-missing',
    inject: registered({ task: template('{{ key "app/greeting" }}') }),
  },
  {
    name: 'a template asks Vault in a task without a vault block',
    rule: 'job/vault-block-missing',
    inject: registered({ task: template('{{ with secret "secret/data/default/faulty/x" }}{{ .Data }}{{ end }}') }),
  },
  {
    name: 'a service has an identity with an audience of its own',
    rule: 'job/audience-mismatch',
    inject: registered({
      service:
        'service {\n name = "faulty"\n port = "http"\n identity {\n aud = ["faulty.example.com"]\n ttl = "1h"\n }\n}',
    }),
  },
  {
    name: 'a task names a Vault role that does not exist',
    rule: 'vault/role-missing',
    inject: registered({ task: 'vault {\n role = "database"\n}' }),
  },
  {
    name: 'a template reads a secret that the policy does not allow',
    rule: 'workload/need-denied',
    inject: registered({
      task: `vault {}\n${template('{{ with secret "secret/data/shared/config" }}{{ .Data }}{{ end }}')}`,
    }),
  },
  {
    name: 'an identity for Consul restarts its task at each renewal',
    rule: 'job/restarts-at-renewal',
    inject: registered({
      task: 'consul {}\nidentity {\n name = "consul_default"\n aud = ["consul.io"]\n ttl = "1h"\n change_mode = "restart"\n}',
    }),
  },
  {
    name: 'a service name is in upper case',
    rule: 'job/service-name-upper-case',
    inject: registered({ service: 'service {\n name = "Faulty"\n port = "http"\n}' }),
  },
  {
    name: 'a JWT is handed to a program as a token',
    rule: 'job/identity-used-as-token',
    inject: registered({ task: 'env {\n VAULT_TOKEN = "${NOMAD_TOKEN}"\n}' }),
  },
  {
    name: 'an identity for Vault has a name that nobody asks for',
    rule: 'job/identity-name',
    inject: registered({
      task: 'vault {}\nidentity {\n name = "vault"\n aud = ["vault.io"]\n ttl = "1h"\n}',
    }),
  },
  {
    name: 'tasks run in a namespace for which there is no role',
    rule: 'consul/role-missing',
    inject: registered({ task: 'consul {}' }, 'faulty', 'prod'),
  },
];
