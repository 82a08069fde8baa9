# A service in Consul's mesh. The sidecar has no identity of its own: it uses the token of the service, whose service
# identity lets it write `api` and `api-sidecar-proxy` and read the services that it connects to.
job "api" {
  group "api" {
    network {
      mode = "bridge"
    }

    service {
      name = "api"
      port = "9001"

      connect {
        sidecar_service {
          proxy {
            upstreams {
              destination_name = "database"
              local_bind_port  = 5432
            }
          }
        }
      }
    }

    task "server" {
      driver = "docker"

      config {
        image = "example/api:1"
      }
    }
  }
}
