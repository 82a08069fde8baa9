module wid/oracle/hcl1

go 1.23

require github.com/hashicorp/hcl v1.0.1-vault-7
