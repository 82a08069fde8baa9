# wid: job/identity-used-as-token
#
# NOMAD_TOKEN is a JWT. It is something to log in with, and no token of Vault: "permission denied". With a vault block the task
# has a real one in VAULT_TOKEN.
job "tool" {
  type = "batch"

  group "tool" {
    task "run" {
      driver = "docker"

      config {
        image = "example/tool:1"
      }

      env {
        VAULT_TOKEN = "${NOMAD_TOKEN}"
      }
    }
  }
}
