# What wid itself needs in Vault to plan and apply. Narrow the mounts and names to those of your spec.

# Which auth mounts there are, and their accessors.
path "sys/auth" {
  capabilities = ["read"]
}

# To make, tune and delete auth mounts, which Vault reserves to tokens with sudo.
path "sys/auth/*" {
  capabilities = ["create", "read", "update", "delete", "sudo"]
}

# Config and roles of the JWT mounts.
path "auth/+/config" {
  capabilities = ["create", "read", "update"]
}

# With a mount, Vault deletes its roles: they are listed first, so that none of others goes with it.
path "auth/+/role" {
  capabilities = ["list"]
}

path "auth/+/role/*" {
  capabilities = ["create", "read", "update", "delete"]
}

path "sys/policies/acl/*" {
  capabilities = ["create", "read", "update", "delete"]
}

# The manifest and the lock beside it, where the spec keeps them in Vault.
path "secret/data/wid/manifests/*" {
  capabilities = ["create", "read", "update"]
}

path "secret/metadata/wid/manifests/*" {
  capabilities = ["delete"]
}

# Before it takes an object over, wid looks whether another spec owns it.
path "secret/metadata/wid/manifests/" {
  capabilities = ["list"]
}
