# wid: workload/need-denied
#
# The policy of the usual role opens what is below secret/data/<namespace>/<job>, and this secret is of another job. A grant in
# the spec can allow it.
job "web" {
  group "web" {
    task "server" {
      driver = "docker"

      config {
        image = "example/web:1"
      }

      vault {}

      template {
        destination = "secrets/database"
        data        = "{{ with secret \"secret/data/default/billing/database\" }}{{ .Data.data.password }}{{ end }}"
      }
    }
  }
}
