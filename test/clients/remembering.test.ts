import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { createConsulApi } from '../../src/clients/consul.ts';
import { remembering, rememberReads } from '../../src/clients/remembering.ts';
import { fakeServer, type Answering } from '../support/fake-server.ts';
import { rejectionOf } from '../support/rejection.ts';

async function started(answering: Answering = ({ url }) => ({ body: { url } })) {
  const server = await fakeServer(answering);
  return { server, api: rememberReads(createConsulApi({ address: server.address })) };
}
const whole = z.looseObject({ url: z.string() });

describe('an Api that remembers', () => {
  it('shares equal reads, under way or done', async () => {
    const { api, server } = await started();
    await Promise.all([api.get(['x'], whole), api.get(['x'], whole)]);
    await api.get(['x'], whole);
    await api.get(['y'], whole, { query: { a: '1', b: '2' } });
    await api.get(['y'], whole, { query: { b: '2', a: '1' } });
    expect(server.requests.map(({ url }) => url).toSorted()).toEqual(['/v1/x', '/v1/y?a=1&b=2']);
  });

  it('takes reads that differ in path, query, namespace, partition or verb for different', async () => {
    const { api, server } = await started();
    await api.get(['a', 'b'], whole);
    await api.get(['a/b'], whole);
    await api.get(['a', 'b'], whole, { query: { q: '1' } });
    await api.get(['a', 'b'], whole, { namespace: 'n' });
    await api.get(['a', 'b'], whole, { partition: 'n' });
    await api.list(['a', 'b'], whole);
    expect(server.requests).toHaveLength(6);
  });

  it('checks the answer by each caller’s own schema', async () => {
    const { api, server } = await started();
    expect(await api.get(['x'], z.object({ url: z.literal('/v1/x') }))).toEqual({ url: '/v1/x' });
    expect(await rejectionOf(api.get(['x'], z.object({ missing: z.string() })))).toMatchObject({ code: 'answer' });
    expect(server.requests).toHaveLength(1);
  });

  it('remembers that something is absent, but not that a read failed', async () => {
    let broken = true;
    const { api, server } = await started(({ url }) =>
      url === '/v1/gone' ? { status: 404 } : broken ? { status: 403 } : { body: { url } },
    );
    expect([await api.get(['gone'], whole), await api.get(['gone'], whole)]).toEqual([undefined, undefined]);
    await rejectionOf(api.get(['x'], whole));
    broken = false;
    expect(await api.get(['x'], whole)).toEqual({ url: '/v1/x' });
    expect(server.requests.map(({ url }) => url)).toEqual(['/v1/gone', '/v1/x', '/v1/x']);
  });

  it('forgets everything at a write', async () => {
    const { api, server } = await started();
    for (const write of [() => api.put(['x'], {}, whole), () => api.post(['x'], {}, whole), () => api.delete(['x'])]) {
      await api.get(['x'], whole);
      await write();
    }
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET', 'POST', 'GET', 'DELETE']);
  });
});

test('servers that remember are connected to when they are first asked', async () => {
  const { server } = await started();
  const consul = createConsulApi({ address: server.address });
  const never = (): never => {
    throw new Error('nobody asked for it');
  };
  const clients = remembering({
    consul,
    get vault() {
      return never();
    },
    get nomad() {
      return never();
    },
  });
  await clients.consul.get(['x'], whole);
  await clients.consul.get(['x'], whole);
  expect(server.requests).toHaveLength(1);
});
