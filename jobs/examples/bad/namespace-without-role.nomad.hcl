# wid: consul/role-missing
#
# Tasks of each namespace of Nomad need a role of their own (nomad-prod-tasks), and there is only that of default. Services
# are not affected: their identities are bound by their names.
job "motd" {
  namespace = "prod"

  group "motd" {
    task "server" {
      driver = "docker"

      config {
        image = "example/motd:1"
      }

      consul {}

      template {
        destination = "local/motd"
        data        = "{{ key \"motd/text\" }}"
      }
    }
  }
}
