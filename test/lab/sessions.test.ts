import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startConsul, type EmbeddedConsul } from '../../src/lab/consul/server.ts';

const second = 1000;

describe("the lab's Consul sessions", () => {
  let now: number;
  let consul: EmbeddedConsul;

  beforeEach(async () => {
    now = 1_700_000_000_000;
    consul = await startConsul({ now: () => now });
  });
  afterEach(async () => {
    await consul.stop();
  });

  const ask = async (method: string, path: string, body?: string): Promise<unknown> => {
    const headers = { 'X-Consul-Token': consul.managementToken.reveal() };
    const answer = await fetch(
      consul.address + path,
      body === undefined ? { method, headers } : { method, headers, body },
    );
    const text = await answer.text();
    return text === '' ? answer.status : JSON.parse(text);
  };
  const session = async (options: object): Promise<string> =>
    ((await ask('PUT', '/v1/session/create', JSON.stringify(options))) as { ID: string }).ID;

  it('end at twice their TTL and not before', async () => {
    const id = await session({ TTL: '10s' });
    now += 19 * second;
    expect(await ask('GET', `/v1/session/info/${id}`)).toHaveLength(1);
    now += second;
    expect(await ask('GET', `/v1/session/info/${id}`)).toEqual([]);
  });

  it('live on when they are renewed', async () => {
    const id = await session({ TTL: '10s' });
    now += 15 * second;
    await ask('PUT', `/v1/session/renew/${id}`);
    now += 15 * second;
    expect(await ask('GET', `/v1/session/info/${id}`)).toHaveLength(1);
  });

  it('release what they locked when they end, and the lock is free after the lock delay', async () => {
    const first = await session({ TTL: '10s', LockDelay: '5s' });
    const other = await session({});
    expect(await ask('PUT', `/v1/kv/lock?acquire=${first}`, 'a')).toBe(true);
    expect(await ask('PUT', `/v1/kv/lock?acquire=${other}`, 'b')).toBe(false);
    now += 20 * second;
    expect(await ask('GET', '/v1/kv/lock')).toMatchObject([{ Value: 'YQ==', LockIndex: 1 }]);
    expect(await ask('GET', '/v1/kv/lock')).not.toMatchObject([{ Session: expect.anything() as unknown }]);
    expect(await ask('PUT', `/v1/kv/lock?acquire=${other}`, 'b')).toBe(false);
    now += 5 * second;
    expect(await ask('PUT', `/v1/kv/lock?acquire=${other}`, 'b')).toBe(true);
    expect(await ask('GET', '/v1/kv/lock')).toMatchObject([{ Session: other, LockIndex: 2 }]);
  });

  it('delete what they locked when that is their behaviour', async () => {
    const id = await session({ Behavior: 'delete', LockDelay: '0s' });
    await ask('PUT', `/v1/kv/lock?acquire=${id}`, 'a');
    await ask('PUT', `/v1/session/destroy/${id}`);
    expect(await ask('GET', '/v1/kv/lock')).toBe(404);
  });

  it('keep the holder through a plain write, and the same holder may lock again', async () => {
    const id = await session({});
    await ask('PUT', `/v1/kv/lock?acquire=${id}`, 'a');
    await ask('PUT', '/v1/kv/lock', 'plain');
    expect(await ask('GET', '/v1/kv/lock')).toMatchObject([{ Session: id, LockIndex: 0 }]);
    expect(await ask('PUT', `/v1/kv/lock?acquire=${id}`, 'b')).toBe(true);
    expect(await ask('PUT', `/v1/kv/lock?release=${id}`, 'c')).toBe(true);
    expect(await ask('PUT', `/v1/kv/lock?release=${id}`, 'c')).toBe(false);
  });

  it('take flags of 64 bits without rounding them', async () => {
    await ask('PUT', '/v1/kv/flags?flags=3304740253564472344', 'a');
    const answer = await fetch(`${consul.address}/v1/kv/flags`, {
      headers: { 'X-Consul-Token': consul.managementToken.reveal() },
    });
    expect(await answer.text()).toContain('"Flags":3304740253564472344,');
  });
});
