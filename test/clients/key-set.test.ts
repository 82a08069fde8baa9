import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKeySet } from '../../src/clients/key-set.ts';
import { listen, type Listening } from '../support/listen.ts';

const keys = { keys: [{ kty: 'RSA', kid: 'one', n: 'AQAB', e: 'AQAB' }] };
let server: Listening;
let base: string;

beforeAll(async () => {
  server = await listen(({ url }, answer) => {
    const json = (body: unknown): void =>
      void answer.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
    switch (url) {
      case '/jwks':
        answer.setHeader('Cache-Control', 'public, max-age=900').setHeader('Date', 'Sun, 22 Nov 2026 20:00:00 GMT');
        return json(keys);
      case '/moved':
        return void answer.writeHead(302, { Location: `${base}/jwks` }).end();
      case '/circle':
        return void answer.writeHead(302, { Location: `${base}/circle` }).end();
      case '/page':
        return void answer.setHeader('Content-Type', 'text/html').end('<html><title>Sign in</title></html>');
      case '/empty':
        return json({ keys: [] });
      case '/.well-known/openid-configuration':
        return json({ issuer: base, jwks_uri: `${base}/jwks` });
      default:
        return void answer.writeHead(503).end('not now');
    }
  });
  base = server.address;
});
afterAll(() => server.stop());

const usedBy = ['consul/auth-method/nomad'];
const read = (path: string): ReturnType<typeof readKeySet> =>
  readKeySet({ via: 'jwks', url: base + path, ca: '' }, usedBy, { retries: { attempts: 1 } });

describe('an address of keys', () => {
  it('gives its keys, how long they may be kept and what time it is there', async () => {
    const url = `${base}/jwks`;
    const serverTime = Date.parse('2026-11-22T20:00:00Z') / 1000;
    expect(await read('/jwks')).toEqual({ url, usedBy, keys, error: null, status: 200, maxAge: 900, serverTime });
  });

  it('that sends us on is followed, and that is said', async () => {
    expect(await read('/moved')).toMatchObject({ keys, error: null, status: 200, redirectedTo: `${base}/jwks` });
  });

  it('of an issuer says who that is', async () => {
    const found = await readKeySet({ via: 'discovery', url: base, ca: '' }, usedBy);
    expect(found).toMatchObject({ url: base, keys, error: null, issuer: base });
  });

  it.each([
    ['/page', 200, 'not keys', 'an HTML or XML page'],
    ['/empty', 200, 'not keys', 'the document holds no keys'],
    ['/broken', 503, 'status', 'answered 503 not now'],
    ['/circle', null, 'not keys', 'too many redirects'],
  ])('%s gives none, and a sentence', async (path, status, failure, error) => {
    const found = await read(path);
    expect(found).toMatchObject({ keys: null, status, failure });
    expect(found.error).toContain(error);
  });

  it('that nothing answers at gives none, and a sentence', async () => {
    const found = await readKeySet({ via: 'jwks', url: 'http://127.0.0.1:1/jwks', ca: '' }, usedBy);
    expect(found).toMatchObject({ keys: null, status: null, failure: 'unreachable' });
    expect(found.error).toContain('connection refused');
  });
});
