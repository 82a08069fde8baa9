import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createConsulApi } from '../../src/clients/consul.ts';
import { createNomadApi } from '../../src/clients/nomad.ts';
import { createVaultApi } from '../../src/clients/vault.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fakeServer, type Reply } from '../support/fake-server.ts';
import { rejectionOf } from '../support/rejection.ts';

const clients = { consul: createConsulApi, vault: createVaultApi, nomad: createNomadApi };
const products = ['consul', 'vault', 'nomad'] as const;
type Product = (typeof products)[number];

/** A client whose server gives these replies in turn, the last one for ever; `reset` breaks the connection. */
async function flaky(product: Product, replies: readonly (Reply | 'reset')[]) {
  let count = 0;
  const clock = fakeClock();
  const server = await fakeServer((_, { request }) => {
    const reply = replies[Math.min(count, replies.length - 1)];
    count += 1;
    if (reply !== 'reset') return reply;
    request.socket.destroy();
    return undefined;
  });
  const api = clients[product]({ address: server.address }, { retries: { clock, random: () => 1 } });
  return { api, server, clock };
}

const good: Reply = { body: { fine: true } };

describe.each(products)('%s: trying again', (product) => {
  it.each([429, 502, 503, 504])('reads again after %i', async (status) => {
    const { api, server } = await flaky(product, [{ status, body: 'later' }, good]);
    expect(await api.get(['x'], z.unknown())).toEqual({ fine: true });
    expect(server.requests).toHaveLength(2);
  });

  it('reads again after a connection that broke', async () => {
    const { api, server } = await flaky(product, ['reset', 'reset', good]);
    expect(await api.get(['x'], z.unknown())).toEqual({ fine: true });
    expect(server.requests).toHaveLength(3);
  });

  it('sends a write once, unless it may be repeated', async () => {
    for (const broken of ['reset', { status: 503, body: 'later' }] as const) {
      const { api, server } = await flaky(product, [broken, good]);
      await rejectionOf(api.put(['x'], {}, z.unknown()));
      await api.post(['x'], {}, z.unknown());
      expect(server.requests.map(({ method }) => method)).toEqual(['PUT', 'POST']);
      const other = await flaky(product, [broken, good]);
      await other.api.put(['x'], { a: 1 }, z.unknown(), { idempotent: true });
      expect(other.server.requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
    }
  });

  it('takes a deletion that was done before the connection broke as done', async () => {
    const { api } = await flaky(product, ['reset', { status: 404, body: 'gone' }]);
    await expect(api.delete(['x'])).resolves.toBeUndefined();
  });

  it('waits as Retry-After says, in seconds or until a date', async () => {
    const seconds = await flaky(product, [{ status: 429, headers: { 'retry-after': '7' } }, good]);
    await seconds.api.get(['x'], z.unknown());
    expect(seconds.clock.sleeps).toEqual([7000]);
    const dated = new Date(fakeClock().now() + 9000).toUTCString();
    const date = await flaky(product, [{ status: 503, headers: { 'retry-after': dated } }, good]);
    await date.api.get(['x'], z.unknown());
    expect(date.clock.sleeps).toEqual([9000]);
  });

  it('gives up after a few tries, with what the server said last', async () => {
    const { api, server } = await flaky(product, [{ status: 503, body: 'still not' }]);
    expect(await rejectionOf(api.get(['x'], z.unknown()))).toMatchObject({
      code: 'api',
      status: 503,
      serverText: 'still not',
    });
    expect(server.requests).toHaveLength(4);
  });

  it('does not repeat what waiting cannot mend', async () => {
    const { api, server } = await flaky(product, [{ status: 403, body: 'no' }]);
    await rejectionOf(api.get(['x'], z.unknown()));
    expect(server.requests).toHaveLength(1);
  });
});

describe('servers without a leader', () => {
  it.each([
    ['consul', 'No cluster leader'],
    ['consul', 'rpc error making call: leadership lost while committing log'],
    ['nomad', 'No cluster leader'],
  ] as const)('%s is asked again after "%s"', async (product, text) => {
    const { api, server } = await flaky(product, [{ status: 500, body: text }, good]);
    expect(await api.get(['x'], z.unknown())).toEqual({ fine: true });
    expect(server.requests).toHaveLength(2);
  });

  it('is not repeated after any other inner error', async () => {
    const { api, server } = await flaky('consul', [{ status: 500, body: 'Invalid Policy: no Name is set' }, good]);
    await rejectionOf(api.get(['x'], z.unknown()));
    expect(server.requests).toHaveLength(1);
  });
});
