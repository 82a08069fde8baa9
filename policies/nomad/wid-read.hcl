# What wid needs in Nomad to look: for collect, audit and explain. Before Nomad 2.0 only management tokens may list the
# keys of the keyring; wid says that it could not and goes on.

namespace "*" {
  policy = "read"
}

node {
  policy = "read"
}

agent {
  policy = "read"
}

operator {
  policy = "read"
}
