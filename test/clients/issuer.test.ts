import { exportJWK, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { fetchKeys } from '../../src/clients/issuer.ts';
import { createAuthority } from '../support/certificates.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fakeServer, type Reply } from '../support/fake-server.ts';
import { everythingShown, rejectionOf } from '../support/rejection.ts';

const key = { kty: 'RSA', kid: 'k1', alg: 'RS256', use: 'sig', n: 'AQAB', e: 'AQAB' };
const jwks = (reply: Reply): Promise<{ address: string }> => fakeServer(() => reply);
const retries = { clock: fakeClock() };

describe('the keys of an issuer', () => {
  it('are read from a JWKS', async () => {
    const { address } = await jwks({ body: { keys: [key] } });
    expect(await fetchKeys({ via: 'jwks', url: `${address}/jwks.json?x=1`, ca: '' })).toEqual({
      issuer: undefined,
      jwksUrl: `${address}/jwks.json`,
      keys: [key],
    });
  });

  it('are found by discovery', async () => {
    const server = await fakeServer(({ url, headers }) => {
      const own = `http://${String(headers.host)}`;
      return {
        body: url === '/.well-known/openid-configuration' ? { issuer: own, jwks_uri: `${own}/keys` } : { keys: [key] },
      };
    });
    expect(await fetchKeys({ via: 'discovery', url: server.address, ca: '' })).toMatchObject({
      issuer: server.address,
      jwksUrl: `${server.address}/keys`,
    });
    const error = await rejectionOf(fetchKeys({ via: 'discovery', url: `${server.address}/`, ca: '' }));
    expect(error).toMatchObject({
      code: 'issuer',
      message: expect.stringContaining(`names the issuer "${server.address}", not "${server.address}/"`) as string,
    });
  });

  it('are read over TLS with the authority that is given, and not without it', async () => {
    const authority = createAuthority();
    const server = await fakeServer(() => ({ body: { keys: [key] } }), { tls: authority.issue('IP:127.0.0.1') });
    expect((await fetchKeys({ via: 'jwks', url: server.address, ca: authority.cert })).keys).toHaveLength(1);
    expect(await rejectionOf(fetchKeys({ via: 'jwks', url: server.address, ca: '' }))).toMatchObject({
      code: 'network',
      reason: 'tls',
    });
  });

  it.each<[string, Reply, RegExp]>([
    ['an HTML page', { headers: { 'content-type': 'text/html' }, body: '<html>canary</html>' }, /HTML/],
    ['no keys at all', { body: { keys: [] } }, /holds no keys/],
    ['something else', { body: { canary: [] } }, /keys: expected array, found nothing/],
    ['a key without type', { body: { keys: [{ kid: 'canary' }] } }, /keys\[0\]\.kty: expected string/],
    ['an error', { status: 404, body: 'no such page' }, /answered 404 no such page/],
    ['another address that never ends', { status: 302, headers: { location: '/again' } }, /too many redirects/],
  ])('are refused when the address answers with %s', async (_, reply, why) => {
    const { address } = await jwks(reply);
    const error = await rejectionOf(fetchKeys({ via: 'jwks', url: `${address}/jwks`, ca: '' }, { retries }));
    expect(error.message).toMatch(why);
    expect(error.message).toContain(`${address}/jwks`);
    expect(error.code).toBe(why.source.includes('redirects') ? 'network' : 'issuer');
    expect(everythingShown(error)).not.toContain('canary');
  });

  it('are refused when a private part is published, which is not repeated', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(privateKey);
    const { address } = await jwks({ body: { keys: [key, { ...jwk, kid: 'leaked' }] } });
    const error = await rejectionOf(fetchKeys({ via: 'jwks', url: address, ca: '' }));
    expect(error).toMatchObject({
      code: 'issuer',
      message: expect.stringContaining('the key "leaked" is published with its private part') as string,
    });
    expect(everythingShown(error)).not.toContain(jwk.d);
  });

  it('are asked for again while the issuer says "later"', async () => {
    let count = 0;
    const server = await fakeServer(() => ((count += 1) < 3 ? { status: 503 } : { body: { keys: [key] } }));
    expect((await fetchKeys({ via: 'jwks', url: server.address, ca: '' }, { retries })).keys).toEqual([key]);
  });

  it('send credentials of the address, and never show them', async () => {
    const server = await fakeServer(({ headers }) => ({
      status: headers.authorization === `Basic ${btoa('me:canary-p@ss')}` ? 401 : 500,
      body: 'no',
    }));
    const url = `${server.address.replace('//', '//me:canary-p%40ss@')}/jwks?key=canary`;
    const error = await rejectionOf(fetchKeys({ via: 'jwks', url, ca: '' }, { retries }));
    expect(error.message).toBe(`${server.address}/jwks: answered 401 no`);
    const down = await rejectionOf(
      fetchKeys({ via: 'jwks', url: 'http://me:canary-p@127.0.0.1:1/?key=canary', ca: '' }),
    );
    for (const one of [error, down]) expect(everythingShown(one)).not.toContain('canary');
  });

  it.each(['ftp://me:canary@issuer.test', 'no address', 'file:///etc/passwd'])(
    'are not looked for at %s',
    async (url) => {
      const error = await rejectionOf(fetchKeys({ via: 'jwks', url, ca: '' }));
      expect(error.code).toBe('issuer');
      expect(error.message).not.toContain('canary');
    },
  );

  it('are not waited for after a cancellation', async () => {
    const { address } = await jwks({ body: { keys: [key] } });
    expect(
      await rejectionOf(fetchKeys({ via: 'jwks', url: address, ca: '' }, { signal: AbortSignal.abort() })),
    ).toMatchObject({ code: 'cancelled' });
  });
});
