# wid: job/token-expiration-allowed
#
# The token is not renewed, and the template of this service, which runs for months, goes on reading with it.
job "billing" {
  group "billing" {
    task "server" {
      driver = "docker"

      config {
        image = "example/billing:1"
      }

      vault {
        allow_token_expiration = true
      }

      template {
        destination = "secrets/database"
        data        = "{{ with secret \"secret/data/default/billing/database\" }}{{ .Data.data.password }}{{ end }}"
      }
    }
  }
}
