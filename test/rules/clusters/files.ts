/** A healthy agent of Nomad Enterprise that knows two clusters each of Consul and Vault, and a job that names the second ones. */
export const healthyFiles: Readonly<Record<string, string>> = {
  'agent.hcl': `
server {
  enabled = true
}

client {
  enabled = true
}

consul {
  service_identity {
    aud = ["consul.io"]
    ttl = "1h"
  }

  task_identity {
    aud = ["consul.io"]
    ttl = "1h"
  }
}

consul {
  name                = "east"
  service_auth_method = "nomad-east"
  task_auth_method    = "nomad-east"

  service_identity {
    aud = ["east.services"]
    ttl = "1h"
  }

  task_identity {
    aud = ["east.tasks"]
    ttl = "1h"
  }
}

vault {
  enabled = true

  default_identity {
    aud = ["vault.io"]
    ttl = "1h"
  }
}

vault {
  name                  = "infra"
  enabled               = true
  jwt_auth_backend_path = "jwt-infra"

  default_identity {
    aud = ["infra.vault"]
    ttl = "1h"
  }
}
`,
  'web.nomad.hcl': `
job "web" {
  group "web" {
    consul {
      cluster = "east"
    }

    network {
      port "http" {}
    }

    service {
      name     = "web"
      port     = "http"
      provider = "consul"
      cluster  = "east"
    }

    task "server" {
      driver = "docker"

      config {
        image = "web:1"
      }

      vault {
        cluster = "infra"
      }

      template {
        destination = "local/web.conf"
        data        = "{{ key \\"web/motd\\" }}{{ with secret \\"secret/data/web\\" }}{{ .Data.data.password }}{{ end }}"
      }
    }
  }
}
`,
};

/** An identity as it stands in a task. */
export function identityOf(name: string, audience: string): string {
  return `identity {
        name = "${name}"
        aud  = ["${audience}"]
        ttl  = "1h"
      }

      `;
}
