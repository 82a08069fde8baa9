# What wid itself needs in Consul to plan and apply.

# To read and write policies, roles, auth methods and binding rules. Consul has no finer permission than this one.
acl = "write"

# The manifest of what a spec owns, and the lock beside it. Not needed with a manifest in Vault or in a file.
key_prefix "wid/manifests/" {
  policy = "write"
}

# The lock is held by a session on the agent's node.
session_prefix "" {
  policy = "write"
}
