# What wid needs in Consul to look: for collect, audit and explain, and to plan where the manifest is kept elsewhere.

# Auth methods, binding rules, roles, policies and tokens, these without their secrets.
acl = "read"

# Version, datacenter and default policy, as the agent tells them.
agent_prefix "" {
  policy = "read"
}

# Members, and services of the catalog: what may not be seen is left out there without a word.
node_prefix "" {
  policy = "read"
}

service_prefix "" {
  policy = "read"
}
