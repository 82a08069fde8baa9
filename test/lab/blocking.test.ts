import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startConsul, type EmbeddedConsul } from '../../src/lab/consul/server.ts';

describe("a read that waits for the lab's Consul", () => {
  let consul: EmbeddedConsul;

  beforeEach(async () => {
    consul = await startConsul();
  });
  afterEach(async () => {
    await consul.stop();
  });

  const ask = (method: string, path: string, body?: string): Promise<Response> => {
    const headers = { 'X-Consul-Token': consul.managementToken.reveal() };
    return fetch(consul.address + path, body === undefined ? { method, headers } : { method, headers, body });
  };
  const indexOf = (answer: Response): string => answer.headers.get('X-Consul-Index') ?? '';

  it('is answered when something was written', async () => {
    await ask('PUT', '/v1/kv/a', 'one');
    const index = indexOf(await ask('GET', '/v1/kv/a'));
    const waiting = ask('GET', `/v1/kv/a?raw&index=${index}`);
    let answered = false;
    void waiting.then(() => (answered = true));
    await ask('PUT', '/v1/kv/other', 'x');
    await ask('GET', '/v1/kv/other');
    expect(answered).toBe(false);
    await ask('PUT', '/v1/kv/a', 'two');
    expect(await (await waiting).text()).toBe('two');
  });

  it('is answered at once when its index is old, and after its wait when nothing comes', async () => {
    await ask('PUT', '/v1/kv/a', 'one');
    expect(await (await ask('GET', '/v1/kv/a?raw&index=1')).text()).toBe('one');
    const index = indexOf(await ask('GET', '/v1/kv/a'));
    expect(await (await ask('GET', `/v1/kv/a?raw&index=${index}&wait=0s`)).text()).toBe('one');
  });

  it('does not keep the server from stopping', async () => {
    await ask('PUT', '/v1/kv/a', 'one');
    const index = indexOf(await ask('GET', '/v1/kv/a'));
    const waiting = ask('GET', `/v1/kv/a?index=${index}`).catch(() => 'cut');
    await ask('GET', '/v1/kv/a');
    await consul.stop();
    expect(await waiting).toBe('cut');
  });
});
