# wid: job/audience-mismatch
#
# An identity in a job replaces the one that the servers would give, its audience too. The auth method is bound to consul.io:
# the login fails with "aud claim does not match any bound audience".
job "web" {
  group "web" {
    network {
      port "http" {}
    }

    service {
      name = "web"
      port = "http"

      identity {
        aud = ["consul"]
        ttl = "1h"
      }
    }

    task "server" {
      driver = "docker"

      config {
        image = "example/web:1"
      }
    }
  }
}
