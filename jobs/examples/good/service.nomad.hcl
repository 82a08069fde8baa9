# A service in Consul. The servers give it an identity (`service_identity` in their `consul` block), with which the client
# logs in at Consul and registers it: nothing about identities has to stand in the job.
job "web" {
  group "web" {
    network {
      port "http" {
        to = 8080
      }
    }

    service {
      name     = "web"
      port     = "http"
      provider = "consul"

      check {
        type     = "http"
        path     = "/health"
        interval = "10s"
        timeout  = "2s"
      }
    }

    task "server" {
      driver = "docker"

      config {
        image = "example/web:1"
        ports = ["http"]
      }
    }
  }
}
