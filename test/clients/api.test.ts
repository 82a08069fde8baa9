import { createRequire } from 'node:module';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createConsulApi } from '../../src/clients/consul.ts';
import { createNomadApi } from '../../src/clients/nomad.ts';
import { createVaultApi } from '../../src/clients/vault.ts';
import { Secret } from '../../src/support/secret.ts';
import { fakeServer } from '../support/fake-server.ts';
import { everythingShown, rejectionOf } from '../support/rejection.ts';

const clients = { consul: createConsulApi, vault: createVaultApi, nomad: createNomadApi };
const products = ['consul', 'vault', 'nomad'] as const;
const header = { consul: 'x-consul-token', vault: 'x-vault-token', nomad: 'x-nomad-token' };
const canary = 'canary-91ab-api';
const token = new Secret(canary);

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const names = [
  'a=b',
  "it's",
  'say "x"',
  'a#b',
  'a?b',
  '100%',
  'a%2Fb',
  'a&b',
  'two words',
  'naïve-日本-😀',
  '{s0}',
  '&#x2F;',
  '+',
  'a;b',
  'a\\b',
  '...',
  '<b>',
];

describe.each(products)('%s: every client', (product) => {
  it.each(names)('asks for exactly the name %j', async (name) => {
    const server = await fakeServer(() => ({ body: {} }));
    const api = clients[product]({ address: server.address });
    await api.get(['kind', name, 'part'], z.unknown());
    await api.put(['kind', name], {}, z.unknown());
    await api.delete(['kind', name]);
    const [read, ...written] = server.requests.map(({ url }) => url.split('?')[0]);
    expect(read?.split('/').map(decodeURIComponent)).toEqual(['', 'v1', 'kind', name, 'part']);
    expect(written).toEqual([`/v1/kind/${encodeURIComponent(name)}`, `/v1/kind/${encodeURIComponent(name)}`]);
  });

  it('keeps a slash within a name in its segment', async () => {
    const server = await fakeServer(() => ({ body: {} }));
    await clients[product]({ address: server.address }).get(['kind', 'a/b'], z.unknown());
    expect(server.requests[0]?.url.split('?')[0]).toBe('/v1/kind/a%2Fb');
  });

  it.each(['', '.', '..', '../sys', 'a/../../b', 'a//b', '/a'])(
    'refuses %j, which would lead elsewhere',
    async (name) => {
      const server = await fakeServer(() => ({}));
      const api = clients[product]({ address: server.address });
      for (const call of [
        api.delete(['kind', name]),
        api.get(['kind', name], z.unknown()),
        api.put(['kind', name], {}, z.unknown()),
      ]) {
        expect((await rejectionOf(call)).code).toBe('usage');
      }
      expect(server.requests).toEqual([]);
    },
  );

  it('sends its token in a header, and nothing else that could be one', async () => {
    const server = await fakeServer(() => ({ body: {} }));
    await clients[product]({ address: server.address, token }).get(['x'], z.unknown());
    expect(server.requests[0]?.headers[header[product]]).toBe(canary);
    expect(server.requests[0]?.url).not.toContain('canary');
  });

  it('takes nothing from the environment', async () => {
    for (const name of [
      'VAULT_TOKEN',
      'VAULT_NAMESPACE',
      'VAULT_PREFIX',
      'CONSUL_HTTP_TOKEN',
      'CONSUL_NAMESPACE',
      'NOMAD_TOKEN',
      'NOMAD_REGION',
    ])
      vi.stubEnv(name, canary);
    for (const name of ['VAULT_ADDR', 'CONSUL_HTTP_ADDR', 'NOMAD_ADDR']) vi.stubEnv(name, 'http://127.0.0.1:1');
    const server = await fakeServer(() => ({ body: {} }));
    for (const settings of [{ address: server.address }, { address: server.address, namespace: '' }]) {
      await clients[product](settings).post(['auth', 'jwt', 'login'], {}, z.unknown());
    }
    expect(server.requests).toHaveLength(2);
    expect(JSON.stringify(server.requests)).not.toContain('canary');
  });

  it('checks TLS even though VAULT_SKIP_VERIFY, CONSUL_HTTP_SSL_VERIFY and NOMAD_SKIP_VERIFY are set', async () => {
    const { createAuthority } = await import('../support/certificates.ts');
    vi.stubEnv('VAULT_SKIP_VERIFY', 'false');
    vi.stubEnv('CONSUL_HTTP_SSL_VERIFY', 'false');
    vi.stubEnv('NOMAD_SKIP_VERIFY', 'true');
    const server = await fakeServer(() => ({ body: {} }), { tls: createAuthority().issue('IP:127.0.0.1') });
    const error = await rejectionOf(clients[product]({ address: server.address, token }).get(['x'], z.unknown()));
    expect(error).toMatchObject({ code: 'network', reason: 'tls' });
    expect(server.requests).toEqual([]);
  });

  it('gives two clients their own tokens', async () => {
    const server = await fakeServer(() => ({ body: {} }));
    const settings = { address: server.address };
    const [one, two] = ['canary-one', 'canary-two'].map((text) =>
      clients[product]({ ...settings, token: new Secret(text) }),
    );
    await one?.get(['x'], z.unknown());
    await two?.get(['x'], z.unknown());
    await one?.get(['x'], z.unknown());
    expect(server.requests.map(({ headers }) => headers[header[product]])).toEqual([
      'canary-one',
      'canary-two',
      'canary-one',
    ]);
  });

  it('does not take its token to another server', async () => {
    const other = await fakeServer(() => ({ body: {} }));
    const server = await fakeServer(() => ({ status: 307, headers: { location: `${other.address}/v1/x` } }));
    const api = clients[product]({ address: server.address, token });
    const calls = [api.get(['x'], z.unknown()), api.put(['x'], {}, z.unknown()), api.delete(['x'])].map(rejectionOf);
    for (const error of await Promise.all(calls)) {
      expect(error).toMatchObject({ code: 'network', reason: 'redirect' });
      expect(error.message).toContain(other.address);
    }
    expect(other.requests).toEqual([]);
  });

  it('shows its token in no error', async () => {
    // The server repeats what it was sent, as debugging proxies do.
    const echo = await fakeServer(({ headers, url }) => ({
      status: url.includes('refused') ? 403 : 200,
      body: `${String(headers[header[product]])} ${String(headers.authorization)} <html> ${url}`,
    }));
    const down = clients[product]({ address: 'http://127.0.0.1:1', token });
    const api = clients[product]({ address: echo.address, token, basicAuth: new Secret('me:canary-pass') });
    const errors = await Promise.all([
      rejectionOf(down.get(['x'], z.unknown())),
      rejectionOf(down.put(['x'], { token: canary }, z.unknown())),
      rejectionOf(api.get(['refused'], z.unknown())),
      rejectionOf(api.put(['refused'], { token: canary }, z.unknown())),
      rejectionOf(api.get(['nojson'], z.unknown())),
    ]);
    expect(errors.map(({ code }) => code)).toEqual(['network', 'network', 'api', 'api', 'answer']);
    for (const error of errors) {
      expect(everythingShown(error)).not.toContain('canary');
      expect(everythingShown(error)).not.toContain(btoa('me:canary-pass'));
    }
  });

  it('stops at once when it is cancelled', async () => {
    const stop = new AbortController();
    const server = await fakeServer(() => {
      stop.abort();
      return undefined;
    });
    const api = clients[product]({ address: server.address, token }, { signal: stop.signal });
    expect((await rejectionOf(api.get(['x'], z.unknown()))).code).toBe('cancelled');
    expect((await rejectionOf(api.put(['x'], {}, z.unknown()))).code).toBe('cancelled');
    expect(server.requests).toHaveLength(1);
  });

  it('gives nothing for a 404, and takes it as done for a deletion, but not for a write', async () => {
    const server = await fakeServer(() => ({ status: 404, body: 'nothing here' }));
    const api = clients[product]({ address: server.address });
    expect(await api.get(['x'], z.string())).toBeUndefined();
    expect(await api.list(['x'], z.string())).toBeUndefined();
    await expect(api.delete(['x'])).resolves.toBeUndefined();
    expect(await rejectionOf(api.put(['x'], {}, z.unknown()))).toMatchObject({ code: 'api', status: 404 });
  });

  it('gives the server’s own text', async () => {
    const text =
      'Invalid Policy: A Policy with Name "p1" already exists, and this text is longer than the eighty bytes that others keep';
    const server = await fakeServer(() => ({ status: 500, body: text }));
    const error = await rejectionOf(clients[product]({ address: server.address }).put(['x'], {}, z.unknown()));
    expect(error).toMatchObject({ name: 'ApiError', product, status: 500, serverText: text });
    expect(error.message).toBe(`PUT ${server.address}/v1/x: 500 ${text}`);
  });

  it.each([
    ['an HTML page', '<!DOCTYPE html><p>canary</p>', /HTML or XML page/],
    ['a text', 'canary', /no JSON/],
    ['half an answer', '{"canary": ', /no JSON/],
  ])('names the server when the answer is %s', async (_, body, why) => {
    const server = await fakeServer(() => ({ body }));
    const error = await rejectionOf(clients[product]({ address: server.address }).get(['acl', 'x'], z.unknown()));
    expect(error).toMatchObject({ code: 'answer', message: expect.stringMatching(why) as string });
    expect(error.message).toContain(`GET ${server.address}/v1/acl/x`);
    expect(everythingShown(error)).not.toContain('canary');
  });

  it('names the member that is not as expected, and no value', async () => {
    const server = await fakeServer(() => ({
      body: { Items: [{ Name: 'canary-a' }, { Name: { canary: 'b' }, Kind: 'canary-c' }] },
    }));
    const item = z.looseObject({ Name: z.string() });
    const error = await rejectionOf(
      clients[product]({ address: server.address }).get(['x'], z.looseObject({ Items: z.array(item) })),
    );
    expect(error).toMatchObject({
      code: 'answer',
      message: `GET ${server.address}/v1/x: Items[1].Name: expected string, found object`,
    });
    expect(everythingShown(error)).not.toContain('canary');
  });

  it('shortens a proxy’s page to its title', async () => {
    const server = await fakeServer(() => ({
      status: 403,
      headers: { 'content-type': 'text/html' },
      body: '<html><title>Access denied</title><p>long</p></html>',
    }));
    const error = await rejectionOf(clients[product]({ address: server.address }).get(['x'], z.unknown()));
    expect(error).toMatchObject({ serverText: '(an HTML page: Access denied)' });
  });

  it('says that a token is missing, when that is why', async () => {
    const server = await fakeServer(() => ({
      status: 403,
      body: product === 'vault' ? { errors: ['permission denied'] } : 'Permission denied',
    }));
    expect((await rejectionOf(clients[product]({ address: server.address }).get(['x'], z.unknown()))).hint).toContain(
      'no token was given',
    );
    const { hint } = await rejectionOf(clients[product]({ address: server.address, token }).get(['x'], z.unknown()));
    expect(hint ?? '').not.toContain('no token');
  });
});

describe('consul', () => {
  it('scopes a call by namespace and partition, its own before the settings’', async () => {
    const server = await fakeServer(() => ({ body: [] }));
    const api = createConsulApi({ address: server.address, namespace: 'n', partition: 'p' });
    await api.get(['x'], z.unknown());
    await api.get(['x'], z.unknown(), { namespace: 'own', partition: 'q', query: { recurse: '' } });
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/v1/x?ns=n&partition=p',
      '/v1/x?ns=own&partition=q&recurse=',
    ]);
  });

  it('sends bodies as JSON', async () => {
    const server = await fakeServer(() => ({ body: true }));
    expect(await createConsulApi({ address: server.address }).put(['x'], { Name: 'é' }, z.literal(true))).toBe(true);
    expect(server.requests[0]).toMatchObject({
      method: 'PUT',
      body: '{"Name":"é"}',
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
  });
});

describe('vault', () => {
  it('lists by a query, since strict proxies and Node refuse the verb LIST', async () => {
    const server = await fakeServer(() => ({ body: { data: { keys: ['a'] } } }));
    const keys = z.looseObject({ data: z.looseObject({ keys: z.array(z.string()) }) });
    expect((await createVaultApi({ address: server.address }).list(['auth', 'jwt', 'role'], keys))?.data.keys).toEqual([
      'a',
    ]);
    expect(server.requests[0]).toMatchObject({ method: 'GET', url: '/v1/auth/jwt/role?list=true' });
  });

  it('names the namespace in a header, the call’s own before the settings’', async () => {
    const server = await fakeServer(() => ({ body: {} }));
    const api = createVaultApi({ address: server.address, namespace: 'team' });
    await api.get(['x'], z.unknown());
    await api.get(['x'], z.unknown(), { namespace: 'other' });
    await createVaultApi({ address: server.address }).get(['x'], z.unknown());
    expect(server.requests.map(({ headers }) => headers['x-vault-namespace'])).toEqual(['team', 'other', undefined]);
    expect(server.requests[0]?.headers['x-vault-request']).toBe('true');
  });

  it('hands the server’s warnings to the log, once', async () => {
    const server = await fakeServer(() => ({
      body: { data: null, warnings: ['ttl is capped', 'Endpoint ignored these'] },
    }));
    const warned: string[] = [];
    const log = { debug: vi.fn(), info: vi.fn(), error: vi.fn(), warn: (message: string) => void warned.push(message) };
    await createVaultApi({ address: server.address }, { log }).post(['x'], {}, z.unknown());
    expect(warned).toEqual(['Vault: ttl is capped', 'Vault: Endpoint ignored these']);
  });

  it('gives every error that Vault names', async () => {
    const server = await fakeServer(() => ({ status: 400, body: { errors: ['one', 'two'] } }));
    expect(await rejectionOf(createVaultApi({ address: server.address }).post(['x'], {}, z.unknown()))).toMatchObject({
      status: 400,
      serverText: 'one\ntwo',
    });
  });

  it('takes a write without an answer', async () => {
    const server = await fakeServer(() => ({ status: 204 }));
    expect(await createVaultApi({ address: server.address }).put(['x'], {}, z.unknown())).toBeUndefined();
  });

  it('takes the statuses of sys/health as news, not as failures', async () => {
    const server = await fakeServer(() => ({ status: 503, body: { sealed: true } }));
    expect(await createVaultApi({ address: server.address }).get(['sys', 'health'], z.unknown())).toEqual({
      sealed: true,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('names the capability that a policy must give, which Vault does not', async () => {
    const server = await fakeServer(() => ({ status: 403, body: { errors: ['permission denied'] } }));
    const api = createVaultApi({ address: server.address, token });
    const hintOf = async (call: Promise<unknown>): Promise<unknown> => (await rejectionOf(call)).hint;
    const must = 'a policy of the token must give it';
    expect(await hintOf(api.get(['a', 'b'], z.unknown()))).toBe(`${must} read on "a/b"`);
    expect(await hintOf(api.list(['a'], z.unknown()))).toBe(`${must} list on "a"`);
    expect(await hintOf(api.delete(['a']))).toBe(`${must} delete on "a"`);
    expect(await hintOf(api.post(['sys', 'auth', 'jwt'], {}, z.unknown()))).toBe(
      `${must} create and update and sudo on "sys/auth/jwt"`,
    );
  });

  it('says to unseal a sealed Vault', async () => {
    const server = await fakeServer(() => ({ status: 503, body: { errors: ['Vault is sealed'] } }));
    const api = createVaultApi({ address: server.address }, { retries: { attempts: 1 } });
    expect((await rejectionOf(api.get(['sys', 'auth'], z.unknown()))).hint).toContain('unseal');
  });

  it('prints no request when the library’s debugging is on', async () => {
    const require = createRequire(createRequire(import.meta.url).resolve('node-vault'));
    const debug = require('debug') as { enable(names: string): void; disable(): void };
    const printed: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => (printed.push(String(text)), true));
    debug.enable('*');
    const server = await fakeServer(() => ({ body: {} }));
    await createVaultApi({ address: server.address, token }).post(
      ['auth', 'jwt', 'login'],
      { jwt: canary },
      z.unknown(),
    );
    debug.disable();
    expect(printed.join('')).not.toContain('canary');
  });
});

describe('nomad', () => {
  it('reads all pages of a list', async () => {
    const pages: Record<string, [unknown[], string?]> = { '': [[1, 2], 'b'], b: [[3], 'c'], c: [[4]] };
    const server = await fakeServer(({ url }) => {
      const [body, next] = pages[new URLSearchParams(url.split('?')[1]).get('next_token') ?? ''] ?? [[]];
      return { body, headers: next === undefined ? {} : { 'x-nomad-nexttoken': next } };
    });
    const api = createNomadApi({ address: server.address });
    expect(await api.list(['jobs'], z.array(z.number()), { namespace: '*' })).toEqual([1, 2, 3, 4]);
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/v1/jobs?namespace=*&per_page=1000',
      '/v1/jobs?namespace=*&per_page=1000&next_token=b',
      '/v1/jobs?namespace=*&per_page=1000&next_token=c',
    ]);
  });

  it('does not go round in circles on a token that comes again', async () => {
    const server = await fakeServer(() => ({ body: [1], headers: { 'x-nomad-nexttoken': 'same' } }));
    expect(await createNomadApi({ address: server.address }).list(['jobs'], z.array(z.number()))).toEqual([1, 1]);
  });

  it('names region and namespace in the query', async () => {
    const server = await fakeServer(() => ({ body: {} }));
    await createNomadApi({ address: server.address, region: 'eu', namespace: 'team' }).get(['job', 'web'], z.unknown());
    expect(server.requests[0]?.url).toBe('/v1/job/web?region=eu&namespace=team');
  });
});
