# What every Nomad task may do in Consul with the token of its own login: look up services and read keys, such as its
# templates need. It may write nothing. For less than all keys, leave this policy out of the spec and write grants.

service_prefix "" {
  policy = "read"
}

# Without it, answers about the health of services leave out the instances on nodes that the token may not read.
node_prefix "" {
  policy = "read"
}

key_prefix "" {
  policy = "read"
}
