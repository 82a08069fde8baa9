import { describe, expect, it } from 'vitest';
import { errorText } from '../../src/report/error-text.ts';
import { loadSpec } from '../../src/spec/load.ts';
import { WidErrors } from '../../src/support/errors.ts';
import { describePlace } from '../../src/syntax/source.ts';

const noFile = (path: string): string => {
  throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
};

const files: Readonly<Record<string, string>> = {
  'bad.hcl': 'key "a" {\n  policy = "raed"\n}\n',
  'deep/ok.hcl': 'key "a" { policy = "read" }',
};
const readFile = (path: string): string => files[path] ?? noFile(path);

/** The mistakes of a spec in one or several files, each as `code place message`. */
function mistakes(
  texts: string | Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): readonly string[] {
  const sources = Object.entries(typeof texts === 'string' ? { w: texts } : texts).map(([name, text]) => ({
    name,
    text,
  }));
  try {
    loadSpec(sources, env, readFile);
    return [];
  } catch (error) {
    if (!(error instanceof WidErrors)) throw error;
    expect(errorText(error)).toContain(' at ');
    return error.errors.map(({ code, place, message, hint }) => {
      expect(place).toBeDefined();
      return `${code} ${place === undefined ? '' : describePlace(place)} ${message}${hint === undefined ? '' : ` [${hint}]`}`;
    });
  }
}

const nomad = `issuers: { nomad: { jwks_url: 'http://n:1/keys' } }\n`;

describe('a spec of the wrong form gives', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'an unknown field',
      'version: 1\nconsul:\n  roles:\n    web: { polices: [a] }\n',
      ['spec w:4:12 unknown field "polices" in consul.roles.web [did you mean "policies"?]'],
    ],
    [
      'an unknown field at the top',
      'version: 1\nconsol: {}\n',
      ['spec w:2:1 unknown field "consol" at the top of the spec [did you mean "consul"?]'],
    ],
    [
      'an unknown field in a preset',
      `version: 1\n${nomad}presets:\n  - preset: nomad-consul\n    issuer: nomad\n    auth_methd: x\n`,
      ['spec w:6:5 unknown field "auth_methd" in presets[0] [did you mean "auth_method"?]'],
    ],
    [
      'a wrong type',
      'version: 1\nconsul:\n  roles:\n    web: { policies: a }\n',
      ['spec w:4:22 consul.roles.web.policies must be a list, not text'],
    ],
    [
      'a number for a text',
      'version: 1\nconsul:\n  roles:\n    web: { description: 5 }\n',
      ['spec w:4:25 consul.roles.web.description must be text, not a number [put it in quotes]'],
    ],
    [
      'an empty section',
      'version: 1\nconsul:\n',
      ['spec w:2:1 consul must be a map, not nothing [give it a value or remove the line]'],
    ],
    ['no version', 'name: x\n', ['spec w:1:1 the spec has no "version", which it needs']],
    ['another version', 'version: 2\n', ['spec w:1:10 version must be 1']],
    [
      'a bad name',
      'version: 1\nname: "a b"\n',
      ['spec w:2:7 name: a name has up to 64 letters, digits, "_", "." and "-"'],
    ],
    [
      'an unknown preset',
      `version: 1\n${nomad}presets:\n  - { preset: nomad-consl, issuer: nomad }\n`,
      ['spec w:4:15 presets[0].preset must be one of "nomad-consul", "nomad-vault" [did you mean "nomad-consul"?]'],
    ],
    [
      'a preset without its name',
      `version: 1\n${nomad}presets:\n  - { issuer: nomad }\n`,
      ['spec w:4:5 presets[0] has no "preset", which it needs'],
    ],
    [
      'a word that is none of the choices',
      'version: 1\nvault: { auth_mounts: { j: { type: jtw } } }\n',
      ['spec w:2:36 vault.auth_mounts.j.type must be one of "jwt", "oidc" [did you mean "jwt"?]'],
    ],
    [
      'a bad duration',
      'version: 1\nvault: { auth_mounts: { j: { roles: { r: { token_ttl: 5x } } } } }\n',
      ['spec w:2:55 vault.auth_mounts.j.roles.r.token_ttl: not a duration: write for example "90s", "1h30m" or 3600'],
    ],
    [
      'a bad duration in a preset',
      `version: 1\n${nomad}presets: [{ preset: nomad-vault, issuer: nomad, token_period: long }]\n`,
      ['spec w:3:63 presets[0].token_period: not a duration: write for example "90s", "1h30m" or 3600'],
    ],
    [
      'an issuer with two sources of keys',
      `version: 1\nissuers:\n  n: { jwks_url: 'http://a/b', oidc_discovery_url: 'http://a' }\n`,
      [
        'spec w:3:6 issuers.n: needs exactly one of jwks_url, oidc_discovery_url, public_keys, but has jwks_url and oidc_discovery_url',
      ],
    ],
    [
      'an issuer that is no URL',
      `version: 1\nissuers: { n: { jwks_url: nomad } }\n`,
      ['spec w:2:27 issuers.n.jwks_url: invalid URL'],
    ],
    [
      'a grant of nothing',
      'version: 1\ngrants: [{ job: a }]\n',
      ['spec w:2:10 grants[0]: grants nothing: give consul or vault'],
    ],
    [
      'a grant of Vault to a service',
      'version: 1\ngrants: [{ job: a, service: s, vault: { mount: j, paths: [secret/a] } }]\n',
      ['spec w:2:39 grants[0].vault: services do not log in to Vault; grant it to the task'],
    ],
    [
      'a union of which nothing fits',
      'version: 1\ngrants: [{ job: a, vault: { paths: [5] } }]\n',
      ['spec w:2:37 grants[0].vault.paths[0] must be text or a map, not a number [put it in quotes]'],
    ],
    [
      'a key twice',
      'version: 1\nconsul:\n  roles:\n    web: {}\n    web: {}\n',
      ['syntax w:5:5 this key stands in the map already'],
    ],
    ['an empty document', '\n', ['spec w:1:1 w is empty [a spec starts with `version: 1`]']],
    ['a list', '- version: 1\n', ['spec w:1:1 the spec must be a map, not a list']],
    ['a text', 'hello\n', ['spec w:1:1 the spec must be a map, not text']],
    [
      'JSON with a mistake',
      '{"version": 1,\n\t"consul": {"rolls": {}}}',
      ['spec w:2:13 unknown field "rolls" in consul [did you mean "roles"?]'],
    ],
    [
      'a file with BOM and CRLF',
      '\ufeffversion: 1\r\nconsul:\r\n  rolls: {}\r\n',
      ['spec w:3:3 unknown field "rolls" in consul [did you mean "roles"?]'],
    ],
  ])('%s', (_, text, expected) => {
    expect(mistakes(text)).toEqual(expected);
  });

  it('all mistakes at once, in the order of the files', () => {
    const found = mistakes({ w: 'version: 1\nconsul: { rolls: {} }\nnam: x\n', x: 'version: one\n' });
    expect(found.map((one) => one.split(' ')[1])).toEqual(['w:2:11', 'w:3:1', 'x:1:10']);
  });
});

describe('a spec whose parts do not fit gives', () => {
  const add = 'add it to the spec, or to';
  it.each<[string, string, readonly string[]]>([
    [
      'a role without its policy',
      'version: 1\nconsul: { roles: { web: { policies: [gone] } } }\n',
      [
        `spec w:2:38 consul/role/web refers to the Consul ACL policy "gone", which the spec does not hold [${add} consul.existing.policies if others manage it]`,
      ],
    ],
    [
      'a role with a misspelt policy',
      'version: 1\nconsul: { policies: { reader: { rules: "" } }, roles: { web: { policies: [raeder] } } }\n',
      [
        'spec w:2:75 consul/role/web refers to the Consul ACL policy "raeder", which the spec does not hold [did you mean "reader"?]',
      ],
    ],
    [
      'a rule without its method',
      'version: 1\nconsul:\n  binding_rules:\n    - { auth_method: gone, bind_name: a }\n',
      [
        `spec w:4:22 consul/binding-rule/gone/service/a refers to the Consul auth method "gone", which the spec does not hold [${add} consul.existing.auth_methods if others manage it]`,
      ],
    ],
    [
      'a rule without its role',
      'version: 1\nconsul:\n  existing: { auth_methods: [m] }\n  binding_rules:\n    - { auth_method: m, bind_type: role, bind_name: gone }\n',
      [
        `spec w:5:53 consul/binding-rule/m/role/gone refers to the Consul ACL role "gone", which the spec does not hold [${add} consul.existing.roles if others manage it]`,
      ],
    ],
    [
      'a rule without its policy',
      'version: 1\nconsul:\n  existing: { auth_methods: [m] }\n  binding_rules:\n    - { auth_method: m, bind_type: policy, bind_name: gone }\n',
      [
        `spec w:5:55 consul/binding-rule/m/policy/gone refers to the Consul ACL policy "gone", which the spec does not hold [${add} consul.existing.policies if others manage it]`,
      ],
    ],
    [
      'a preset without its issuer',
      'version: 1\npresets: [{ preset: nomad-consul, issuer: nomad }]\n',
      ['spec w:2:43 there is no issuer "nomad" [add it under issuers]'],
    ],
    [
      'a method without its issuer',
      `version: 1\n${nomad}consul: { auth_methods: { m: { issuer: nomda } } }\n`,
      ['spec w:3:40 there is no issuer "nomda" [did you mean "nomad"?]'],
    ],
    [
      'a config without its issuer',
      `version: 1\nvault: { auth_mounts: { m: { config: { issuer: nomad } } } }\n`,
      ['spec w:2:48 there is no issuer "nomad" [add it under issuers]'],
    ],
    [
      'a config with an issuer and a URL',
      `version: 1\n${nomad}vault: { auth_mounts: { m: { config: { issuer: nomad, jwks_url: 'http://x' } } } }\n`,
      ['spec w:3:55 jwks_url cannot be set beside issuer, which says where the keys are [remove one of the two]'],
    ],
    [
      'a Vault role without its policy',
      'version: 1\nvault:\n  auth_mounts:\n    j: { roles: { r: { user_claim: sub, bound_audiences: [a], token_policies: [default, gone] } } }\n',
      [
        `spec w:4:89 vault/jwt-role/j/r refers to the Vault ACL policy "gone", which the spec does not hold [${add} vault.existing.policies if others manage it]`,
      ],
    ],
    [
      'a policy with the accessor of no mount',
      'version: 1\nvault:\n  policies:\n    p:\n      policy: |\n        # x\n        path "a/${accessor.gone}" { capabilities = ["read"] }\n',
      [
        `spec w:7:17 vault/policy/p refers to the Vault auth mount "gone", which the spec does not hold [${add} vault.existing.auth_mounts if others manage it]`,
      ],
    ],
    [
      'an object in no namespace',
      'version: 1\nconsul: { roles: { web: { namespace: team } } }\n',
      [
        `spec w:2:38 consul/role/web@team refers to the Consul namespace "team", which the spec does not hold [${add} consul.existing.namespaces if others manage it]`,
      ],
    ],
    [
      'an object in no partition',
      'version: 1\nconsul: { roles: { web: { partition: p } } }\n',
      [
        `spec w:2:38 consul/role/web@p:default refers to the Consul admin partition "p", which the spec does not hold [${add} consul.existing.partitions if others manage it]`,
      ],
    ],
    [
      'an object in no Vault namespace',
      `version: 1\nvault: { policies: { p: { namespace: team, policy: 'path "a" { capabilities = ["read"] }' } } }\n`,
      [
        `spec w:2:38 vault/policy/p@team refers to the Vault namespace "team", which the spec does not hold [${add} vault.existing.namespaces if others manage it]`,
      ],
    ],
    [
      'a policy of another namespace',
      'version: 1\nconsul:\n  existing: { namespaces: [a] }\n  policies: { p: { namespace: a, rules: "" } }\n  roles: { r: { policies: [p] } }\n',
      [
        'spec w:5:28 consul/role/r refers to the Consul ACL policy "p", which the spec does not hold [consul/policy/p@a is in another scope]',
      ],
    ],
    [
      'depends_on of nothing',
      'version: 1\nconsul: { roles: { web: { depends_on: [consul/role/wbe] } } }\n',
      [
        'spec w:2:40 depends_on names "consul/role/wbe", which the spec does not hold [did you mean "consul/role/web"?]',
      ],
    ],
    [
      'a circle',
      'version: 1\nconsul:\n  policies:\n    p: { depends_on: [consul/role/r] }\n  roles:\n    r: { policies: [p] }\n',
      [
        'spec w:4:23 these wait for each other: consul/policy/p → consul/role/r → consul/policy/p [take one of the depends_on away]',
      ],
    ],
    [
      'a circle of one',
      'version: 1\nconsul: { roles: { r: { depends_on: [consul/role/r] } } }\n',
      ['spec w:2:38 these wait for each other: consul/role/r → consul/role/r [take one of the depends_on away]'],
    ],
    [
      'a name twice',
      'version: 1\nconsul:\n  roles:\n    web: {}\n    other: { name: Web }\n',
      ['spec w:5:5 consul/role/Web is asked for twice: also at w:4:5 [keep one of the two]'],
    ],
    [
      'a rule twice',
      'version: 1\nconsul:\n  existing: { auth_methods: [m] }\n  binding_rules:\n    - { auth_method: m, bind_name: a }\n    - { auth_method: m, bind_name: a, description: again }\n',
      ['spec w:6:7 consul/binding-rule/m/service/a is asked for twice: also at w:5:7 [keep one of the two]'],
    ],
    [
      'two presets for one thing',
      `version: 1\n${nomad}presets:\n  - { preset: nomad-consul, issuer: nomad }\n  - { preset: nomad-consul, issuer: nomad }\n`,
      [
        'spec w:5:15 consul/policy/policy-nomad-tasks and 4 more are asked for twice: also at w:4:15 by preset nomad-consul [preset nomad-consul makes it; give one of the two another name]',
      ],
    ],
    [
      'a section and a preset for one thing',
      `version: 1\n${nomad}presets:\n  - { preset: nomad-consul, issuer: nomad }\nconsul: { roles: { nomad-default-tasks: {} } }\n`,
      [
        'spec w:5:20 consul/role/nomad-default-tasks is asked for twice: also at w:4:15 by preset nomad-consul [keep one of the two]',
      ],
    ],
    [
      'roles on a mount of others with more than roles',
      'version: 1\nvault:\n  existing: { auth_mounts: [j] }\n  auth_mounts: { j: { description: x } }\n',
      [
        'spec w:4:23 description cannot be set: the mount "j" is listed as existing [take it off vault.existing.auth_mounts]',
      ],
    ],
    [
      'a grant without a preset',
      'version: 1\ngrants: [{ job: a, consul: { keys: [a] } }]\n',
      ['spec w:2:28 there is no preset nomad-consul, so the grant must say where logins go [add auth_method to it]'],
    ],
    [
      'a grant on no method',
      'version: 1\ngrants: [{ job: a, consul: { auth_method: m, keys: [a] } }]\n',
      [
        `spec w:2:17 consul/binding-rule/m/role/nomad_default_a refers to the Consul auth method "m", which the spec does not hold [${add} consul.existing.auth_methods if others manage it]`,
      ],
    ],
    [
      'a grant on a method that does not tell jobs',
      `version: 1\n${nomad}consul: { auth_methods: { m: { issuer: nomad } } }\ngrants: [{ job: a, consul: { auth_method: m, keys: [a] } }]\n`,
      [
        'spec w:4:28 the auth method "m" does not map nomad_namespace, nomad_job_id, nomad_service, which the grant tells the job by [add claim_mappings { nomad_namespace: nomad_namespace, nomad_job_id: nomad_job_id, nomad_service: nomad_service } to the method]',
      ],
    ],
    [
      'a second grant for a job',
      'version: 1\nconsul: { existing: { auth_methods: [m] } }\ngrants:\n  - { job: a, consul: { auth_method: m, keys: [a] } }\n  - { job: a, consul: { auth_method: m, keys: [b] } }\n',
      ['spec w:5:12 job a has a grant for consul already, at w:4:12 [put the two into one]'],
    ],
    [
      'a wildcard in the middle of a key',
      'version: 1\nconsul: { existing: { auth_methods: [m] } }\ngrants:\n  - { job: a, consul: { auth_method: m, keys: [x, "a/*/b"] } }\n',
      ['spec w:4:51 "a/*/b" has "*" before its end; Consul knows whole names and prefixes only'],
    ],
    [
      'a path that names the API of KV',
      'version: 1\nvault: { existing: { auth_mounts: [m] } }\ngrants:\n  - { job: a, vault: { mount: m, paths: [secret/data/a] } }\n',
      ['spec w:4:42 "secret/data/a" names the API of KV version 2; write the path as `vault kv get` takes it'],
    ],
  ])('%s', (_, text, expected) => {
    expect(mistakes(text)).toEqual(expected);
  });

  it('an object in two files, with both places', () => {
    const role = 'version: 1\nconsul: { roles: { web: {} } }\n';
    expect(mistakes({ w: role, x: role })).toEqual([
      'spec x:2:20 consul/role/web is asked for twice: also at w:2:20 [keep one of the two]',
    ]);
  });

  it('an issuer, a name or a manifest in two files', () => {
    const one = `version: 1\n${nomad}name: a\n`;
    expect(mistakes({ w: one, x: one })).toEqual([
      'spec x:2:12 issuer "nomad" is defined twice: also at w:2:12 [keep one of the two]',
    ]);
    expect(mistakes({ w: 'version: 1\nname: a\n', x: 'version: 1\nname: b\n' })).toEqual([
      'spec x:2:1 name is given twice: also at w:2:1 [keep one of the two]',
    ]);
  });
});

describe('what a server would refuse gives', () => {
  it.each<[string, string, string]>([
    [
      'bad HCL in a block of text',
      'version: 1\nconsul:\n  policies:\n    p:\n      rules: |\n        key "a" {\n          policy = "read"\n',
      'spec w:8:1 consul/policy/p: Consul ACL rules: "}" expected',
    ],
    [
      'a bad rule in a block of text',
      'version: 1\nconsul:\n  policies:\n    p:\n      rules: |\n        key "a" {\n          policy = "raed"\n        }\n',
      'Invalid key policy',
    ],
    ['a bad rule in a file', 'version: 1\nconsul: { policies: { p: { rules_file: bad.hcl } } }\n', 'spec bad.hcl:1:'],
    [
      'a bad policy of Vault',
      `version: 1\nvault:\n  policies:\n    p: { policy: 'path "a" { capabilities = ["raed"] }' }\n`,
      'spec w:4:',
    ],
    [
      'a bad selector',
      `version: 1\nconsul:\n  existing: { auth_methods: [m] }\n  binding_rules:\n    - auth_method: m\n      bind_name: a\n      selector: value.a = b\n`,
      'spec w:7:',
    ],
    [
      'a bad bind name',
      `version: 1\nconsul:\n  existing: { auth_methods: [m] }\n  binding_rules:\n    - { auth_method: m, bind_name: 'A\${value.x' }\n`,
      'spec w:5:',
    ],
    [
      'a claim in a bind name that the method does not map',
      `version: 1\n${nomad}consul:\n  auth_methods: { m: { issuer: nomad } }\n  binding_rules:\n    - { auth_method: m, bind_name: 'a-\${value.x}' }\n`,
      'unknown variable accessed: value.x',
    ],
    [
      'a bad name of a role',
      'version: 1\nconsul: { roles: { "a b": {} } }\n',
      'spec w:2:20 consul/role/a b would be refused: Invalid Role: invalid Name.',
    ],
    [
      'a bad name of a policy',
      'version: 1\nconsul: { policies: { "a b": { rules: "" } } }\n',
      'spec w:2:23 consul/policy/a b would be refused: Invalid Policy',
    ],
    [
      'a method without keys',
      'version: 1\nconsul: { auth_methods: { m: {} } }\n',
      "exactly one of 'JWTValidationPubKeys', 'JWKSURL', or 'OIDCDiscoveryURL' must be set",
    ],
    [
      'a short life of tokens',
      `version: 1\n${nomad}consul: { auth_methods: { m: { issuer: nomad, max_token_ttl: 10s } } }\n`,
      'spec w:3:62 consul/auth-method/m would be refused: MaxTokenTTL 10s cannot be less than 1m0s',
    ],
    [
      'a Vault config without keys',
      'version: 1\nvault: { auth_mounts: { j: { config: { bound_issuer: a } } } }\n',
      'spec w:2:30 vault/jwt-config/j would be refused: exactly one of',
    ],
    [
      'a Vault role without constraints',
      'version: 1\nvault: { existing: { auth_mounts: [j] }, auth_mounts: { j: { roles: { r: { user_claim: sub } } } } }\n',
      'spec w:2:71 vault/jwt-role/j/r would be refused: must have at least one bound constraint',
    ],
    [
      'a Vault role with a bad network',
      'version: 1\nvault: { existing: { auth_mounts: [j] }, auth_mounts: { j: { roles: { r: { user_claim: sub, token_bound_cidrs: [zz] } } } } }\n',
      'spec w:2:112 vault/jwt-role/j/r would be refused: error parsing address',
    ],
  ])('%s', (_, text, part) => {
    expect(mistakes(text)).toEqual([expect.stringContaining(part)]);
  });
});

describe('the environment', () => {
  const hint =
    'they are filled in only in the URLs, issuer and ca_file of issuers, in manifest.path, and as oidc_client_secret';
  it.each<[string, string, readonly string[]]>([
    [
      'is not filled into other fields',
      'version: 1\nconsul: { roles: { web: { policies: ["x${HOME}"] } } }\n',
      [`spec w:2:40 consul.roles.web.policies[0] takes no environment variables, but has \${HOME} [${hint}]`],
    ],
    [
      'must hold what is asked of it',
      "version: 1\nissuers: { n: { jwks_url: 'http://${NOMAD_HOST}/k' } }\n",
      ['spec w:2:35 the environment variable NOMAD_HOST is not set [set NOMAD_HOST, or write the value here]'],
    ],
    [
      'has no members of objects',
      "version: 1\nissuers: { n: { jwks_url: 'http://${constructor}/k' } }\n",
      ['spec w:2:35 the environment variable constructor is not set [set constructor, or write the value here]'],
    ],
    [
      'is asked for by name only',
      "version: 1\nmanifest: { store: consul, path: 'a/${x.y}' }\n",
      ['spec w:2:37 ${x.y} names no environment variable [write ${NAME}]'],
    ],
  ])('%s', (_, text, expected) => {
    expect(mistakes(text)).toEqual(expected);
  });

  it('is filled into URLs, issuers, CA files and the manifest', () => {
    const text =
      "version: 1\nissuers: { n: { jwks_url: 'http://${HOST}/k', ca_file: '${DIR}/ok.hcl', issuer: '${ISS}' } }\nmanifest: { store: consul, path: 'm/${ISS}' }\nconsul: { auth_methods: { m: { issuer: n, description: 'has ${HOME}' } } }\n";
    const ca = 'PEM';
    const env = { HOST: 'nomad.example', DIR: 'deep', ISS: 'me' };
    expect(() => loadSpec([{ name: 'w', text }], env, () => ca)).toThrow('ca_file holds no certificate in PEM');
    const spec = loadSpec([{ name: 'w', text: text.replace(", ca_file: '${DIR}/ok.hcl'", '') }], env, readFile);
    expect(spec.manifest).toEqual({ store: 'consul', path: 'm/me' });
    expect(spec.resources[0]?.body).toMatchObject({
      jwks_url: 'http://nomad.example/k',
      bound_issuer: 'me',
      description: 'has ${HOME}',
    });
  });

  it('is the only source of a client secret, and a literal one is refused without being shown', () => {
    const canary = 'canary-literal-secret';
    const text = `version: 1\nvault:\n  auth_mounts:\n    j:\n      type: oidc\n      config: { oidc_discovery_url: 'http://i', oidc_client_id: a, oidc_client_secret: "${canary}" }\n`;
    try {
      loadSpec([{ name: 'w', text }], {}, readFile);
      expect.unreachable();
    } catch (error) {
      const shown = errorText(error);
      expect(shown).toContain('oidc_client_secret takes only the name of an environment variable');
      expect(shown).not.toContain(canary);
      expect(JSON.stringify(error)).not.toContain('"message":"canary');
    }
    const named = loadSpec([{ name: 'w', text: text.replace(canary, '${OIDC_SECRET}') }], {}, readFile);
    expect(named.resources.find(({ kind }) => kind === 'vault/jwt-config')?.body).toMatchObject({
      oidc_client_secret: { env: 'OIDC_SECRET' },
    });
  });
});

describe('files that a spec names', () => {
  it.each<[string, string]>([
    ['rules_file', 'consul: { policies: { p: { rules_file: gone.hcl } } }'],
    ['policy_file', 'vault: { policies: { p: { policy_file: gone.hcl } } }'],
    ['ca_file', "issuers: { n: { jwks_url: 'http://a', ca_file: gone.hcl } }"],
  ])('must be there: %s', (_, section) => {
    const [first] = mistakes(`version: 1\n${section}\n`);
    expect(first).toMatch(/^file w:2:\d+ cannot read gone.hcl: .* \[the path is relative to the file that names it\]$/);
  });

  it('are sought beside the file that names them', () => {
    const text = 'version: 1\nconsul: { policies: { p: { rules_file: ok.hcl } } }\n';
    const spec = loadSpec([{ name: 'deep/wid.yaml', text }], {}, readFile);
    expect(spec.resources[0]?.body).toMatchObject({ rules: files['deep/ok.hcl'] });
  });

  it('are not given twice', () => {
    expect(mistakes('version: 1\nconsul: { policies: { p: { rules: "", rules_file: deep/ok.hcl } } }\n')).toEqual([
      'spec w:2:39 rules and rules_file are both given [keep one of the two]',
    ]);
  });
});
