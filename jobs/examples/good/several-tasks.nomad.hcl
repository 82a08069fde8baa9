# Tasks of one group, each with no more than it needs: the server reads Consul, the migration reads Vault, and the one that
# ships logs has nothing to do with either, so it gets no identity for them.
job "shop" {
  group "shop" {
    network {
      port "http" {}
    }

    service {
      name = "shop"
      port = "http"
    }

    task "migrate" {
      driver = "docker"

      lifecycle {
        hook = "prestart"
      }

      config {
        image = "example/shop-migrate:1"
      }

      vault {}

      template {
        destination = "secrets/database"
        data        = "{{ with secret \"secret/data/default/shop/database\" }}{{ .Data.data.url }}{{ end }}"
      }
    }

    task "server" {
      driver = "docker"

      config {
        image = "example/shop:1"
        ports = ["http"]
      }

      consul {}

      template {
        destination = "local/features.json"
        data        = "{{ key \"shop/features\" }}"
        change_mode = "signal"

        # The program reads the file again on this signal.
        change_signal = "SIGHUP"
      }
    }

    task "logs" {
      driver = "docker"

      lifecycle {
        hook    = "poststart"
        sidecar = true
      }

      config {
        image = "example/ship-logs:1"
      }
    }
  }
}
