# wid: job/vault-block-missing
#
# The template reads a secret, and neither the task nor its group has a vault block: there is no token to read it with. The
# identity that every task has (NOMAD_TOKEN) is for Nomad alone.
job "billing" {
  group "billing" {
    task "server" {
      driver = "docker"

      config {
        image = "example/billing:1"
      }

      template {
        destination = "secrets/database"
        data        = "{{ with secret \"secret/data/default/billing/database\" }}{{ .Data.data.password }}{{ end }}"
      }
    }
  }
}
