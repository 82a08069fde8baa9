import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connect, type ConnectOptions } from '../../src/clients/connect.ts';
import type { Files } from '../../src/clients/files.ts';
import { createLog } from '../../src/support/log.ts';
import { fakeServer, type Answering } from '../support/fake-server.ts';
import { everythingShown, rejectionOf } from '../support/rejection.ts';

const jwt = `eyJhbGciOiJub25lIn0.${btoa('{"sub":"canary"}').replace(/=+$/, '')}.c2ln`;
const files = (texts: Readonly<Record<string, string>> = {}): Files => ({
  read: (path) => texts[path],
  list: () => [],
  home: '/home/me',
});
const open = (env: ConnectOptions['env'], more: Partial<ConnectOptions> = {}): ReturnType<typeof connect> =>
  connect({ env, files: files(), ...more });

const consul: Answering = ({ url, headers }) => {
  if (url === '/v1/acl/login') return { body: { SecretID: 'canary-consul-token' } };
  if (url === '/v1/acl/logout') return { body: true };
  return { body: { token: headers['x-consul-token'] ?? null } };
};
const vault: Answering = ({ url, headers }) => {
  if (url.endsWith('/login')) return { body: { auth: { client_token: 'canary-vault-token' } } };
  if (url === '/v1/auth/token/revoke-self') return { status: 204 };
  return { body: { token: headers['x-vault-token'] ?? null } };
};
const seen = z.looseObject({ token: z.string().nullable() });

describe('connect', () => {
  it('reads no setting before a client is used', () => {
    const connection = open({ CONSUL_HTTP_ADDR: 'ftp://nowhere', VAULT_ADDR: 'http://127.0.0.1:1' });
    expect(connection.vault.address).toBe('http://127.0.0.1:1');
    expect(() => connection.consul).toThrow(/CONSUL_HTTP_ADDR/);
  });

  it('gives the same client each time', () => {
    const connection = open({});
    expect(connection.nomad).toBe(connection.nomad);
  });

  it('uses a static token, and logs in nowhere', async () => {
    const server = await fakeServer(consul);
    const env = {
      CONSUL_HTTP_ADDR: server.address,
      CONSUL_HTTP_TOKEN: 'static',
      NOMAD_SECRETS_DIR: '/secrets',
      NOMAD_TOKEN_consul_default: jwt,
    };
    const connection = open(env);
    expect(await connection.consul.get(['x'], seen)).toEqual({ token: 'static' });
    await connection.close();
    expect(server.requests).toHaveLength(1);
  });

  it('stays anonymous without token and without identity', async () => {
    const server = await fakeServer(consul);
    // An identity outside of a task is somebody's leftover.
    expect(
      await open({ CONSUL_HTTP_ADDR: server.address, NOMAD_TOKEN_consul_default: jwt }).consul.get(['x'], seen),
    ).toEqual({ token: null });
  });

  it.each([
    ['the environment', { NOMAD_TOKEN_consul_default: jwt }, {}],
    ['the secrets folder', {}, { '/secrets/nomad_consul_default.jwt': jwt }],
  ])('logs in to Consul with the identity in %s, once, and logs out', async (_, identity, texts) => {
    const server = await fakeServer(consul);
    const connection = open(
      { CONSUL_HTTP_ADDR: server.address, NOMAD_SECRETS_DIR: '/secrets', ...identity },
      { files: files(texts) },
    );
    const answers = await Promise.all([connection.consul.get(['a'], seen), connection.consul.get(['b'], seen)]);
    expect(answers).toEqual([{ token: 'canary-consul-token' }, { token: 'canary-consul-token' }]);
    await connection.close();
    await connection.close();
    const urls = server.requests.map(({ url }) => url);
    expect([urls[0], urls.slice(1, 3).toSorted(), urls.slice(3)]).toEqual([
      '/v1/acl/login',
      ['/v1/a', '/v1/b'],
      ['/v1/acl/logout'],
    ]);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      AuthMethod: 'nomad-workloads',
      BearerToken: jwt,
    });
    expect(server.requests[0]?.headers['x-consul-token']).toBeUndefined();
    expect(server.requests[3]?.headers['x-consul-token']).toBe('canary-consul-token');
  });

  it('logs in to Vault at the named mount with the named role, and revokes', async () => {
    const server = await fakeServer(vault);
    const env = { VAULT_ADDR: server.address, NOMAD_SECRETS_DIR: '/secrets', NOMAD_TOKEN_vault_default: jwt };
    const connection = open({ ...env, WID_VAULT_AUTH_MOUNT: 'team/jwt', WID_VAULT_ROLE: 'wid' });
    expect(await connection.vault.get(['x'], seen)).toEqual({ token: 'canary-vault-token' });
    await connection.close();
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/v1/auth/team%2Fjwt/login',
      '/v1/x',
      '/v1/auth/token/revoke-self',
    ]);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({ jwt, role: 'wid' });
    await open(env).vault.get(['x'], seen);
    expect(server.requests.at(-2)).toMatchObject({ url: '/v1/auth/jwt-nomad/login', body: JSON.stringify({ jwt }) });
  });

  it('logs out after it was cancelled, too', async () => {
    const server = await fakeServer(consul);
    const stop = new AbortController();
    const connection = open(
      { CONSUL_HTTP_ADDR: server.address, NOMAD_SECRETS_DIR: '/secrets', NOMAD_TOKEN_consul_default: jwt },
      { signal: stop.signal },
    );
    await connection.consul.get(['x'], seen);
    stop.abort();
    await connection.close();
    expect(server.requests.at(-1)?.url).toBe('/v1/acl/logout');
  });

  it('says where a login failed, without the JWT, and tries again at the next call', async () => {
    const server = await fakeServer(({ body }) => ({ status: 403, body: `Permission denied for ${body}` }));
    const connection = open({
      CONSUL_HTTP_ADDR: server.address,
      NOMAD_SECRETS_DIR: '/secrets',
      NOMAD_TOKEN_consul_default: jwt,
    });
    const error = await rejectionOf(connection.consul.get(['x'], seen));
    expect(error).toMatchObject({
      code: 'api',
      message: expect.stringMatching(
        /cannot log in to Consul's auth method nomad-workloads.*Permission denied/,
      ) as string,
    });
    expect(everythingShown(error)).not.toContain(jwt);
    await rejectionOf(connection.consul.get(['x'], seen));
    expect(server.requests).toHaveLength(2);
  });

  it('warns when a token cannot be given back, and never fails for it', async () => {
    const server = await fakeServer((request, raw) =>
      request.url === '/v1/acl/logout' ? { status: 500, body: 'broken' } : consul(request, raw),
    );
    const lines: string[] = [];
    const log = createLog({ write: (line) => lines.push(line) });
    const connection = open(
      { CONSUL_HTTP_ADDR: server.address, NOMAD_SECRETS_DIR: '/secrets', NOMAD_TOKEN_consul_default: jwt },
      { log },
    );
    await connection.consul.get(['x'], seen);
    await connection.close();
    expect(lines.join('')).toMatch(/warn: .*could not be given back.*broken/);
    expect(inspect(connection, { depth: 9 }) + lines.join('')).not.toContain('canary');
  });

  it('reaches Nomad over the task API’s socket with the task’s own identity', () => {
    const texts = { '/secrets/nomad_token': jwt };
    expect(open({ NOMAD_SECRETS_DIR: '/secrets' }, { files: files(texts) }).nomad.address).toBe(
      'unix:///secrets/api.sock',
    );
    expect(open({ NOMAD_SECRETS_DIR: '/secrets', NOMAD_ADDR: 'http://nomad.test:4646' }).nomad.address).toBe(
      'http://nomad.test:4646',
    );
  });
});
