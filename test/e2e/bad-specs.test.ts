import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers, startConsul, startVault } from '../servers/index.ts';
import type { Server } from '../servers/index.ts';
import { wid } from '../commands/child.ts';
import { inFolder } from '../support/folder.ts';
import { startProxies } from './proxy.ts';
import type { Proxies } from './proxy.ts';

interface Case {
  readonly mistake: string;
  /** What follows `version: 1` and `name: bad`. */
  readonly spec: string;
  /** More files of the same spec. */
  readonly more?: Readonly<Record<string, string>>;
  /** `wid.yaml:LINE:COLUMN`, in the whole file. */
  readonly at: string;
  readonly says: RegExp;
}

const head = 'version: 1\nname: bad\n';

const cases: readonly Case[] = [
  {
    mistake: 'an unknown field',
    spec: 'consul:\n  policies:\n    web: { rulez: "" }\n',
    at: 'wid.yaml:5:12',
    says: /rulez/,
  },
  {
    mistake: 'an unknown section',
    spec: 'consull:\n  policies: {}\n',
    at: 'wid.yaml:3:1',
    says: /consull/,
  },
  {
    mistake: 'a wrong type',
    spec: 'consul:\n  roles:\n    web:\n      policies: 7\n',
    at: 'wid.yaml:6:17',
    says: /policies/,
  },
  {
    mistake: 'a bad duration',
    spec: 'vault:\n  auth_mounts:\n    jwt:\n      roles:\n        web: { user_claim: sub, token_ttl: soon }\n',
    at: 'wid.yaml:7:44',
    says: /duration/,
  },
  {
    mistake: 'a dangling reference to a policy',
    spec: 'consul:\n  roles:\n    web: { policies: [no-such-policy] }\n',
    at: 'wid.yaml:5:23',
    says: /no-such-policy/,
  },
  {
    mistake: 'a dangling reference to an auth method',
    spec: 'consul:\n  binding_rules:\n    - { auth_method: nowhere, bind_type: service, bind_name: web }\n',
    at: 'wid.yaml:5:22',
    says: /nowhere/,
  },
  {
    mistake: 'a dangling reference to an issuer',
    spec: 'presets:\n  - { preset: nomad-consul, issuer: nobody }\n',
    at: 'wid.yaml:4:37',
    says: /nobody/,
  },
  {
    mistake: 'a key that stands twice',
    spec: 'consul:\n  policies:\n    web: { rules: "" }\n    web: { rules: "" }\n',
    at: 'wid.yaml:6:5',
    says: /web|unique/i,
  },
  {
    mistake: 'two objects of one name',
    spec: 'consul:\n  policies:\n    web: { rules: "" }\n    other: { name: web, rules: "" }\n',
    at: 'wid.yaml:6:',
    says: /web/,
  },
  {
    mistake: 'an object that two files claim',
    spec: 'consul:\n  policies:\n    web: { rules: "" }\n',
    more: { 'other.yaml': 'version: 1\nconsul:\n  policies:\n    web: { rules: "" }\n' },
    at: 'other.yaml:4:5',
    says: /web/,
  },
  {
    mistake: 'a cycle',
    spec:
      'consul:\n  policies:\n' +
      '    a: { rules: "", depends_on: [consul/policy/b] }\n    b: { rules: "", depends_on: [consul/policy/a] }\n',
    at: 'wid.yaml:5:',
    says: /consul\/policy\/[ab]/,
  },
  {
    mistake: 'bad HCL in a Consul policy',
    spec: 'consul:\n  policies:\n    web:\n      rules: |\n        key "a" {\n          policy = "read\n        }\n',
    at: 'wid.yaml:8:',
    says: /string|literal|terminated|newline/i,
  },
  {
    mistake: 'a Consul policy that Consul would refuse',
    spec: 'consul:\n  policies:\n    web:\n      rules: |\n        key "a" { policy = "raed" }\n',
    at: 'wid.yaml:7:',
    says: /raed/,
  },
  {
    mistake: 'bad HCL in a Vault policy',
    spec: 'vault:\n  policies:\n    web:\n      policy: |\n        path "a" {\n          capabilities = ["read"\n        }\n',
    at: 'wid.yaml:',
    says: /./,
  },
  {
    mistake: 'a Vault policy with a capability that does not exist',
    spec: 'vault:\n  policies:\n    web:\n      policy: |\n        path "a" {\n          capabilities = ["raed"]\n        }\n',
    at: 'wid.yaml:8:',
    says: /raed/,
  },
  {
    mistake: 'a bad selector',
    spec:
      'consul:\n  auth_methods:\n    m: { jwks_url: "http://127.0.0.1:1/", claim_mappings: { a: a } }\n' +
      '  binding_rules:\n    - auth_method: m\n      bind_type: service\n      bind_name: web\n      selector: value.a = "1"\n',
    at: 'wid.yaml:10:',
    says: /selector/i,
  },
  {
    mistake: 'a version that this program does not know',
    spec: '# the head is replaced\n',
    more: { 'other.yaml': 'version: 2\n' },
    at: 'other.yaml:1:10',
    says: /version|1/,
  },
  { mistake: 'text that is not YAML', spec: 'consul: {\n', at: 'wid.yaml:', says: /./ },
];

describeWithServers(['consul', 'vault'], 'a spec with a mistake in it', () => {
  let servers: { consul: Server; vault: Server };
  let proxies: Proxies;

  beforeAll(async () => {
    const [consul, vault] = await Promise.all([startConsul(), startVault()]);
    servers = { consul, vault };
    proxies = await startProxies(servers);
  });
  afterAll(async () => {
    await proxies.close();
    await Promise.all([servers.consul.stop(), servers.vault.stop()]);
  });

  it.each(cases)('$mistake is shown where it stands, and nothing is written', async ({ spec, more = {}, at, says }) => {
    const files = { 'wid.yaml': head + spec, ...more };
    const given = Object.keys(files).flatMap((name) => ['-f', name]);
    const runs = [['plan'], ['apply', '-y']].map((command) =>
      inFolder(files, (cwd) => wid([...command, ...given], { cwd, env: proxies.environment })),
    );
    for (const ran of await Promise.all(runs)) {
      expect(ran, ran.stderr).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toContain(at);
      expect(ran.stderr).toMatch(says);
      expect(ran.stderr, 'has a code frame').toContain('^');
    }
    expect(proxies.seen, 'no request is needed to see it').toEqual([]);
  });
});
