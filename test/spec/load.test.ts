import fc from 'fast-check';
import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { errorText } from '../../src/report/error-text.ts';
import { loadSpec } from '../../src/spec/load.ts';
import { WidErrors } from '../../src/support/errors.ts';
import { describePlace } from '../../src/syntax/source.ts';
import { load, resource } from './load-text.ts';

describe('loadSpec', () => {
  it('reads JSON as it reads YAML', () => {
    const text = JSON.stringify({ version: 1, consul: { roles: { web: { description: 'x' } } } }, null, '\t');
    expect(loadSpec([{ name: 'wid.json', text }], {}, () => '').resources).toMatchObject([
      { address: 'consul/role/web', kind: 'consul/role', body: { description: 'x', policies: [] }, origin: 'the spec' },
    ]);
  });

  it('puts the files together, in their order, with the place of everything', () => {
    const sources = [
      { name: 'a', text: 'version: 1\nname: n\nconsul: { roles: { r: { policies: [p] } } }\n' },
      { name: 'b', text: 'version: 1\nname: n\nconsul:\n  policies:\n    p: { rules: "" }\n' },
    ];
    const spec = loadSpec(sources, {}, () => '');
    expect(spec.resources.map(({ address, place, dependsOn }) => [address, describePlace(place), dependsOn])).toEqual([
      ['consul/role/r', 'a:3:20', ['consul/policy/p']],
      ['consul/policy/p', 'b:5:5', []],
    ]);
    expect(spec.name).toBe('n');
  });

  it('tells rules with the same target apart', () => {
    const spec = load(
      'consul:\n  existing: { auth_methods: [m] }\n  binding_rules:\n    - { auth_method: m, bind_name: a, selector: value.x == 1 }\n    - { auth_method: m, bind_name: a, selector: value.x == 2 }\n  policies: { p: { rules: "", depends_on: ["consul/binding-rule/m/service/a#2"] } }\n',
    );
    expect(spec.resources.map(({ address }) => address)).toEqual([
      'consul/binding-rule/m/service/a',
      'consul/binding-rule/m/service/a#2',
      'consul/policy/p',
    ]);
  });

  it('lets one name stand in two namespaces, and knows who is meant', () => {
    const spec = load(
      'consul:\n  existing: { namespaces: [a] }\n  policies: { p: { rules: "" }, a/p: { name: p, namespace: a, rules: "" } }\n  roles: { r: { policies: [p] }, a/r: { name: r, namespace: a, policies: [p] } }\n',
    );
    expect(resource(spec, 'consul/role/r').dependsOn).toEqual(['consul/policy/p']);
    expect(resource(spec, 'consul/role/r@a').dependsOn).toEqual(['consul/policy/p@a']);
    expect(spec.existing).toEqual([{ kind: 'consul/namespace', name: 'a' }]);
  });

  it('takes keys, CA, issuer and audience from the issuer that is named', () => {
    const spec = load(
      "issuers: { i: { oidc_discovery_url: 'https://i', issuer: 'https://i', audience: a } }\nconsul: { auth_methods: { m: { issuer: i } } }\nvault: { auth_mounts: { j/: { config: { issuer: i }, roles: { r: { user_claim: sub }, s: { user_claim: sub, bound_audiences: [b] } } } } }\n",
    );
    expect(resource(spec, 'consul/auth-method/m').body).toMatchObject({
      oidc_discovery_url: 'https://i',
      bound_issuer: 'https://i',
      bound_audiences: ['a'],
    });
    expect(resource(spec, 'vault/jwt-config/j').body).toMatchObject({
      oidc_discovery_url: 'https://i',
      bound_issuer: 'https://i',
    });
    expect(resource(spec, 'vault/jwt-role/j/r').body).toMatchObject({ bound_audiences: ['a'] });
    expect(resource(spec, 'vault/jwt-role/j/s').body).toMatchObject({ bound_audiences: ['b'] });
  });

  it('knows names that servers have built in and those that others manage, whatever their case', () => {
    const spec = load(
      'consul:\n  existing: { policies: [Theirs] }\n  roles: { r: { policies: [global-management, theirs] } }\nvault:\n  existing: { auth_mounts: [j] }\n  auth_mounts: { j: { roles: { R: { user_claim: sub, bound_audiences: [a], token_policies: [default] } } } }\n',
    );
    expect(spec.resources.map(({ address, dependsOn }) => [address, dependsOn])).toEqual([
      ['consul/role/r', []],
      ['vault/jwt-role/j/r', []],
    ]);
  });

  it('warns of a rule that can bind nothing and of a default role that is not there', () => {
    const spec = load(
      "consul:\n  existing: { auth_methods: [m] }\n  binding_rules: [{ auth_method: m, bind_type: role, bind_name: 'x-${value.a}' }]\nvault: { auth_mounts: { j: { config: { jwks_url: 'http://k', default_role: gone } } } }\n",
    );
    expect(spec.warnings.map(({ message, place }) => `${describePlace(place)} ${message}`)).toEqual([
      'wid.yaml:4:65 no role of the spec has a name that "x-${value.a}" can become: logins that only this rule is for will be refused',
      'wid.yaml:5:76 the default role "gone" of the mount "j" is not in the spec',
    ]);
  });

  it('warns of an OIDC client whose secret nobody gives', () => {
    const mount =
      "vault: { auth_mounts: { o: { type: oidc, config: { oidc_discovery_url: 'http://i', oidc_client_id: c";
    expect(load(`${mount} } } } }\n`).warnings.map(({ message }) => message)).toEqual([
      'the mount "o" has an oidc_client_id and no oidc_client_secret: Vault will refuse to have it written',
    ]);
    expect(load(`${mount}, oidc_client_secret: '\${S}' } } } }\n`).warnings).toEqual([]);
  });

  it('keeps a manifest in a file beside the spec', () => {
    const source = { name: 'deploy/wid.yaml', text: 'version: 1\nmanifest: { store: file, path: owned.json }\n' };
    expect(loadSpec([source], {}, () => '').manifest).toEqual({ store: 'file', path: 'deploy/owned.json' });
  });

  it('keeps what the audit is to heed, with its place', () => {
    const { audit } = load(
      'wid: { audit: { rules: { "vault/*": off }, ignore: [{ rule: keys/single-agent, reason: lab }] } }\n',
    );
    expect(audit.levels).toMatchObject([{ rule: 'vault/*', level: 'off' }]);
    expect(audit.ignore).toMatchObject([{ rule: 'keys/single-agent', reason: 'lab', subject: {} }]);
    expect(audit.ignore[0]?.place?.start).toBeGreaterThan(0);
  });
});

/** Words that steer random documents into the interesting parts of a spec. */
const word = fc.constantFrom(
  'version',
  'name',
  'issuers',
  'nomad',
  'presets',
  'preset',
  'nomad-consul',
  'nomad-vault',
  'issuer',
  'jwks_url',
  'http://n/k',
  'consul',
  'roles',
  'policies',
  'auth_methods',
  'binding_rules',
  'auth_method',
  'bind_name',
  'bind_type',
  'selector',
  'rules',
  'vault',
  'auth_mounts',
  'config',
  'policy',
  'grants',
  'job',
  'keys',
  'paths',
  'existing',
  'depends_on',
  'consul/role/a',
  'a',
  '${A}',
  '${accessor.a}',
  '${value.x}',
  '__proto__',
  'constructor',
  'namespace',
  'manifest',
  'store',
  'token_ttl',
  '1h',
  'rules_file',
  'key "a" {',
  'value.a ==',
);
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    word,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('map'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  map: fc.dictionary(word, tie('value'), { maxKeys: 5 }),
})).value;

function expectToBeToldOrLoaded(text: string): void {
  try {
    loadSpec([{ name: 'w', text }], { A: 'x' }, () => 'text');
  } catch (error) {
    if (!(error instanceof WidErrors)) throw error;
    for (const one of error.errors) expect(one.place, one.message).toBeDefined();
    expect(errorText(error)).not.toContain('[object Object]');
  }
}

describe('whatever it is given, loadSpec', () => {
  it('loads or tells what is wrong with documents of all shapes', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expectToBeToldOrLoaded(
          stringify(
            typeof value === 'object' && value !== null && !Array.isArray(value) ? { version: 1, ...value } : value,
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('loads or tells what is wrong with texts of all sorts', () => {
    const piece = fc.oneof(
      word,
      fc.constantFrom(
        ': ',
        '\n',
        '  ',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '|',
        '&a ',
        '*a',
        '"',
        "'",
        '#',
        '\t',
        '\ufeff',
        '\r\n',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expectToBeToldOrLoaded(pieces.join(''));
      }),
      { numRuns: 500 },
    );
  });
});
