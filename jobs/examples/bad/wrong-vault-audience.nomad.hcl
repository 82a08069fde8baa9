# wid: job/audience-mismatch
#
# The role in Vault is bound to vault.io, and this identity is for the address of Vault.
job "billing" {
  group "billing" {
    task "server" {
      driver = "docker"

      config {
        image = "example/billing:1"
      }

      vault {}

      identity {
        name = "vault_default"
        aud  = ["https://vault.example.com"]
        ttl  = "1h"
      }
    }
  }
}
