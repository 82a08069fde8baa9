import { describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { worldOfSources } from '../../src/collect/files/world.ts';
import type { Finding } from '../../src/model/finding.ts';
import { serverText } from '../support/server-file.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';
import { locationText } from '../../src/report/audit/location-text.ts';

const server = serverText();
const job = `job "web" {
  group "web" {
    task "server" {
      driver = "docker"

      config {
        image = "web:1"
      }

      consul {}

      vault {
        role = "web"
      }

      template {
        destination = "local/web.conf"
        data        = <<EOT
motd={{ key "web/motd" }}
{{ with secret "secret/data/web/config" }}{{ .Data.data.password }}{{ end }}
EOT
      }
    }
  }
}
`;
const trust = `version: 1
issuers:
  nomad:
    jwks_url: https://nomad.example.com/.well-known/jwks.json
consul:
  policies:
    web:
      rules: |
        key_prefix "web/" { policy = "read" }
    mail:
      rules: |
        key_prefix "mail/" { policy = "read" }
  roles:
    all: { policies: [web, mail] }
  auth_methods:
    nomad-workloads:
      issuer: nomad
      bound_audiences: [consul.io]
      claim_mappings:
        nomad_job_id: job
        nomad_service: service
  binding_rules:
    - auth_method: nomad-workloads
      bind_type: service
      bind_name: \${value.service}
      selector: '"service" in value'
    - auth_method: nomad-workloads
      bind_type: role
      bind_name: all
      selector: value.job == "mail" and "service" not in value
    - auth_method: nomad-workloads
      bind_type: role
      bind_name: all
      selector: value.job == "web" and "service" not in value
vault:
  policies:
    web:
      policy: |
        path "secret/data/web/*" { capabilities = ["read"] }
  auth_mounts:
    jwt-nomad:
      config:
        issuer: nomad
        default_role: web
      roles:
        web:
          bound_audiences: [vault.io]
          bound_claims: { nomad_job_id: web }
          user_claim: /nomad_job_id
          user_claim_json_pointer: true
          token_policies: [web]
          token_period: 30m
`;

type Change = readonly [file: string, old: string, changed: string];

/** What the audit of the files says at warning or above, causes only, with what stands at the place. */
function causes(...changes: readonly Change[]): readonly (readonly [rule: string, place: string])[] {
  const texts: Record<string, string> = { 'server.hcl': server, 'web.nomad.hcl': job, 'wid.yaml': trust };
  for (const [file, old, changed] of changes) {
    expect(texts[file]).toContain(old);
    texts[file] = texts[file]?.replace(old, () => changed) ?? '';
  }
  const files = Object.entries(texts).map(([name, text]) => ({ name, text }));
  return findings(files).map(({ rule, location }) => {
    const at = 'file' in location ? location : undefined;
    const text = at === undefined ? '' : (texts[at.file]?.slice(at.start?.offset, at.end?.offset) ?? '');
    return [rule, at === undefined ? locationText(location) : `${at.file}: ${text.split('\n')[0] ?? ''}`];
  });
}

function findings(files: readonly { readonly name: string; readonly text: string }[]): readonly Finding[] {
  const now = 1_780_000_000;
  const { world, sources } = worldOfSources(files, { now, named: files.map(({ name }) => name) });
  return audit(world, lookAt(world, { now, sources }), rules).findings.filter(
    ({ severity, causedBy }) => severity !== 'info' && causedBy === undefined,
  );
}

it('takes what is only about pods of Kubernetes for that', () => {
  const text = `version: 1
issuers:
  k8s: { oidc_discovery_url: "https://kubernetes.default.svc", issuer: "https://kubernetes.default.svc" }
consul:
  policies:
    compass: { rules: 'service "compass" { policy = "write" }' }
  roles:
    compass: { policies: [compass] }
  auth_methods:
    pods:
      issuer: k8s
      bound_audiences: [compass]
      claim_mappings: { sub: sub }
  binding_rules:
    - { auth_method: pods, bind_type: role, bind_name: compass, selector: 'value.sub == "system:serviceaccount:a:b"' }
vault:
  auth_mounts:
    jwt-k8s:
      config: { issuer: k8s }
      roles:
        collector: { bound_audiences: [compass], user_claim: sub, token_period: 1h }
`;
  expect(findings([{ name: 'wid.yaml', text }])).toEqual([]);
});

describe('a finding about files', () => {
  it('is not there when all is as it should be, with two rules that bind to one role for different jobs', () => {
    expect(causes()).toEqual([]);
  });

  it.each<[string, Change, string, string]>([
    ['the field of a role', ['wid.yaml', '[vault.io]', '[vault]'], 'vault/audience-mismatch', 'wid.yaml: [vault]'],
    [
      'the field of a method',
      ['wid.yaml', '[consul.io]', '[consul]'],
      'consul/audience-mismatch',
      'wid.yaml: [consul]',
    ],
    [
      'the selector that matches too much',
      ['wid.yaml', '      selector: \'"service" in value\'\n', ''],
      'consul/bind-name-fails',
      'wid.yaml: ${value.service}',
    ],
    [
      'the job that names a role which is not there',
      ['web.nomad.hcl', 'role = "web"', 'role = "wep"'],
      'vault/role-missing',
      'web.nomad.hcl: role = "wep"',
    ],
    [
      'the agent that names a method which is not there',
      ['server.hcl', 'consul {', 'consul {\n  task_auth_method = "nomad-tasks"\n'],
      'consul/auth-method-missing',
      'server.hcl: task_auth_method = "nomad-tasks"',
    ],
    [
      'the agent that names a mount which is not there',
      ['server.hcl', 'enabled = true\n\n  default', 'enabled = true\n  jwt_auth_backend_path = "jwt"\n\n  default'],
      'vault/mount-elsewhere',
      'server.hcl: jwt_auth_backend_path = "jwt"',
    ],
    [
      'the call in a template that is denied',
      ['web.nomad.hcl', 'secret/data/web/config', 'secret/data/mail/config'],
      'workload/need-denied',
      'web.nomad.hcl: secret/data/mail/config',
    ],
    [
      'the path whose plus takes the place of the name',
      ['wid.yaml', 'path "secret/data/web/*"', 'path "secret/+/config"'],
      'vault/kv-path',
      'wid.yaml: web',
    ],
    [
      'the type of a role that Vault would not take',
      ['wid.yaml', 'token_period: 30m', 'token_period: 30m\n          role_type: oidc'],
      'consul/file-refused',
      'wid.yaml: oidc',
    ],
    [
      'the file and setting that switch Vault off',
      ['server.hcl', 'vault {\n  enabled = true', 'vault {\n  enabled = false'],
      'agent/vault-not-enabled',
      'server.hcl: enabled = false',
    ],
  ])('stands at %s', (_, change, rule, place) => {
    expect(causes(change)).toEqual([[rule, place]]);
  });

  it('names a block that stands twice once, with all that is lost with it', () => {
    const [first, ...others] = findings([
      { name: 'server.hcl', text: `consul {\n  address = "127.0.0.1:8500"\n}\n\n${server}` },
    ]);
    expect(others).toEqual([]);
    expect(first?.message).toBe(
      'service_identity and task_identity of agent server are lost: the consul block stands twice in server.hcl',
    );
  });

  it('takes no key out that was meant for the audience', () => {
    const west = 'consul {\n  name = "west"\n  service_identity {\n    audience = ["west"]\n    aud = ["x"]\n  }\n}\n';
    const found = findings([{ name: 'server.hcl', text: `${server}\n${west}` }]);
    const [first] = found.filter(({ rule }) => rule === 'agent/unknown-key');
    expect(first).toMatchObject({ message: expect.stringContaining('did you mean "aud"?') as string });
    expect(first?.fix.edits).toBeUndefined();
  });

  it('names the resource of Terraform', () => {
    const values = { name: 'nomad-workloads', type: 'jwt', max_token_ttl: '1h0m0s' };
    const config = { JWKSURL: 'https://nomad.example.com/keys', BoundAudiences: ['consul.io'] };
    const resource = {
      address: 'module.trust.consul_acl_auth_method.nomad',
      mode: 'managed',
      type: 'consul_acl_auth_method',
      values: { ...values, config_json: JSON.stringify(config) },
    };
    const text = JSON.stringify({ format_version: '1.0', values: { root_module: { resources: [resource] } } });
    const ends = findings([
      { name: 'server.hcl', text: server },
      { name: 'state.json', text },
    ]).find(({ rule }) => rule === 'consul/max-token-ttl');
    expect(ends && locationText(ends.location)).toBe('state.json: module.trust.consul_acl_auth_method.nomad');
  });
});
