# A batch job that runs each night. Its runs have ids of their own (`report/periodic-…`), but the claims of their identities
# have the id of this job, so one role and one policy fit them all.
job "report" {
  type = "batch"

  periodic {
    crons            = ["30 2 * * *"]
    prohibit_overlap = true
  }

  group "report" {
    task "write" {
      driver = "docker"

      config {
        image = "example/report:1"
      }

      consul {}

      # A short task: its token may end with it.
      vault {
        allow_token_expiration = true
      }

      template {
        destination = "secrets/report.env"
        env         = true
        data        = <<-EOT
          TO={{ key "report/recipient" }}
          PASSWORD={{ with secret "secret/data/default/report/mail" }}{{ .Data.data.password }}{{ end }}
        EOT
      }
    }
  }
}
