# A job that is dispatched with a file to work on. As with periodic jobs, the identity of each run names this job.
job "encode" {
  type = "batch"

  parameterized {
    payload       = "required"
    meta_required = ["format"]
  }

  group "encode" {
    task "encode" {
      driver = "docker"

      config {
        image = "example/encode:1"
        args  = ["--format", "${NOMAD_META_format}", "local/input"]
      }

      dispatch_payload {
        file = "input"
      }

      consul {}

      template {
        destination = "local/encode.conf"
        data        = <<-EOT
          bitrate = {{ keyOrDefault "encode/bitrate" "128" }}
        EOT
      }
    }
  }
}
