import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { load, resource } from './load-text.ts';

const issuers = "issuers: { nomad: { jwks_url: 'https://nomad:4646/.well-known/jwks.json' } }\n";
const consul = (more = ''): string => `${issuers}presets: [{ preset: nomad-consul, issuer: nomad${more} }]\n`;
const vault = (more = ''): string => `${issuers}presets: [{ preset: nomad-vault, issuer: nomad${more} }]\n`;

describe('the preset nomad-consul', () => {
  it('makes what `nomad setup consul` makes, each after what it stands on', () => {
    const spec = load(consul());
    expect(spec.resources.map(({ address, dependsOn, origin }) => [address, dependsOn, origin])).toEqual([
      ['consul/policy/policy-nomad-tasks', [], 'preset nomad-consul'],
      ['consul/role/nomad-default-tasks', ['consul/policy/policy-nomad-tasks'], 'preset nomad-consul'],
      ['consul/auth-method/nomad-workloads', [], 'preset nomad-consul'],
      [
        'consul/binding-rule/nomad-workloads/service/${value.nomad_service}',
        ['consul/auth-method/nomad-workloads'],
        'preset nomad-consul',
      ],
      [
        'consul/binding-rule/nomad-workloads/role/nomad-${value.nomad_namespace}-tasks',
        ['consul/auth-method/nomad-workloads', 'consul/role/nomad-default-tasks'],
        'preset nomad-consul',
      ],
    ]);
    expect(spec.warnings).toEqual([]);
  });

  it('makes one tasks role for each Nomad namespace', () => {
    const names = load(consul(', namespaces: [default, prod], role_prefix: n-, role_suffix: -t')).resources.flatMap(
      ({ kind, identity }) => (kind === 'consul/role' ? [identity.name] : []),
    );
    expect(names).toEqual(['n-default-t', 'n-prod-t']);
  });

  it('leaves what tasks may read to grants where no Nomad namespace has a tasks role', () => {
    const addresses = load(consul(', namespaces: []')).resources.map(({ address }) => address);
    expect(addresses).toEqual([
      'consul/auth-method/nomad-workloads',
      'consul/binding-rule/nomad-workloads/service/${value.nomad_service}',
    ]);
  });

  it.each([
    ['the product', '', '', ['consul.io']],
    ['the issuer', ', audience: [b, a]', '', ['a', 'b']],
    ['the preset', ', audience: a', ', audience: c', ['c']],
  ])('takes the audience of %s', (_, ofIssuer, ofPreset, expected) => {
    const spec = load(consul(ofPreset).replace("json'", `json'${ofIssuer}`));
    expect(resource(spec, 'consul/auth-method/nomad-workloads').body).toMatchObject({ bound_audiences: expected });
  });

  it('passes on the issuer, its CA and static keys', () => {
    const pem = readFileSync(new URL('../kinds/ca.pem', import.meta.url), 'utf8');
    const ca = load(consul().replace("json'", `json', ca: ${JSON.stringify(pem)}`));
    expect(resource(ca, 'consul/auth-method/nomad-workloads').body).toMatchObject({ jwks_ca_cert: pem });
    expect(() => load(consul().replace("json'", "json', ca: nonsense"))).toThrow('ca holds no certificate in PEM');
    expect(() =>
      load(consul().replace("jwks_url: 'https://nomad:4646/.well-known/jwks.json'", 'public_keys: [x]')),
    ).toThrow('JWTValidationPubKeys[0]');
    const iss = load(consul().replace("json'", "json', issuer: 'https://me'"));
    expect(resource(iss, 'consul/auth-method/nomad-workloads').body).toMatchObject({ bound_issuer: 'https://me' });
  });

  it('puts policy and roles into a namespace of its own on Enterprise, and lets the job choose', () => {
    const spec = load(consul(', namespace: nomad-workloads'));
    expect(spec.resources.map(({ address }) => address)).toEqual([
      'consul/namespace/nomad-workloads',
      'consul/policy/policy-nomad-tasks@nomad-workloads',
      'consul/role/nomad-default-tasks@nomad-workloads',
      'consul/auth-method/nomad-workloads',
      'consul/binding-rule/nomad-workloads/service/${value.nomad_service}',
      'consul/binding-rule/nomad-workloads/role/nomad-${value.nomad_namespace}-tasks',
    ]);
    expect(resource(spec, 'consul/auth-method/nomad-workloads').body).toMatchObject({
      namespace_rules: [{ selector: '"consul_namespace" in value', bind_namespace: '${value.consul_namespace}' }],
    });
    expect(spec.warnings).toEqual([]);
  });

  it('leaves the namespace alone that the spec makes or has as existing', () => {
    const made = load(`${consul(', namespace: team')}consul: { namespaces: { team: { description: ours } } }\n`);
    expect(resource(made, 'consul/namespace/team').origin).toBe('the spec');
    const existing = load(`${consul(', namespace: team')}consul: { existing: { namespaces: [team] } }\n`);
    expect(existing.resources.some(({ kind }) => kind === 'consul/namespace')).toBe(false);
  });
});

describe('the preset nomad-vault', () => {
  it('takes names in any case, as Vault keeps them', () => {
    const spec = load(vault(', role: MyRole, policy: My.Policy'));
    expect(resource(spec, 'vault/jwt-config/jwt-nomad').body).toMatchObject({ default_role: 'myrole' });
    expect(resource(spec, 'vault/jwt-role/jwt-nomad/myrole')).toMatchObject({
      body: { token_policies: ['my.policy'] },
      dependsOn: expect.arrayContaining(['vault/policy/my.policy']),
    });
  });

  it('makes what `nomad setup vault` makes, each after what it stands on', () => {
    expect(load(vault()).resources.map(({ address, dependsOn }) => [address, dependsOn])).toEqual([
      ['vault/auth-mount/jwt-nomad', []],
      ['vault/jwt-config/jwt-nomad', ['vault/auth-mount/jwt-nomad']],
      ['vault/policy/nomad-workloads', ['vault/auth-mount/jwt-nomad']],
      [
        'vault/jwt-role/jwt-nomad/nomad-workloads',
        ['vault/auth-mount/jwt-nomad', 'vault/jwt-config/jwt-nomad', 'vault/policy/nomad-workloads'],
      ],
    ]);
  });

  it('writes mount, KV mount, user claim and period where they belong', () => {
    const spec = load(
      vault(', mount: team/jwt, kv_mount: kv/team, user_claim: /extra_claims/id, token_period: 1h, role: r, policy: p'),
    );
    const policy = String(resource(spec, 'vault/policy/p').body['policy']);
    expect(policy).toContain(
      'path "kv/team/data/{{identity.entity.aliases.${accessor.team/jwt}.metadata.nomad_namespace}}/',
    );
    expect(policy).not.toMatch(/secret\/|jwt-nomad/);
    expect(resource(spec, 'vault/jwt-role/team/jwt/r').body).toMatchObject({
      user_claim: '/extra_claims/id',
      user_claim_json_pointer: true,
      token_period: 3600,
      token_policies: ['p'],
    });
    expect(resource(spec, 'vault/jwt-config/team/jwt').body).toMatchObject({ default_role: 'r' });
  });

  it('puts everything into a namespace on Enterprise', () => {
    const spec = load(
      vault(', namespace: a/b').replace('presets', 'vault: { existing: { namespaces: [a] } }\npresets'),
    );
    expect(spec.resources.map(({ address }) => address)).toEqual([
      'vault/namespace/b@a',
      'vault/auth-mount/jwt-nomad@a/b',
      'vault/jwt-config/jwt-nomad@a/b',
      'vault/policy/nomad-workloads@a/b',
      'vault/jwt-role/jwt-nomad/nomad-workloads@a/b',
    ]);
  });

  it('keeps the manifest in Vault when the spec has nothing in Consul', () => {
    expect(load(vault()).manifest).toEqual({ store: 'vault', mount: 'secret', path: 'wid/manifests/default' });
    expect(load(`name: prod\n${consul()}`).manifest).toEqual({ store: 'consul', path: 'wid/manifests/prod' });
    expect(load('{}'.slice(2)).manifest).toEqual({ store: 'consul', path: 'wid/manifests/default' });
  });
});
