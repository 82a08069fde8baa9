import { describe, expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import { mergeWorlds } from '../../../src/collect/files/merge-worlds.ts';
import { worldOfSources } from '../../../src/collect/files/world.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { rules } from '../../../src/rules/index.ts';
import { lookAt } from '../../../src/rules/look-at.ts';

const keys = 'https://nomad.example.com:4646/.well-known/jwks.json';
const spec = (mount: string, jwks = keys): string => `version: 1
issuers:
  nomad: { jwks_url: ${jwks} }
presets:
  - { preset: nomad-vault, issuer: nomad, mount: ${mount} }
`;
const client = (path: string): string => `client {
  enabled = true
}
vault {
  enabled               = true
  address               = "https://vault.example.com:8200"
  jwt_auth_backend_path = "${path}"
}
`;
const job = `job "web" {
  group "g" {
    task "t" {
      driver = "docker"
      vault {}
      identity {
        name = "vault_default"
        aud  = ["vault.io"]
        ttl  = "1h"
      }
      config {
        image = "web:1"
      }
    }
  }
}
`;
/** A plan with a mount, and with a role for another path. */
const terraform = (mount: string, backend: string): string =>
  JSON.stringify({
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: [
          {
            address: 'vault_jwt_auth_backend.nomad',
            mode: 'managed',
            type: 'vault_jwt_auth_backend',
            name: 'nomad',
            values: { path: mount, type: 'jwt', jwks_url: keys, default_role: 'nomad-workloads' },
          },
          {
            address: 'vault_jwt_auth_backend_role.tasks',
            mode: 'managed',
            type: 'vault_jwt_auth_backend_role',
            name: 'tasks',
            values: {
              backend,
              role_name: 'nomad-workloads',
              role_type: 'jwt',
              bound_audiences: ['vault.io'],
              user_claim: '/nomad_job_id',
              user_claim_json_pointer: true,
              token_policies: ['default'],
            },
          },
        ],
      },
    },
  });

function findingsOf(files: Readonly<Record<string, string>>, live = false): readonly Finding[] {
  const healthy = healthyWorld();
  const given = Object.entries(files).map(([name, text]) => ({ name, text }));
  const { world: written, sources } = worldOfSources(given, { now: healthy.takenAt });
  const world = live ? mergeWorlds(healthy, written) : written;
  return audit(world, lookAt(world, { now: world.takenAt, sources }), rules).findings;
}

const said = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ rule }) => rule === 'vault/mount-elsewhere').map(({ message }) => message);

describe('a mount that is written', () => {
  it.each([
    ['for another path than the clients log in at', { 'client.hcl': client('nomad'), 'wid.yaml': spec('jwt-nomad') }],
    ['and misspelt, with a job that is refused', { 'wid.yaml': spec('jwt-nomda'), 'web.nomad.hcl': job }],
    ['with its role below another path', { 'plan.json': terraform('jwt-nomad', 'jwt-nmoad') }],
  ])('%s is told of first, and the rest follows from it', (_, files) => {
    const findings = findingsOf(files);
    expect(findings[0]).toMatchObject({ rule: 'vault/mount-elsewhere', location: { file: Object.keys(files)[0] } });
    const others = findings.filter(({ rule }) => rule.startsWith('vault/') || rule.startsWith('workload/'));
    expect(others.slice(1).every(({ causedBy, severity }) => causedBy !== undefined || severity === 'info')).toBe(true);
  });

  it.each([
    ['stands at the line of the spec', { 'wid.yaml': spec('jwt-nomda') }, { start: { line: 5 } }],
    ['stands at the resource', { 'plan.json': terraform('jwt-nomad', 'jwt-nmoad') }, { file: 'plan.json' }],
  ])('what is said of it %s', (_, files, location) => {
    expect(findingsOf(files)[0]?.location).toMatchObject(location);
  });

  it('beside a mount that works is told of only when it takes the keys of the same Nomad', () => {
    expect(
      said(findingsOf({ 'wid.yaml': spec('jwt-nomad-eu', 'https://eu.example.com/.well-known/jwks.json') }, true)),
    ).toEqual([]);
    expect(said(findingsOf({ 'wid.yaml': spec('jwt-nomda') }, true))).toEqual([
      'auth/jwt-nomda takes the keys of this Nomad, whose clients log in at auth/jwt-nomad: nobody uses it',
    ]);
  });

  it.each([
    ['where they log in', { 'wid.yaml': spec('nomad'), 'client.hcl': client('nomad') }],
    ['in one plan with its role', { 'plan.json': terraform('jwt-nomad', 'jwt-nomad') }],
  ])('%s is fine', (_, files) => {
    expect(said(findingsOf(files))).toEqual([]);
  });
});
