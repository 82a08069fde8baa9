# What every Nomad task may do in Vault: read the secrets of its own job, which are kept under the Nomad namespace and
# the id of the job. Both come from the JWT that it logged in with, through the metadata of its entity's alias, which
# Vault finds by the accessor of the auth mount.

path "secret/data/{{identity.entity.aliases.${accessor.jwt-nomad}.metadata.nomad_namespace}}/{{identity.entity.aliases.${accessor.jwt-nomad}.metadata.nomad_job_id}}" {
  capabilities = ["read"]
}

path "secret/data/{{identity.entity.aliases.${accessor.jwt-nomad}.metadata.nomad_namespace}}/{{identity.entity.aliases.${accessor.jwt-nomad}.metadata.nomad_job_id}}/*" {
  capabilities = ["read"]
}

# Names, but not values, so that people and templates can find their way.
path "secret/metadata/{{identity.entity.aliases.${accessor.jwt-nomad}.metadata.nomad_namespace}}/*" {
  capabilities = ["list"]
}

path "secret/metadata/*" {
  capabilities = ["list"]
}
