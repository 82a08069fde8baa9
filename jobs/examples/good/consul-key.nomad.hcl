# A template that reads a key of Consul. The `consul` block is what gives the task an identity (`task_identity` of the
# servers): since Nomad 1.10 a template alone does not, and neither does a service beside it.
job "motd" {
  group "motd" {
    task "server" {
      driver = "docker"

      config {
        image = "example/motd:1"
      }

      consul {}

      template {
        destination = "local/motd.conf"
        data        = <<-EOT
          motd = {{ key "motd/text" }}
          {{ range service "database" }}
          database = {{ .Address }}:{{ .Port }}
          {{ end }}
        EOT
      }
    }
  }
}
