# wid: job/audience-mismatch
#
# The author wanted another ttl and wrote nothing else. The identity then has no audience, whatever the servers say, and Nomad
# refuses the job: "Service identity must provide at least one target aud value".
job "web" {
  group "web" {
    network {
      port "http" {}
    }

    service {
      name = "web"
      port = "http"

      identity {
        ttl = "15m"
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
