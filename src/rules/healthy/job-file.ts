import type { Example } from '../rule.ts';
import { inside } from './inside.ts';

export interface JobFile {
  readonly serviceName?: string;
  /** What else stands in the service, as it would without indentation. */
  readonly service?: string;
  /** The same of the task. */
  readonly task?: string;
}

/** A file with a job that registers a service and runs a task: what an example gives is all that can be wrong with it. */
export function jobFile({ serviceName = 'web', service = '', task = '' }: JobFile): Example {
  const text = `
job "web" {
  group "web" {
    network {
      port "http" {}
    }

    service {
      name     = "${serviceName}"
      port     = "http"
      provider = "consul"${inside(3, service)}
    }

    task "server" {
      driver = "docker"

      config {
        image = "web:1"
      }${inside(3, task)}
    }
  }
}
`;
  return { files: { 'web.nomad.hcl': text } };
}

/** Templates of a task: one reads a key of Consul, one a secret of Vault. */
export const keyTemplate = `
template {
  destination = "local/web.conf"
  data        = "motd={{ key \\"web/motd\\" }}"
}`;
export const secretTemplate = `
template {
  destination = "local/web.conf"
  data        = "{{ with secret \\"secret/data/default/web/config\\" }}{{ .Data.data.password }}{{ end }}"
}`;
