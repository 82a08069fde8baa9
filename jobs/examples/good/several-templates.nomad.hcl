# Several templates of a task. The `consul` block of the group is for all its tasks; the token of a task serves all its
# templates.
job "proxy" {
  group "proxy" {
    consul {}

    network {
      port "http" {
        static = 8080
      }
    }

    task "haproxy" {
      driver = "docker"

      config {
        image = "haproxy:3"
      }

      vault {}

      template {
        destination = "local/haproxy.cfg"
        data        = <<-EOT
          {{ range service "web" }}
          server {{ .Node }} {{ .Address }}:{{ .Port }}
          {{ end }}
        EOT
      }

      template {
        destination = "local/limits"
        data        = "{{ range ls \"proxy/limits\" }}{{ .Key }}={{ .Value }} {{ end }}"
      }

      template {
        destination = "secrets/certificate.pem"
        data        = "{{ with secret \"secret/data/default/proxy/certificate\" }}{{ .Data.data.pem }}{{ end }}"
      }
    }
  }
}
