# A secret of Vault, with the role named. The role that `nomad setup vault` makes lets a job read what is below its own
# namespace and name; a role for more than that comes from a grant in the spec.
job "billing" {
  group "billing" {
    task "server" {
      driver = "docker"

      config {
        image = "example/billing:1"
      }

      vault {
        role = "nomad-workloads"
      }

      template {
        destination = "secrets/billing.env"
        env         = true
        data        = <<-EOT
          {{ with secret "secret/data/default/billing/database" }}
          DB_USER={{ .Data.data.user }}
          DB_PASSWORD={{ .Data.data.password }}
          {{ end }}
        EOT
      }
    }
  }
}
