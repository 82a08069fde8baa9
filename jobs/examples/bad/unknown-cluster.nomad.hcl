# wid: agent/cluster-unknown
#
# No agent is configured with a cluster of this name.
job "motd" {
  group "motd" {
    task "server" {
      driver = "docker"

      config {
        image = "example/motd:1"
      }

      consul {
        cluster = "east"
      }

      identity {
        name = "consul_east"
        aud  = ["consul.io"]
        ttl  = "1h"
      }
    }
  }
}
