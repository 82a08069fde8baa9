import { describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { worldOfSources } from '../../src/collect/files/world.ts';
import type { Finding } from '../../src/model/finding.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';

/** What a cluster had in which "Nomad is not attempting to derive workload identity tokens". */
const identities = `consul {
  service_identity {
    enabled = true
  }
  task_identity {
    enabled = true
  }
}
`;
const server = { name: 'server.hcl', text: `server {\n  enabled = true\n}\n\n${identities}` };
const client = { name: 'client.hcl', text: `client {\n  enabled = true\n}\n\n${identities}` };

function job(identity: string): { readonly name: string; readonly text: string } {
  return {
    name: 'powerdns.nomad.hcl',
    text: `job "powerdns" {
  group "dns" {
    network {
      port "dns" {
        static = 53
      }
    }

    service {
      name = "powerdns"
      port = "dns"
${identity}    }

    task "powerdns" {
      driver = "docker"

      config {
        image = "powerdns/pdns-auth-49"
      }

      template {
        destination = "secrets/mysql.env"
        env         = true
        data        = <<EOT
MYSQL_PASSWORD={{ key "powerdns/mysql/password" }}
EOT
      }
    }
  }
}
`,
  };
}
const plain = job('');
const withIdentity = job('\n      identity {\n        aud = ["consul.io"]\n        ttl = "1h"\n      }\n');

const policies = `version: 1
consul:
  policies:
    nomad-workload-identity:
      rules: |
        service_prefix "" { policy = "write" }
        node_prefix "" { policy = "read" }
    nomad-workload-kv:
      rules: |
        key_prefix "powerdns/" { policy = "read" }
  roles:
    nomad-workload:
      policies: [nomad-workload-identity, nomad-workload-kv]
`;
const withoutMethod = { name: 'consul.yaml', text: policies };
const withMethod = {
  name: 'consul.yaml',
  text: `${policies}  auth_methods:
    nomad-workloads:
      type: jwt
      jwks_url: http://192.168.11.11:4646/.well-known/jwks.json
      bound_audiences: [consul.io]
      claim_mappings:
        nomad_namespace: nomad_namespace
        nomad_job_id: nomad_job_id
        nomad_task: nomad_task
        nomad_service: nomad_service
  binding_rules:
    - auth_method: nomad-workloads
      bind_type: role
      bind_name: nomad-workload
`,
};

function findings(files: readonly { name: string; text: string }[], nomadVersion: string): readonly Finding[] {
  const now = 1_780_000_000;
  const { world, sources, unread } = worldOfSources(files, { now, nomadVersion, named: files.map(({ name }) => name) });
  expect(unread).toEqual([]);
  return audit(world, lookAt(world, { now, sources }), rules).findings;
}

/** `cause`, or `  consequence`, in the order in which they are told. */
function told(all: readonly Finding[]): readonly string[] {
  return all
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, causedBy }) => `${causedBy === undefined ? '' : '  '}${rule}`);
}

const missingAudience = 'agent/identity-without-audience';
const refused = 'job/registration-refused';
const noBlock = 'job/consul-block-missing';
const fallback = 'workload/client-token-fallback';
const noMethod = 'consul/auth-method-missing';
const loginRefused = 'workload/login-refused';
/** Of the cluster as such: keys over plain HTTP, and what is known of 1.9.3. */
const plainKeys = 'security/keys-without-tls';
const defects = ['upgrade/known-defect', 'upgrade/known-defect'];

describe('the configuration and job of a cluster whose workloads used the client token', () => {
  it.each([
    {
      what: 'the job without identities',
      files: [plain, withoutMethod],
      versions: {
        '1.11.1': [missingAudience, `  ${refused}`, noBlock, `  ${fallback}`, noMethod],
        '2.0.4': [missingAudience, `  ${refused}`, noMethod, noBlock],
        '1.9.3': [missingAudience, `  ${refused}`, `  ${fallback}`, noMethod, ...defects],
      },
    },
    {
      what: 'the job without identities, and the auth method is there',
      files: [plain, withMethod],
      versions: {
        '1.11.1': [missingAudience, `  ${refused}`, noBlock, `  ${fallback}`, plainKeys],
        '2.0.4': [missingAudience, `  ${refused}`, noBlock, plainKeys],
        '1.9.3': [missingAudience, `  ${refused}`, `  ${fallback}`, ...defects, plainKeys],
      },
    },
    {
      what: 'the job with an identity block in its service',
      files: [withIdentity, withoutMethod],
      versions: {
        '1.11.1': [noMethod, `  ${loginRefused}`, noBlock, `  ${fallback}`, missingAudience],
        '2.0.4': [noMethod, `  ${loginRefused}`, missingAudience, noBlock],
        '1.9.3': [noMethod, `  ${loginRefused}`, `  ${loginRefused}`, missingAudience, `  ${fallback}`, ...defects],
      },
    },
    {
      what: 'the job with an identity block in its service, and the auth method is there',
      files: [withIdentity, withMethod],
      versions: {
        '1.11.1': [noBlock, `  ${fallback}`, missingAudience, plainKeys],
        '2.0.4': [missingAudience, noBlock, plainKeys],
        '1.9.3': [missingAudience, `  ${fallback}`, `  ${loginRefused}`, ...defects, plainKeys],
      },
    },
  ])('says each cause once, and before what follows from it: $what', ({ files, versions }) => {
    const said = Object.keys(versions).map((version) => [version, told(findings([server, client, ...files], version))]);
    expect(Object.fromEntries(said)).toEqual(versions);
  });

  it('says that enabled is no key, with the block that it stands in and what to write instead', () => {
    const [first] = findings([server, client, plain, withoutMethod], '1.11.1');
    expect(first?.message).toBe(
      'service_identity and task_identity in the consul block of server server have no aud; enabled is no key of them and is ignored',
    );
    expect(first?.location).toMatchObject({ file: 'server.hcl', start: { line: 6, column: 3 } });
    expect(first?.fix.edits?.map(({ text }) => text)).toEqual(['aud = ["consul.io"]', 'aud = ["consul.io"]']);
  });

  it.each([
    [
      '1.9.3',
      "task powerdns of job powerdns has no identity, and its templates ask Consul with the client's own token (Nomad 1.9.3)",
    ],
    [
      '1.11.1',
      "task powerdns of job powerdns has no identity, and its templates ask Consul with the token in the environment of the client's agent (Nomad 1.11.1)",
    ],
  ])('says whose token a job from before uses on Nomad %s', (version, message) => {
    const kept = {
      name: 'powerdns.json',
      text: JSON.stringify({
        ID: 'powerdns',
        Name: 'powerdns',
        Namespace: 'default',
        JobModifyIndex: 12,
        Version: 0,
        Type: 'service',
        TaskGroups: [
          {
            Name: 'dns',
            Tasks: [
              {
                Name: 'powerdns',
                Driver: 'docker',
                Identity: { Name: 'default', Audience: ['nomadproject.io'] },
                Consul: { Cluster: 'default' },
                Templates: [{ DestPath: 'secrets/mysql', EmbeddedTmpl: '{{ key "powerdns/mysql/password" }}' }],
              },
            ],
          },
        ],
      }),
    };
    const all = findings([server, kept, withMethod], version);
    expect(all[0]?.rule).toBe(missingAudience);
    expect(all.filter(({ rule }) => rule === fallback).map((one) => one.message)).toEqual([message]);
    expect(all.find(({ rule }) => rule === fallback)?.causedBy).toBeDefined();
  });
});
