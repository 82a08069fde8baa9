import { expect, it } from 'vitest';
import type { Api } from '../../../src/clients/api.ts';
import { advertisedServers } from '../../../src/collect/live/advertised-servers.ts';

const instance = (ServiceAddress: string, ServicePort: number): object => ({
  Address: '10.0.0.1',
  ServiceAddress,
  ServicePort,
});

const consul = (answer: Promise<unknown>): Api => ({ get: () => answer }) as unknown as Api;

it('gives the addresses that servers registered', async () => {
  const all = [instance('10.0.0.2', 4646), instance('', 4747), instance('10.0.0.2', 4646), instance('fd00::1', 4646)];
  const hosts = new Set(['10.0.0.1', '10.0.0.2', 'fd00::1']);
  expect(await advertisedServers(consul(Promise.resolve(all)), hosts)).toEqual([
    '10.0.0.2:4646',
    '10.0.0.1:4747',
    '[fd00::1]:4646',
  ]);
});

it('names no host that Nomad has not named, to which a token would be sent', async () => {
  const all = [instance('192.0.2.66', 4646)];
  expect(await advertisedServers(consul(Promise.resolve(all)), new Set(['10.0.0.1']))).toEqual([]);
});

it('gives nothing when Consul does not answer', async () => {
  expect(await advertisedServers(consul(Promise.reject(new Error('refused'))), new Set(['10.0.0.1']))).toEqual([]);
});
