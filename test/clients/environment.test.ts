import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { consulSettings, nomadSettings, vaultSettings } from '../../src/clients/environment.ts';
import type { Files } from '../../src/clients/files.ts';
import type { ServerSettings } from '../../src/clients/settings.ts';
import type { WidError } from '../../src/support/errors.ts';

const pem = (name: string): string => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`;

function filesOf(texts: Readonly<Record<string, string>> = {}): Files {
  return {
    read: (path) => texts[path],
    list: (folder) => Object.keys(texts).filter((path) => path.startsWith(`${folder}/`)),
    home: '/home/me',
  };
}

/** With secrets in the open, to compare them. */
function reveal({ token, basicAuth, tls, ...rest }: ServerSettings): Record<string, unknown> {
  const { key, ...open } = tls ?? {};
  return {
    ...rest,
    ...(token === undefined ? {} : { token: token.reveal() }),
    ...(basicAuth === undefined ? {} : { basicAuth: basicAuth.reveal() }),
    tls: { ...open, ...(key === undefined ? {} : { key: key.reveal() }) },
  };
}

type Env = Readonly<Record<string, string>>;
type Row = [title: string, env: Env, expected: object, files?: Readonly<Record<string, string>>];

const consulRows: Row[] = [
  ['nothing', {}, { address: 'http://127.0.0.1:8500', tls: {} }],
  [
    'empty values',
    { CONSUL_HTTP_ADDR: '', CONSUL_HTTP_TOKEN: '', CONSUL_HTTP_SSL: '' },
    { address: 'http://127.0.0.1:8500', tls: {} },
  ],
  ['an address without scheme', { CONSUL_HTTP_ADDR: 'consul.test:8500' }, { address: 'http://consul.test:8500' }],
  ['an address without scheme or port', { CONSUL_HTTP_ADDR: 'consul.test' }, { address: 'http://consul.test' }],
  [
    'an address with a path',
    { CONSUL_HTTP_ADDR: 'https://proxy.test/consul/' },
    { address: 'https://proxy.test/consul' },
  ],
  [
    'TLS without scheme',
    { CONSUL_HTTP_ADDR: 'consul.test:8501', CONSUL_HTTP_SSL: 'true' },
    { address: 'https://consul.test:8501' },
  ],
  [
    'TLS against the scheme',
    { CONSUL_HTTP_ADDR: 'http://consul.test:8501', CONSUL_HTTP_SSL: '1' },
    { address: 'https://consul.test:8501' },
  ],
  [
    'TLS switched off',
    { CONSUL_HTTP_ADDR: 'consul.test:8501', CONSUL_HTTP_SSL: 'false' },
    { address: 'http://consul.test:8501' },
  ],
  ['a unix socket', { CONSUL_HTTP_ADDR: 'unix:///run/consul.sock' }, { address: 'unix:///run/consul.sock' }],
  [
    'credentials in the address',
    { CONSUL_HTTP_ADDR: 'http://me:p%40ss@consul.test' },
    { address: 'http://consul.test', basicAuth: 'me:p@ss' },
  ],
  ['basic authentication', { CONSUL_HTTP_AUTH: 'me:pass' }, { basicAuth: 'me:pass' }],
  ['a token', { CONSUL_HTTP_TOKEN: ' t0 ' }, { token: 't0' }],
  ['a token file', { CONSUL_HTTP_TOKEN_FILE: '/t' }, { token: 't1' }, { '/t': ' t1\n' }],
  [
    'a token file beside a token',
    { CONSUL_HTTP_TOKEN: 't0', CONSUL_HTTP_TOKEN_FILE: '/t' },
    { token: 't1' },
    { '/t': 't1' },
  ],
  [
    'an empty token file beside a token',
    { CONSUL_HTTP_TOKEN: 't0', CONSUL_HTTP_TOKEN_FILE: '/t' },
    { token: 't0' },
    { '/t': '' },
  ],
  ['a scope', { CONSUL_NAMESPACE: 'n', CONSUL_PARTITION: 'p' }, { namespace: 'n', partition: 'p' }],
  ['no verification', { CONSUL_HTTP_SSL_VERIFY: 'false' }, { tls: { skipVerify: true } }],
  ['verification', { CONSUL_HTTP_SSL_VERIFY: 'true' }, { tls: {} }],
  ['an authority', { CONSUL_CACERT: '/ca' }, { tls: { ca: [pem('a')] } }, { '/ca': pem('a') }],
  [
    'a folder of authorities',
    { CONSUL_CAPATH: '/cas' },
    { tls: { ca: [pem('a'), pem('b')] } },
    { '/cas/1': pem('a'), '/cas/2': pem('b'), '/cas/README': 'x' },
  ],
  [
    'a client certificate',
    { CONSUL_CLIENT_CERT: '/c', CONSUL_CLIENT_KEY: '/k', CONSUL_TLS_SERVER_NAME: 's' },
    { tls: { cert: pem('c'), key: 'the key', serverName: 's' } },
    { '/c': pem('c'), '/k': 'the key' },
  ],
];

const vaultRows: Row[] = [
  ['nothing', {}, { address: 'https://127.0.0.1:8200', tls: {} }],
  ['an address', { VAULT_ADDR: 'http://vault.test:8200/' }, { address: 'http://vault.test:8200' }],
  [
    'a Vault Agent',
    { VAULT_ADDR: 'http://vault.test:8200', VAULT_AGENT_ADDR: 'http://127.0.0.1:8100' },
    { address: 'http://127.0.0.1:8100' },
  ],
  ['the token helper’s file', {}, { token: 'kept' }, { '/home/me/.vault-token': 'kept\n' }],
  ['another home', { HOME: '/root' }, { token: 'kept' }, { '/root/.vault-token': 'kept' }],
  ['a token beside the file', { VAULT_TOKEN: 'given' }, { token: 'given' }, { '/home/me/.vault-token': 'kept' }],
  ['a namespace', { VAULT_NAMESPACE: '/team/a/' }, { namespace: 'team/a' }],
  ['VAULT_SKIP_VERIFY=false', { VAULT_SKIP_VERIFY: 'false' }, { tls: {} }],
  ['VAULT_SKIP_VERIFY=0', { VAULT_SKIP_VERIFY: '0' }, { tls: {} }],
  ['VAULT_SKIP_VERIFY=true', { VAULT_SKIP_VERIFY: 'true' }, { tls: { skipVerify: true } }],
  [
    'an authority as text',
    { VAULT_CACERT_BYTES: pem('text'), VAULT_CACERT: '/ca' },
    { tls: { ca: [pem('text').trim()] } },
    { '/ca': pem('a') },
  ],
  [
    'an authority',
    { VAULT_CACERT: '/ca', VAULT_CAPATH: '/cas' },
    { tls: { ca: [pem('a')] } },
    { '/ca': pem('a'), '/cas/1': pem('b') },
  ],
  ['a time limit in seconds', { VAULT_CLIENT_TIMEOUT: '5' }, { timeout: 5000 }],
  ['a time limit as duration', { VAULT_CLIENT_TIMEOUT: '1m30s' }, { timeout: 90_000 }],
];

const nomadRows: Row[] = [
  ['nothing', {}, { address: 'http://127.0.0.1:4646', tls: {} }],
  [
    'an address with a path, which counts for nothing',
    { NOMAD_ADDR: 'https://nomad.test:4646/ui/jobs' },
    { address: 'https://nomad.test:4646' },
  ],
  ['the task API’s socket', { NOMAD_ADDR: 'unix:///secrets/api.sock' }, { address: 'unix:///secrets/api.sock' }],
  ['a scope', { NOMAD_NAMESPACE: 'n', NOMAD_REGION: 'eu' }, { namespace: 'n', region: 'eu' }],
  [
    'a token and basic authentication',
    { NOMAD_TOKEN: 't', NOMAD_HTTP_AUTH: 'me:pass' },
    { token: 't', basicAuth: 'me:pass' },
  ],
  ['NOMAD_SKIP_VERIFY', { NOMAD_SKIP_VERIFY: 'T' }, { tls: { skipVerify: true } }],
  [
    'an authority',
    { NOMAD_CACERT: '/ca', NOMAD_TLS_SERVER_NAME: 'server.global.nomad' },
    { tls: { ca: [pem('a')], serverName: 'server.global.nomad' } },
    { '/ca': pem('a') },
  ],
];

const readers = { consul: consulSettings, vault: vaultSettings, nomad: nomadSettings };
const rows = { consul: consulRows, vault: vaultRows, nomad: nomadRows };

describe.each(['consul', 'vault', 'nomad'] as const)('%s: the environment', (product) => {
  it.each(rows[product])('says %s', (_, env, expected, texts) => {
    const settings = reveal(readers[product](env, filesOf(texts)));
    expect(settings).toMatchObject(expected);
    if ('tls' in expected) expect(settings['tls']).toEqual(expected.tls);
    if (!('token' in expected)) expect(settings['token']).toBeUndefined();
  });
});

type Bad = [product: keyof typeof readers, env: Env, words: RegExp, files?: Readonly<Record<string, string>>];
const bad: Bad[] = [
  ['consul', { CONSUL_HTTP_ADDR: 'ftp://consul.test' }, /CONSUL_HTTP_ADDR/],
  ['consul', { CONSUL_HTTP_ADDR: 'unix://relative' }, /unix socket/],
  ['consul', { CONSUL_HTTP_ADDR: 'http://' }, /CONSUL_HTTP_ADDR/],
  ['consul', { CONSUL_HTTP_SSL: 'maybe' }, /CONSUL_HTTP_SSL .*neither true nor false/],
  ['consul', { CONSUL_HTTP_SSL_VERIFY: 'no' }, /CONSUL_HTTP_SSL_VERIFY/],
  ['consul', { CONSUL_HTTP_TOKEN_FILE: '/gone', CONSUL_HTTP_TOKEN: 't' }, /CONSUL_HTTP_TOKEN_FILE.*\/gone/],
  ['consul', { CONSUL_HTTP_TOKEN: 'canary\nX-Other: 1' }, /CONSUL_HTTP_TOKEN holds characters/],
  ['consul', { CONSUL_CLIENT_CERT: '/c' }, /go together/, { '/c': pem('c') }],
  ['consul', { CONSUL_CACERT: '/ca' }, /no certificate/, { '/ca': 'canary' }],
  ['vault', { VAULT_ADDR: '127.0.0.1:8200' }, /VAULT_ADDR/],
  ['vault', { VAULT_ADDR: 'user:canary@vault.test' }, /VAULT_ADDR/],
  ['vault', { VAULT_SKIP_VERIFY: 'yes' }, /VAULT_SKIP_VERIFY/],
  ['vault', { VAULT_CACERT: '/gone' }, /VAULT_CACERT.*\/gone/],
  ['vault', { VAULT_CLIENT_TIMEOUT: 'soon' }, /VAULT_CLIENT_TIMEOUT/],
  ['nomad', { NOMAD_ADDR: 'nomad.test:4646' }, /NOMAD_ADDR/],
  ['nomad', { NOMAD_SKIP_VERIFY: 'on' }, /NOMAD_SKIP_VERIFY/],
];

it.each([
  [
    'vault',
    { VAULT_ADDR: '127.0.0.1:8200' },
    'write for example http://127.0.0.1:8200, with http://, https:// or unix:// in front',
  ],
  [
    'nomad',
    { NOMAD_ADDR: 'nomad.test' },
    'write for example http://127.0.0.1:4646, with http://, https:// or unix:// in front',
  ],
  ['consul', { CONSUL_HTTP_ADDR: 'http://' }, 'write for example http://127.0.0.1:8500'],
] as const)('%s: says of %j how an address is written', (product, env, hint) => {
  expect(() => readers[product](env, filesOf())).toThrow(expect.objectContaining({ hint }));
});

it.each(bad)('%s: refuses %j and shows nothing of its value', (product, env, words, texts) => {
  const read = (): unknown => readers[product](env, filesOf(texts));
  expect(read).toThrow(words);
  try {
    read();
  } catch (error) {
    expect((error as WidError).code).toBe('usage');
    expect(inspect(error)).not.toContain('canary');
  }
});

it('hides every secret from the moment it is read', () => {
  const env = {
    CONSUL_HTTP_TOKEN: 'canary-1',
    CONSUL_HTTP_ADDR: 'http://me:canary-2@consul.test',
    CONSUL_CLIENT_CERT: '/c',
    CONSUL_CLIENT_KEY: '/k',
  };
  const settings = consulSettings(env, filesOf({ '/c': pem('c'), '/k': 'canary-3' }));
  expect(inspect(settings, { depth: 9, showHidden: true }) + JSON.stringify(settings)).not.toContain('canary');
});
