# wid: vault/role-missing
#
# There is no such role at the mount: the login fails with "role \"billing\" could not be found", and the task is killed.
job "billing" {
  group "billing" {
    task "server" {
      driver = "docker"

      config {
        image = "example/billing:1"
      }

      vault {
        role = "billing"
      }
    }
  }
}
