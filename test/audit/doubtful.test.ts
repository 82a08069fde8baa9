import { describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { worldOfSources } from '../../src/collect/files/world.ts';
import { serverText } from '../support/server-file.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';

const now = 1_780_000_000;

/** The rules of what is found in files, at warning or above, causes marked. */
function found(files: Readonly<Record<string, string>>): readonly string[] {
  const sources = Object.entries(files).map(([name, text]) => ({ name, text }));
  const { world, sources: shown } = worldOfSources(sources, { now, env: {} });
  const { findings } = audit(world, lookAt(world, { now, sources: shown }), rules);
  return findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule);
}

const server = serverText();
const client = 'client {\n  enabled = true\n}\nvault {\n  enabled = true\n}\n';
const job = `
job "web" {
  group "web" {
    task "server" {
      driver = "exec"
      consul {}
      vault {}
      template {
        destination = "local/x"
        data        = "{{ key \\"web/x\\" }}{{ with secret \\"kv/data/web\\" }}{{ .Data.data.y }}{{ end }}"
      }
    }
  }
}
`;
const agents = { 'nomad/server.hcl': server, 'nomad/client.hcl': client, 'jobs/web.nomad.hcl': job };
const spec = `version: 1
issuers: { nomad: { jwks_url: https://nomad.example.com/.well-known/jwks.json } }
presets:
  - { preset: nomad-consul, issuer: nomad }
  - { preset: nomad-vault, issuer: nomad, kv_mount: kv }
`;

interface Planned {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly unknown?: Readonly<Record<string, true>>;
}

function plan(resources: readonly Planned[]): string {
  return JSON.stringify({
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: resources.map(({ address, values }) => ({
          address,
          mode: 'managed',
          type: address.split('.')[0],
          values,
        })),
      },
    },
    resource_changes: resources.map(({ address, unknown = {} }) => ({
      address,
      change: { actions: ['create'], after_unknown: { id: true, ...unknown } },
    })),
    configuration: { root_module: {} },
  });
}

const vaultByTerraform = (policy: Omit<Planned, 'address'>): string =>
  plan([
    {
      address: 'vault_jwt_auth_backend.nomad',
      values: { path: 'jwt-nomad', default_role: 'nomad-workloads', jwks_url: 'https://nomad.example.com/jwks.json' },
      unknown: { accessor: true },
    },
    {
      address: 'vault_jwt_auth_backend_role.nomad',
      values: {
        backend: 'jwt-nomad',
        role_name: 'nomad-workloads',
        role_type: 'jwt',
        bound_audiences: ['vault.io'],
        user_claim: '/nomad_job_id',
        user_claim_json_pointer: true,
        token_type: 'service',
        token_policies: ['nomad-workloads'],
        token_period: 1800,
      },
    },
    { address: 'vault_policy.nomad', ...policy },
  ]);

describe('what is not known well enough', () => {
  const onlyVault = { ...agents, 'jobs/web.nomad.hcl': job.replace('{{ key \\"web/x\\" }}', '') };

  it('is not judged where a policy of a plan is templated with an accessor that only the apply tells', () => {
    const known = { name: 'nomad-workloads', policy: 'path "kv/data/other" {\n  capabilities = ["read"]\n}\n' };
    expect(found({ ...onlyVault, 'plan.json': vaultByTerraform({ values: known }) })).toContain('workload/need-denied');
    const open = vaultByTerraform({ values: { name: 'nomad-workloads' }, unknown: { policy: true } });
    expect(found({ ...onlyVault, 'plan.json': open })).toEqual([]);
    const nameless = vaultByTerraform({ values: {}, unknown: { name: true, policy: true } });
    expect(found({ ...onlyVault, 'plan.json': nameless })).toEqual([]);
  });

  it('is not judged where a spec cannot be read: its mistake is the finding', () => {
    expect(found({ ...agents, 'wid.yaml': spec })).not.toContain('consul/file-refused');
    const broken = {
      ...agents,
      'wid.yaml': spec.replace('issuer: nomad, kv', 'issuer: other, kv'),
      'consul/web.hcl': 'key_prefix "web/" {\n  policy = "read"\n}\n',
    };
    expect(found(broken)).toEqual(['consul/file-refused']);
  });

  it('is not judged where the servers have a configuration that Nomad refuses', () => {
    const broken = { ...agents, 'nomad/server.hcl': server.replace('enabled = true', 'enable = true') };
    expect(found(broken)).toEqual(['agent/configuration-refused']);
  });

  const presets = { ...agents, 'wid.yaml': spec };

  it('is not judged where a variable of a job file has no value, and all else of the job is', () => {
    const head = 'variable "x" {\n  type = string\n}\n';
    const other = (text: string, by: string): Record<string, string> => {
      const changed = (head + job).replace('{{ with secret \\"kv/data/web\\" }}{{ .Data.data.y }}{{ end }}', '');
      expect(changed).toContain(text);
      return { ...presets, 'jobs/web.nomad.hcl': changed.replace(text, by) };
    };
    expect(found(other('web/x', '${var.x}/x'))).toEqual([]);
    expect(found(other('"{{ key \\"web/x\\" }}"', 'var.x'))).toEqual([]);
    expect(found(other('"exec"', 'var.x'))).toEqual([]);
    expect(found(other('vault {}', 'vault {\n        role = var.x\n      }'))).toEqual([]);
    const identity =
      'consul {}\n      identity {\n        name = "consul_default"\n        aud = [var.x]\n        ttl = "1h"\n      }';
    expect(found(other('consul {}', identity))).toEqual([]);
    for (const block of ['meta', 'env'])
      expect(found(other('consul {}', `consul {}\n      ${block} {\n        y = var.x\n      }`))).toEqual([]);
    const unblocked = other('web/x', '${var.x}/x')['jobs/web.nomad.hcl'] ?? '';
    expect(found({ ...presets, 'jobs/web.nomad.hcl': unblocked.replace('consul {}', '') })[0]).toBe(
      'job/consul-block-missing',
    );
  });

  it('is not judged where there are policies beside jobs, and all else is kept elsewhere', () => {
    const policies = {
      'consul/web.hcl': 'key_prefix "web/" {\n  policy = "read"\n}\n',
      'vault/web.hcl': 'path "kv/data/web" {\n  capabilities = ["read"]\n}\n',
    };
    expect(found({ ...agents, ...policies })).toEqual([]);
    const sources = Object.entries({ ...agents, ...policies }).map(([name, text]) => ({ name, text }));
    expect(worldOfSources(sources, { now, env: {} }).world.notRead).toMatchObject([
      { part: 'consul/objects', what: 'auth methods, binding rules and roles' },
      { part: 'vault/objects', what: 'JWT mounts and roles' },
    ]);
    expect(found({ ...policies, 'consul/web.hcl': 'key_prefix "web/" {\n  policy = "reed"\n}\n' })).toEqual([
      'consul/policy-refused',
    ]);
  });

  it('is not judged where a spec says that others manage it', () => {
    const theirs = `version: 1
issuers: { nomad: { jwks_url: https://nomad.example.com/.well-known/jwks.json } }
consul:
  existing: { policies: [apps] }
  roles: { nomad-default-tasks: { policies: [apps] } }
  auth_methods:
    nomad-workloads:
      issuer: nomad
      bound_audiences: [consul.io]
      claim_mappings: { nomad_namespace: nomad_namespace, nomad_job_id: nomad_job_id, nomad_service: nomad_service }
  binding_rules:
    - auth_method: nomad-workloads
      bind_type: service
      bind_name: \${value.nomad_service}
      selector: '"nomad_service" in value'
    - auth_method: nomad-workloads
      bind_type: role
      bind_name: nomad-\${value.nomad_namespace}-tasks
      selector: '"nomad_service" not in value'
`;
    const onlyConsul = { ...agents, 'jobs/web.nomad.hcl': job.replace(/\{\{ with secret.*end \}\}/, '') };
    expect(found({ ...onlyConsul, 'wid.yaml': theirs })).toEqual([]);
    expect(
      found({ ...onlyConsul, 'wid.yaml': theirs.replace('policies: [apps] }\n  roles', 'roles: [x] }\n  roles') }),
    ).not.toEqual([]);
  });
});
