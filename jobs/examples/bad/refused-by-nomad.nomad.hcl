# wid: job/registration-refused
#
# There is no such change mode, so Nomad takes nothing of the job.
job "billing" {
  group "billing" {
    task "server" {
      driver = "docker"

      config {
        image = "example/billing:1"
      }

      vault {
        change_mode = "reload"
      }
    }
  }
}
