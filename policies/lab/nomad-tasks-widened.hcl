# Widened on a Friday, to be taken back on Monday.
key_prefix "" {
  policy = "write"
}

service_prefix "" {
  policy = "write"
}

node_prefix "" {
  policy = "read"
}
