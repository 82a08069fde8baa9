# wid: job/identity-name
#
# Nomad logs in with the identity vault_default. This one is signed and written nowhere, and used for nothing.
job "billing" {
  group "billing" {
    task "server" {
      driver = "docker"

      config {
        image = "example/billing:1"
      }

      vault {}

      identity {
        name = "vault"
        aud  = ["vault.io"]
        ttl  = "1h"
      }
    }
  }
}
