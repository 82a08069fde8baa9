# A program that logs in somewhere by itself, at a cloud for instance. It has an identity for that audience alone, in a file
# that Nomad writes again before the JWT expires; the program reads the file each time.
job "backup" {
  type = "batch"

  group "backup" {
    task "upload" {
      driver = "docker"

      config {
        image = "example/backup:1"
      }

      identity {
        name     = "storage"
        aud      = ["https://storage.example.com"]
        ttl      = "1h"
        file     = true
        filepath = "local/storage.jwt"
      }

      env {
        STORAGE_TOKEN_FILE = "${NOMAD_TASK_DIR}/storage.jwt"
      }
    }
  }
}
