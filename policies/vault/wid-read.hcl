# What wid needs in Vault to look: for collect, audit and explain. It reads no secret.

# Which auth mounts there are, and their accessors.
path "sys/auth" {
  capabilities = ["read"]
}

# Config and roles of the JWT mounts.
path "auth/+/config" {
  capabilities = ["read"]
}

path "auth/+/role" {
  capabilities = ["list"]
}

path "auth/+/role/*" {
  capabilities = ["read"]
}

path "sys/policies/acl" {
  capabilities = ["list"]
}

path "sys/policies/acl/*" {
  capabilities = ["read"]
}

# The versions of KV engines.
path "sys/mounts" {
  capabilities = ["read"]
}

# Whom Vault takes the bearers of JWTs for, and what these may do besides what their tokens say.
path "identity/entity-alias/id" {
  capabilities = ["list"]
}

path "identity/entity/id/*" {
  capabilities = ["read"]
}

path "identity/group/id/*" {
  capabilities = ["read"]
}

# Whether anything is audited, which Vault reserves to tokens with sudo.
path "sys/audit" {
  capabilities = ["read", "sudo"]
}
