# wid: job/service-name-upper-case
#
# Consul lower-cases what it makes of claims. The token of this service may register "payments", and Nomad registers
# "Payments" with it: the allocation is healthy, and the service never appears.
job "payments" {
  group "payments" {
    network {
      port "http" {}
    }

    service {
      name = "Payments"
      port = "http"
    }

    task "server" {
      driver = "docker"

      config {
        image = "example/payments:1"
      }
    }
  }
}
