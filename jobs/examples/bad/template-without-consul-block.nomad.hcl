# wid: job/consul-block-missing
#
# The template reads a key, and the task has no consul block. That its group has a service in Consul gives the service an
# identity, not the task: the template asks with a token that was never meant for it, or with none.
job "powerdns" {
  group "dns" {
    network {
      port "dns" {
        static = 53
      }
    }

    service {
      name = "powerdns"
      port = "dns"
    }

    task "powerdns" {
      driver = "docker"

      config {
        image = "powerdns/pdns-auth-49"
      }

      template {
        destination = "secrets/mysql.env"
        env         = true
        data        = "MYSQL_PASSWORD={{ key \"powerdns/mysql/password\" }}"
      }
    }
  }
}
