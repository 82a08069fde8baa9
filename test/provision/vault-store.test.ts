import { expect, it } from 'vitest';
import { ApiError, type Api } from '../../src/clients/api.ts';
import { vaultStore } from '../../src/provision/manifest/vault-store.ts';
import { systemClock } from '../../src/support/clock.ts';
import { rejectionOf } from '../support/rejection.ts';

/** A Vault without any secret, whose answer to a write is the given one. */
function vault(answer: () => unknown): { readonly api: Api; readonly deleted: string[] } {
  const deleted: string[] = [];
  const refuse = (): never => expect.fail('not asked for');
  return {
    deleted,
    api: {
      product: 'vault',
      address: 'http://vault',
      get: async () => undefined,
      list: refuse,
      put: refuse,
      post: async (_path, _body, schema) => schema.parse(answer()),
      delete: async (path) => void deleted.push(path.join('/')),
    },
  };
}

const open = (api: Api): ReturnType<typeof vaultStore> =>
  vaultStore({ store: 'vault', mount: 'kv', path: 'wid/prod' }, 'prod', api, systemClock);

it('says that there is no engine of version 2 where Vault knows none at the mount', async () => {
  const { api } = vault(() => {
    throw new ApiError('vault', 'POST …', 404, 'no handler for route');
  });
  const error = await rejectionOf(open(api).lock());
  expect(error.message).toBe('there is no KV version 2 engine at kv/, where the manifest should be kept');
});

it('takes back what an engine of version 1 took for a secret', async () => {
  const { api, deleted } = vault(() => undefined);
  expect((await rejectionOf(open(api).lock())).message).toContain('no KV version 2 engine');
  expect(deleted).toEqual(['kv/data/wid/prod.lock']);
});
