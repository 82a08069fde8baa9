import { describe, expect, it } from 'vitest';
import { kindOfText } from '../../../src/collect/files/file-kind.ts';

const jwt = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{"sub":"x"}').toString('base64url')}.c2ln`;

describe('what a file is', () => {
  it.each([
    ['job', 'a.hcl', 'variable "x" {}\njob "web" {\n  group "g" {}\n}\n'],
    ['job', 'a.json', '{"job": {"web": {}}}'],
    ['job', 'a.json', '{"Job": {"ID": "web", "TaskGroups": []}}'],
    ['job', 'a.json', '{"ID": "web", "TaskGroups": []}'],
    ['agent', 'a.hcl', 'data_dir = "/x"\nserver {\n  enabled = true\n}\n'],
    ['agent', 'a.hcl', 'consul {\n  service_identity {}\n}\n'],
    ['agent', 'a.hcl', 'acl {\n  enabled = true\n}\n'],
    ['agent', 'a.hcl', 'server {\n  enabled = true\n}\nbogus = 1\n'],
    ['agent', 'a.hcl', '"vault" {\n  "enabled" = true\n}\n'],
    ['agent', 'a.hcl', 'client = {\n  enabled = true\n}\n'],
    ['agent', 'a.hcl', '"consul" = {\n  address = "127.0.0.1:8500"\n}\n'],
    ['consul-policy', 'a.hcl', '"key_prefix" "x" {\n  "policy" = "read"\n}\n'],
    ['vault-policy', 'a.hcl', '"path" "secret/x" {\n  "capabilities" = ["read"]\n}\n'],
    ['job', 'a.hcl', 'variable "x" {}\njob "web" {\n  type = var.x\n  group "g" {\n    task "t" {\n'],
    ['agent', 'a.json', '{"client": {"enabled": true}, "consul": {"address": "x"}}'],
    ['vault-policy', 'a.hcl', 'path "secret/*" {\n  capabilities = ["read"]\n}\n'],
    ['vault-policy', 'a.json', '{"path": {"secret/*": {"capabilities": ["read"]}}}'],
    ['consul-policy', 'a.hcl', 'key_prefix "x" {\n  policy = "read"\n}\noperator = "read"\n'],
    ['consul-policy', 'a.hcl', 'node "x" {\n  policy = "read"\n}\n'],
    ['nomad-policy', 'a.hcl', 'namespace "default" {\n  policy = "read"\n}\nnode {\n  policy = "read"\n}\n'],
    ['spec', 'wid.yaml', 'version: 1\npresets: []\n'],
    ['spec', 'wid.json', '{"version": 1, "consul": {}}'],
    ['key-set', 'a.json', '{"keys": []}'],
    ['jwt', 'token', jwt],
    ['world', 'w.json', '{"schemaVersion": 1, "takenAt": 1}'],
    ['terraform', 'p.json', '{"format_version": "1.2", "planned_values": {}}'],
  ])('%s: %s %s', (kind, name, text) => {
    expect(kindOfText({ name, text })).toEqual({ kind });
  });

  it.each([
    ['', 'it is empty'],
    ['[1]', 'JSON list'],
    ['{"a": 1}', 'begins with a'],
    ['{"a": ', 'begins like JSON'],
    ['{"serial": 1, "lineage": "x", "resources": []}', 'terraform show -json'],
    ['resource "consul_acl_policy" "x" {\n}\n', 'it has resource'],
    ['listener "tcp" {\n}\n', 'it has listener'],
    ['hello world\n', 'neither'],
  ])('is told when it is nothing that is known: %s', (text, reason) => {
    expect(kindOfText({ name: 'x.hcl', text }).reason).toContain(reason);
  });

  it('is told of other YAML', () => {
    expect(kindOfText({ name: 'x.yaml', text: 'kind: Pod\n' }).reason).toContain('no spec of wid');
  });
});
