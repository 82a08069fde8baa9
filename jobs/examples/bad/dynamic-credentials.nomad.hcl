# wid: workload/need-denied
#
# Credentials that Vault makes on demand need a role with a policy for them; the usual role has none.
job "shop" {
  group "shop" {
    task "server" {
      driver = "docker"

      config {
        image = "example/shop:1"
      }

      vault {}

      template {
        destination = "secrets/database.env"
        env         = true
        data        = "{{ with secret \"database/creds/shop\" }}PASSWORD={{ .Data.password }}{{ end }}"
      }
    }
  }
}
