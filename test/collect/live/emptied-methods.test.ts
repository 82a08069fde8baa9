import { expect, it } from 'vitest';
import type { Api } from '../../../src/clients/api.ts';
import { emptiedMethods } from '../../../src/collect/live/emptied-methods.ts';

const asked: string[] = [];
const consul = (instances: unknown): Api =>
  ({
    get: (path: readonly string[]) => {
      asked.push(path.join('/'));
      return Promise.resolve(instances);
    },
  }) as unknown as Api;
const methods = new Map([['nomad-workloads', 40]]);
const registeredAt = (CreateIndex: number, source = 'nomad'): Api =>
  consul([{ CreateIndex, ServiceMeta: { 'external-source': source } }]);

it.each([
  ['is younger than the method', registeredAt(50), [], ['nomad-workloads']],
  ['is older than the method, which was made anew', registeredAt(30), [], []],
  ['is not of Nomad', registeredAt(50, 'kubernetes'), [], []],
  ['is younger, and there are tokens', registeredAt(50), [{ AuthMethod: 'Nomad-Workloads' }], []],
])('when a service %s', async (_, api, tokens, expected) => {
  expect(await emptiedMethods(api, methods, tokens, ['nomad-client', 'web'])).toEqual(expected);
});

it('asks nothing about what agents register of themselves', async () => {
  asked.length = 0;
  await emptiedMethods(registeredAt(50), methods, [], ['consul', 'nomad', 'nomad-client', 'web']);
  expect(asked).toEqual(['catalog/service/web']);
});
