# Identities that the job writes itself, for instance to have them live shorter than the servers say. They replace those of
# the servers as a whole: the audience has to be here too. The name is the one that Nomad logs in with.
job "audit-log" {
  group "audit-log" {
    network {
      port "tcp" {}
    }

    service {
      name = "audit-log"
      port = "tcp"

      identity {
        aud = ["consul.io"]
        ttl = "15m"
      }
    }

    task "server" {
      driver = "docker"

      config {
        image = "example/audit-log:1"
      }

      consul {}

      identity {
        name = "consul_default"
        aud  = ["consul.io"]
        ttl  = "15m"
      }

      template {
        destination = "local/retention"
        data        = "{{ key \"audit-log/retention\" }}"
      }
    }
  }
}
