import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { NetworkError } from '../../src/clients/network-error.ts';
import { createTransport, type Request } from '../../src/clients/transport.ts';
import { Secret } from '../../src/support/secret.ts';
import { createAuthority, type Authority, type Certificate } from '../support/certificates.ts';
import { fakeServer } from '../support/fake-server.ts';
import { everythingShown, rejectionOf } from '../support/rejection.ts';

const canary = 'canary-7f31-transport';
const secretHeaders = {
  'X-Vault-Token': new Secret(canary),
  'X-Consul-Token': new Secret(canary),
  'X-Nomad-Token': new Secret(canary),
};
const get: Request = { method: 'GET', path: '/v1/x', idempotent: true };

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A port on which nothing listens. */
const closed = 'http://127.0.0.1:1';

describe('the transport', () => {
  it('gives the answer whatever its status', async () => {
    const server = await fakeServer(() => ({ status: 418, headers: { 'X-Teapot': 'yes' }, body: '{"a": 1}' }));
    const answer = await createTransport({ address: server.address })(get);
    expect(answer).toMatchObject({ status: 418, body: '{"a": 1}', headers: { 'x-teapot': 'yes' } });
  });

  it('keeps a path prefix of the address', async () => {
    const server = await fakeServer(() => ({}));
    await createTransport({ address: `${server.address}/consul/` })(get);
    expect(server.requests[0]?.url).toBe('/consul/v1/x');
  });

  it.each([
    ['may be sent again', true],
    ['may not', false],
  ])('sends a body as it is with a request that %s', async (_, idempotent) => {
    const server = await fakeServer(() => ({}));
    const transport = createTransport({ address: server.address });
    for (const body of ['{"a": "grüße \u{1f511}"}', Buffer.from('{"b": "ü"}'), undefined])
      await transport({ method: 'PUT', path: '/v1/x', body, idempotent });
    expect(server.requests).toMatchObject([
      { method: 'PUT', body: '{"a": "grüße \u{1f511}"}', headers: { 'content-length': '21' } },
      { body: '{"b": "ü"}', headers: { 'content-length': '11' } },
      { body: '' },
    ]);
  });

  it('speaks over a unix socket, past any proxy', async () => {
    vi.stubEnv('HTTP_PROXY', closed);
    const folder = mkdtempSync(join(tmpdir(), 'wid-socket-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const server = await fakeServer(() => ({ body: 'here' }), { socket: join(folder, 's') });
    const answer = await createTransport({ address: server.address })(get);
    expect(answer.body).toBe('here');
  });

  it('never follows a redirect on its own', async () => {
    const other = await fakeServer(() => ({}));
    const server = await fakeServer(() => ({ status: 307, headers: { location: `${other.address}/v1/x` } }));
    const answer = await createTransport({ address: server.address, secretHeaders })(get);
    expect(answer.status).toBe(307);
    expect(other.requests).toEqual([]);
  });

  it('takes no token along to another origin, even when it may follow redirects', async () => {
    const other = await fakeServer(() => ({}));
    const server = await fakeServer(() => ({ status: 307, headers: { location: `${other.address}/v1/x` } }));
    await createTransport({
      address: server.address,
      secretHeaders,
      basicAuth: new Secret(`u:${canary}`),
      redirects: 2,
    })(get);
    expect(server.requests[0]?.headers['x-vault-token']).toBe(canary);
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa(`u:${canary}`)}`);
    expect(other.requests).toHaveLength(1);
    expect(JSON.stringify(other.requests)).not.toContain(canary);
    expect(JSON.stringify(other.requests)).not.toContain(btoa(`u:${canary}`));
  });

  it('passes loopback addresses by when a proxy is set, and other addresses through it', async () => {
    const proxy = await fakeServer(({ url }) => ({ body: `proxied ${url}` }));
    const server = await fakeServer(() => ({ body: 'direct' }));
    vi.stubEnv('HTTP_PROXY', proxy.address);
    vi.stubEnv('http_proxy', proxy.address);
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('no_proxy', '');
    expect((await createTransport({ address: server.address })(get)).body).toBe('direct');
    expect((await createTransport({ address: 'http://consul.invalid:8500' })(get)).body).toBe(
      'proxied http://consul.invalid:8500/v1/x',
    );
  });

  it('says when it was cancelled before the answer, and stops the request', async () => {
    const stop = new AbortController();
    const broken = new Promise<void>((resolve) => {
      void fakeServer((_, { request }) => {
        request.socket.on('close', () => resolve());
        stop.abort();
        return undefined;
      }).then(async (server) => {
        const error = await rejectionOf(createTransport({ address: server.address })({ ...get, signal: stop.signal }));
        expect(error.code).toBe('cancelled');
      });
    });
    await broken;
  });

  it('sends nothing once it is cancelled', async () => {
    const server = await fakeServer(() => ({}));
    const error = await rejectionOf(
      createTransport({ address: server.address })({ ...get, signal: AbortSignal.abort() }),
    );
    expect(error.code).toBe('cancelled');
    expect(server.requests).toEqual([]);
  });

  it.each<[string, Parameters<typeof fakeServer>[0], string, RegExp]>([
    ['a server that never answers', () => undefined, 'timeout', /no answer within 0\.05 s/],
    [
      'a server that stops in the middle',
      (_, { response }) => void response.writeHead(200, { 'content-length': '99' }).write('{'),
      'timeout',
      /no answer/,
    ],
    ['a server that hangs up', (_, { request }) => void request.socket.destroy(), 'reset', /connection was broken/],
    [
      'a server that hangs up in the middle',
      (_, { response }) =>
        void response.writeHead(200, { 'content-length': '99' }).write('{', () => response.destroy()),
      'reset',
      /connection was broken/,
    ],
    ['a server that says too much', () => ({ body: 'x'.repeat(5000) }), 'size', /larger than/],
  ])('explains %s', async (_, answering, reason, why) => {
    const server = await fakeServer(answering);
    const error = await rejectionOf(
      createTransport({
        address: server.address,
        product: 'vault',
        secretHeaders,
        timeout: reason === 'timeout' ? 50 : 10_000,
        maxBytes: 1000,
      })(get),
    );
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ code: 'network', reason });
    expect(error.message).toMatch(why);
    expect(error.message).toContain(`GET ${server.address}/v1/x`);
    expect(everythingShown(error)).not.toContain(canary);
  });

  it.each([
    ['a closed port', closed, 'refused', 'CONSUL_HTTP_ADDR'],
    ['an unknown host', 'http://does-not-exist.invalid', 'dns', 'CONSUL_HTTP_ADDR'],
    ['a missing socket', 'unix:///nowhere/consul.sock', 'refused', 'CONSUL_HTTP_ADDR'],
  ])('explains %s without the token', async (_, address, reason, name) => {
    const error = await rejectionOf(
      createTransport({ address, product: 'consul', secretHeaders })({ ...get, path: `/v1/x?token=${canary}` }),
    );
    expect(error).toMatchObject({ code: 'network', reason });
    expect(error.hint).toContain(name);
    expect(error.cause).toBeUndefined();
    expect(everythingShown(error)).not.toContain(canary);
  });

  it('explains a server that speaks no HTTP', async () => {
    const server = await fakeServer((_, { request }) => void request.socket.end('SSH-2.0-OpenSSH_9\r\n'));
    expect(await rejectionOf(createTransport({ address: server.address })(get))).toMatchObject({ reason: 'protocol' });
  });
});

describe('TLS', () => {
  let authority: Authority;
  let certificate: Certificate;
  beforeAll(() => {
    authority = createAuthority();
    certificate = authority.issue('IP:127.0.0.1,DNS:consul.test');
  });
  const secure = (): ReturnType<typeof fakeServer> => fakeServer(() => ({ body: 'secure' }), { tls: certificate });

  it('trusts an authority that it is given', async () => {
    const server = await secure();
    expect((await createTransport({ address: server.address, tls: { ca: [authority.cert] } })(get)).body).toBe(
      'secure',
    );
  });

  it('sends many patient reads over few connections, each of them checked', async () => {
    const ports = new Set<number | undefined>();
    const server = await fakeServer(
      ({ url }, { request }) => {
        ports.add(request.socket.remotePort);
        return { body: url };
      },
      { tls: certificate },
    );
    const transport = createTransport({ address: server.address, tls: { ca: [authority.cert] } });
    const paths = Array.from({ length: 100 }, (_, number) => `/v1/job/${String(number)}`);
    const answers = await Promise.all(paths.map((path) => transport({ ...get, path, patient: true })));
    expect(answers.map(({ body }) => body)).toEqual(paths);
    expect(ports.size).toBeLessThanOrEqual(8);
  });

  it('refuses a server whose authority it does not know, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const server = await secure();
    const error = await rejectionOf(createTransport({ address: server.address, product: 'vault', secretHeaders })(get));
    expect(error).toMatchObject({
      reason: 'tls',
      message: expect.stringContaining('authority that is not trusted') as string,
    });
    expect(error.hint).toContain('VAULT_CACERT');
    expect(server.requests).toEqual([]);
  });

  it('skips the check only when told to', async () => {
    const server = await secure();
    expect((await createTransport({ address: server.address, tls: { skipVerify: true } })(get)).body).toBe('secure');
  });

  it('checks the name, and takes another one to check', async () => {
    const { cert, key } = authority.issue('DNS:other.test');
    const server = await fakeServer(() => ({ body: 'secure' }), { tls: { cert, key } });
    const tls = { ca: [authority.cert] };
    const error = await rejectionOf(createTransport({ address: server.address, product: 'nomad', tls })(get));
    expect(error).toMatchObject({ reason: 'tls', message: expect.stringContaining('another name') as string });
    expect(error.hint).toContain('NOMAD_TLS_SERVER_NAME');
    expect(
      (await createTransport({ address: server.address, tls: { ...tls, serverName: 'other.test' } })(get)).body,
    ).toBe('secure');
  });

  it('shows a client certificate to a server that wants one, and says so when it has none', async () => {
    const server = await fakeServer(() => ({ body: 'mutual' }), {
      tls: { ...certificate, ca: authority.cert, requestCert: true, rejectUnauthorized: true },
    });
    const own = authority.issue('DNS:client.test');
    const tls = { ca: [authority.cert] };
    expect(
      (
        await createTransport({ address: server.address, tls: { ...tls, cert: own.cert, key: new Secret(own.key) } })(
          get,
        )
      ).body,
    ).toBe('mutual');
    const error = await rejectionOf(createTransport({ address: server.address, product: 'consul', tls })(get));
    expect(error).toMatchObject({ reason: 'tls', message: expect.stringContaining('client certificate') as string });
  });

  it('explains https towards a server that speaks http', async () => {
    const server = await fakeServer(() => ({}));
    const error = await rejectionOf(createTransport({ address: server.address.replace('http', 'https') })(get));
    expect(error.message).toContain('does not speak TLS');
  });

  it('goes through a proxy in a tunnel, with the same checks and unseen by it', async () => {
    const server = await fakeServer(() => ({ body: 'secure' }), { tls: certificate });
    const seen: string[] = [];
    const proxy = http.createServer().on('connect', (request, socket) => {
      seen.push(`${String(request.url)} ${JSON.stringify(request.headers)}`);
      const onward = connect(server.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    for (const name of ['HTTPS_PROXY', 'https_proxy'])
      vi.stubEnv(name, `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`);
    for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '');
    const address = 'https://consul.test:8501';
    expect((await createTransport({ address, secretHeaders, tls: { ca: [authority.cert] } })(get)).body).toBe('secure');
    expect(await rejectionOf(createTransport({ address, secretHeaders })(get))).toMatchObject({ reason: 'tls' });
    expect(server.requests).toHaveLength(1);
    expect(seen).toHaveLength(2);
    expect(seen.join()).not.toContain(canary);
  });
});
