/** What an agent is started with: for each `-config` a file's text by its name, or a folder of such. */
export interface AgentCase {
  readonly says: string;
  readonly given: readonly Readonly<Record<string, string>>[];
  /**
   * What released agents do, where the one that the tests build differs: it is built with a later reader of HCL, which
   * refuses repeated arguments and passes over unknown keys.
   */
  readonly released?: 'refuses' | 'takes';
}

const identities = `
  service_identity {
    aud = ["consul.io"]
    ttl = "1h"
  }
  task_identity {
    aud = ["consul.io"]
    ttl = "1h"
  }`;

const one = (says: string, text: string, released?: AgentCase['released']): AgentCase => ({
  says,
  given: [{ 'a.hcl': text }],
  ...(released && { released }),
});

/** A `given` of one file is that file, of several a folder. */
export const agentCases: readonly AgentCase[] = [
  one('nothing about Consul and Vault', 'region = "eu"\n'),
  one(
    'all identities',
    `consul {${identities}\n}\nvault {\n  enabled = true\n  default_identity {\n    aud = ["vault.io"]\n    ttl = "30m"\n    env = true\n    file = false\n    filepath = "x"\n    extra_claims {\n      a = "b"\n    }\n  }\n}\n`,
  ),
  one(
    'enabled within an identity',
    'consul {\n  enabled = true\n  service_identity {\n    enabled = true\n  }\n}\nvault {\n  default_identity {\n    enabled = true\n    aud = ["vault.io"]\n  }\n}\n',
  ),
  one(
    'a second block with the identities',
    `consul {\n  address = "127.0.0.1:8501"\n}\nconsul {${identities}\n  tags = ["x"]\n}\n`,
  ),
  one(
    'a second block without identities',
    `consul {${identities}\n  tags = ["x"]\n}\nconsul {\n  address = "127.0.0.1:8501"\n  tags = ["y"]\n}\n`,
  ),
  one(
    'two identities in one block',
    'consul {\n  service_identity {\n    aud = ["a"]\n  }\n  service_identity {\n    aud = ["b"]\n    ttl = "2h"\n  }\n}\n',
  ),
  one(
    'blocks of two names',
    `consul {${identities}\n}\nconsul {\n  name = "other"\n  task_auth_method = "m"\n}\nvault {\n  name = "second"\n  enabled = true\n}\n`,
  ),
  one(
    'a name that is default',
    'consul {\n  name = "default"\n  service_auth_method = "svc"\n}\nvault {\n  name = "default"\n  create_from_role = "r"\n  jwt_auth_backend_path = "jwt-x/"\n}\n',
  ),
  one(
    'an audience that is no list',
    'consul {\n  service_identity {\n    aud = "consul.io"\n    ttl = "90m"\n  }\n}\n',
  ),
  one('a ttl without a unit', 'consul {\n  service_identity {\n    aud = ["x"]\n    ttl = 3600\n  }\n}\n'),
  one('an identity that is no block', 'consul {\n  service_identity = true\n}\n'),
  one('a key of the server that is none', 'server {\n  oidc_isuer = "https://x"\n}\n', 'refuses'),
  one('a key at the top that is none', 'bogus = 1\n', 'refuses'),
  one('keys in upper case', 'consul {\n  ADDRESS = "127.0.0.1:8502"\n  Service_Auth_Method = "up"\n}\n'),
  one(
    'an argument that is given twice',
    'consul {\n  address = "127.0.0.1:1"\n  address = "127.0.0.1:2"\n}\n',
    'takes',
  ),
  one(
    'booleans as texts and numbers',
    'consul {\n  ssl = "false"\n  auto_advertise = 0\n  share_ssl = "1"\n}\nvault {\n  enabled = "true"\n}\n',
  ),
  one(
    'server, ACL and TLS settings',
    'server {\n  oidc_issuer = "https://nomad.example.com"\n  root_key_rotation_threshold = "24h"\n  root_key_gc_interval = "5m"\n}\nacl {\n  enabled = true\n  token_ttl = "10s"\n}\nclient {\n  node_class = "c"\n  node_pool = "p"\n}\n',
  ),
  one('two server blocks', 'server {\n  oidc_issuer = "https://one"\n}\nserver {\n  root_key_gc_threshold = "2h"\n}\n'),
  one(
    'comments, a heredoc and a setting of Vault',
    'vault { # x\n  namespace = <<EOT\nns\nEOT\n  tls_skip_verify = true // y\n  token = "none"\n}\n',
  ),
  {
    says: 'JSON',
    given: [
      {
        'a.json':
          '{"consul": {"address": "127.0.0.1:8503", "task_auth_method": "t"}, "vault": {"enabled": true, "create_from_role": "r"}}',
      },
    ],
  },
  {
    says: 'JSON with identities',
    given: [
      {
        'a.json':
          '{"consul": {"address": "127.0.0.1:8503", "service_identity": {"aud": ["consul.io"], "ttl": "1h"}}, "vault": {"enabled": true, "default_identity": {"aud": ["vault.io"]}}}',
      },
    ],
  },
  {
    says: 'JSON with nothing but identities',
    released: 'refuses',
    given: [
      {
        'a.json':
          '{"consul": {"service_identity": {"aud": ["consul.io"], "ttl": "1h"}, "task_identity": {"aud": ["consul.io"]}}}',
      },
    ],
  },
  {
    says: 'JSON with lists of blocks',
    given: [
      {
        'a.json':
          '{"consul": [{"address": "127.0.0.1:8503", "service_identity": [{"aud": ["consul.io"], "ttl": "1h"}]}]}',
      },
    ],
  },
  {
    says: 'two files with audiences each',
    given: [
      {
        'a.hcl':
          'consul {\n  tags = ["x"]\n  service_identity {\n    aud = ["a", "b"]\n    ttl = "1h"\n    extra_claims { x = "1" }\n  }\n}\n',
      },
      {
        'b.hcl':
          'consul {\n  tags = ["y"]\n  service_identity {\n    aud = ["b", "c"]\n    env = true\n    extra_claims { y = "2" }\n  }\n}\n',
      },
    ],
  },
  {
    says: 'a later file that unsets and empties',
    given: [
      {
        'a.hcl':
          'consul {\n  auto_advertise = false\n  service_auth_method = "one"\n}\nvault {\n  enabled = true\n  address = "https://v"\n}\nacl {\n  enabled = true\n}\n',
      },
      {
        'b.hcl':
          'consul {\n  auto_advertise = true\n  service_auth_method = ""\n}\nvault {\n  enabled = false\n}\nacl {\n  enabled = false\n}\n',
      },
    ],
  },
  {
    says: 'a folder',
    given: [
      {
        '10.hcl': `consul {${identities}\n}\n`,
        '20.json': '{"consul": {"address": "127.0.0.1:8504"}, "vault": {"enabled": true}}',
        '30.hcl~': 'bogus',
        '.#40.hcl': 'bogus',
        '#50.hcl#': 'bogus',
        'readme.txt': 'bogus',
      },
    ],
  },
  {
    says: 'a folder after a file, with Consul in both of its files',
    given: [
      {
        'a.hcl':
          'consul {\n  address = "127.0.0.1:8505"\n  service_auth_method = "one"\n}\nvault {\n  address = "https://v"\n  jwt_auth_backend_path = "jwt-x"\n}\n',
      },
      {
        'a.hcl': 'consul {\n  task_auth_method = "two"\n}\n',
        'b.hcl': 'consul {\n  namespace = "ns"\n}\nvault {\n  enabled = true\n}\n',
      },
    ],
  },
  {
    says: 'a folder after a file, with Consul in one of its files',
    given: [
      {
        'a.hcl':
          'consul {\n  address = "127.0.0.1:8505"\n  service_auth_method = "one"\n}\nvault {\n  address = "https://v"\n}\n',
      },
      { 'a.hcl': 'consul {\n  task_auth_method = "two"\n}\n', 'b.hcl': 'server {\n  oidc_issuer = "https://i"\n}\n' },
    ],
  },
];
