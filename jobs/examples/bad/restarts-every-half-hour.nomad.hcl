# wid: job/restarts-at-renewal
#
# The JWT of consul_default is renewed at half of its ttl, and each time the task is restarted. The Consul token made from it
# goes on as it is, and templates have a change mode of their own.
job "motd" {
  group "motd" {
    task "server" {
      driver = "docker"

      config {
        image = "example/motd:1"
      }

      consul {}

      identity {
        name        = "consul_default"
        aud         = ["consul.io"]
        ttl         = "1h"
        change_mode = "restart"
      }

      template {
        destination = "local/motd"
        data        = "{{ key \"motd/text\" }}"
      }
    }
  }
}
