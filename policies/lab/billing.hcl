path "secret/data/billing/*" {
  capabilities = ["read"]
}
